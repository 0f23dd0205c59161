// Tells our own server that a search led somewhere: its words, and nothing of which result or of who opened it.
export function startOpened() {
  const found = document.getElementById("found");
  const words = new URLSearchParams(window.location.search).get("q");
  if (!found || !words || !navigator.sendBeacon) return;
  found.addEventListener("click", (event) => {
    if (event.target.closest(".results a, .maybe a")) navigator.sendBeacon("/search/opened", new URLSearchParams({ q: words }));
  });
}
