// What this device keeps for a day without the network goes when somebody signs out here.
export const COPY = "offline-1";

export async function forget() {
  if (!("caches" in window) || !("serviceWorker" in navigator)) return;
  await caches.delete(COPY);
  for (const one of await navigator.serviceWorker.getRegistrations())
    if (new URL(one.scope).pathname.startsWith("/navigate")) await one.unregister();
}

export function startForgetting() {
  document.querySelectorAll('form[action*="/sign-out"]').forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const soon = new Promise((done) => { setTimeout(done, 1500); });
      try {
        await Promise.race([forget(), soon]);
      } finally {
        form.submit();
      }
    }, { once: true });
  });
}
