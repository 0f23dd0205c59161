// A hub's shared screen forgets: after a minute without a touch it begins anew, and Back never leads into an earlier visit.
// It stays on this site, for nothing would bring it back from another. The server is told of touches: see shared_screens.py.
const SOON_MS = 50_000;
const OVER_MS = 60_000;
// Later than the touch, so that none is under way when a touch begins the next visit.
const HEARD_MS = 15_000;
const SIGNS = ["pointerdown", "keydown", "input", "wheel", "touchstart", "scroll"];

export function startSharedScreen() {
  const bar = document.querySelector("[data-shared]");
  if (!bar) return;
  const begin = () => {
    // To its own address a page would take its state along, and begin again and again.
    history.replaceState(null, "");
    window.location.replace(bar.dataset.shared);
  };
  if (isOfAnother(bar.dataset.visit)) {
    begin();
    return;
  }
  const mark = () => history.replaceState({ ...history.state, visit: bar.dataset.visit }, "");
  mark();
  // A link within the page leads to an entry of its own, which Back would find without a mark.
  window.addEventListener("hashchange", mark);
  document.documentElement.classList.add("is-this-visit");
  document.querySelectorAll("form").forEach((form) => form.setAttribute("autocomplete", "off"));
  bar.querySelector("[data-begin]").addEventListener("click", (event) => {
    event.preventDefault();
    begin();
  });
  window.addEventListener("pageshow", (event) => event.persisted && begin());
  stay(bar);
  watch(bar, begin);
}

function isOfAnother(visit) {
  const [arrived] = performance.getEntriesByType("navigation");
  const of = history.state?.visit;
  return of ? of !== visit : arrived?.type === "back_forward";
}

function stay(bar) {
  const kept = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !/^https?:$/.test(link.protocol) || link.origin === window.location.origin) return;
    event.preventDefault();
    event.stopPropagation();
    bar.querySelector("[data-shared-say]").textContent = `${bar.dataset.stays} ${link.host}`;
  };
  ["click", "auxclick"].forEach((way) => document.addEventListener(way, kept, { capture: true }));
}

function tell(bar, begin) {
  fetch(bar.dataset.heard, { cache: "no-store" }).then((answer) => answer.redirected && begin()).catch(() => {});
}

function watch(bar, begin) {
  const say = bar.querySelector("[data-shared-say]");
  let soon = 0;
  let over = 0;
  let heard = 0;
  const touched = () => {
    clearTimeout(soon);
    clearTimeout(over);
    if (say.textContent === bar.dataset.soon) say.textContent = "";
    soon = setTimeout(() => { say.textContent = bar.dataset.soon; }, SOON_MS);
    over = setTimeout(begin, OVER_MS);
    heard ||= setTimeout(() => { heard = 0; tell(bar, begin); }, HEARD_MS);
  };
  SIGNS.forEach((sign) => document.addEventListener(sign, touched, { passive: true, capture: true }));
  touched();
}
