// Tells our own server that a number, an address or directions of a record were pressed: which record and what, no more.
const WHAT = [
  ["a[href^='tel:']", "called"],
  ["a[href^='sms:']", "texted"],
  ["a[href^='mailto:']", "mailed"],
  ["a[href*='openstreetmap.org/directions']", "directions"],
  ["a.reach[href^='http']", "website"],
];

export function startPressed() {
  const record = document.querySelector("article[data-record]");
  if (!record || !navigator.sendBeacon) return;
  record.addEventListener("click", (event) => {
    const found = WHAT.find(([selector]) => event.target.closest(selector));
    if (!found || event.target.closest("[data-share]")) return;
    navigator.sendBeacon("/pressed", new URLSearchParams({ kind: record.dataset.record, id: record.dataset.id, what: found[1] }));
  });
}
