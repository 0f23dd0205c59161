// One page with numbers to ring is kept on this device for when there is no internet: not from a page about abuse, and not on
// a hub's shared screen.
export function startNumbers() {
  if (!("serviceWorker" in navigator) || document.querySelector("[data-shared]") || document.body.hasAttribute("data-discreet")) return;
  window.addEventListener("load", () => keepNumbers().catch(() => {}));
}

// Not `ready`: on a navigator's page that is their own worker, or will be.
async function keepNumbers() {
  const found = await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "all" });
  (found.active || found.waiting || found.installing).postMessage(document.documentElement.lang);
}
