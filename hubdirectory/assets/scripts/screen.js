// The foyer's screen: turns through its panels, keeps its own clock, renews itself, and stays when the network goes.
const RENEW = 60_000, TURN = 12_000, TICK = 5_000, STALE = 180_000, DAY = 86_400_000, MOST = 4;
const key = `screen ${location.pathname}`;
let ahead = 0; // how far the server's clock is ahead of ours
let fresh = 0; // when this was last fresh, by the server's clock
let turn = 0;

const screen = () => document.getElementById("screen");
const now = () => Date.now() + ahead;
const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

function take(html, kept) {
  const main = new DOMParser().parseFromString(html, "text/html").getElementById("screen");
  if (!main) return;
  screen().replaceWith(main);
  if (!kept) seen(html);
  show();
}

function seen(html) {
  fresh = Date.parse(screen().dataset.now);
  ahead = fresh - Date.now();
  try {
    localStorage.setItem(key, JSON.stringify({ html, fresh, ahead }));
  } catch { /* no room: then it is kept in this page alone */ }
}

function show() {
  const moment = now();
  for (const panel of document.querySelectorAll("[data-when]")) showPanel(panel, moment);
  document.getElementById("clock").textContent = clock(moment);
  const stale = moment - fresh > STALE;
  document.getElementById("stale").textContent = stale ? `${screen().dataset.stale} ${clock(fresh)}` : "";
  document.body.classList.toggle("is-old", moment - fresh > DAY);
  turnTo(turn);
}

function showPanel(panel, moment) {
  let left = MOST, day = "";
  for (const line of panel.querySelectorAll("li")) {
    const starts = Date.parse(line.dataset.starts), ends = Date.parse(line.dataset.ends), off = "off" in line.dataset;
    let shown = !off && left > 0;
    if (panel.dataset.when === "now") shown = shown && starts <= moment && moment < ends;
    else {
      const its = new Date(starts).toLocaleDateString("en-GB", { timeZone: "Europe/London" });
      shown = shown && starts > moment && (!day || its === day);
      if (shown) day = its;
    }
    line.hidden = !shown;
    if (shown) left -= 1;
  }
  panel.querySelector(".nothing").hidden = left < MOST;
}

function turnTo(number) {
  const panels = [...document.querySelectorAll(".panel")];
  document.body.classList.add("turning");
  panels.forEach((panel, at) => panel.classList.toggle("is-turned", at === number % panels.length));
}

async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Screen": "renew" } });
    if (answer.ok && !answer.headers.get("X-Kept")) take(await answer.text(), false);
    else show();
  } catch {
    show();
  }
}

function start() {
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const given = Date.parse(screen().dataset.now);
  // A page that was kept by the browser says the time at which it was made; what was kept since may be younger.
  if (kept && kept.fresh >= given) {
    ({ fresh, ahead } = kept);
    take(kept.html, true);
  } else seen(document.documentElement.outerHTML);
  show();
  setInterval(renew, RENEW);
  setInterval(show, TICK);
  setInterval(() => { turn += 1; turnTo(turn); }, TURN);
  window.addEventListener("online", renew);
  keepAll();
}

// The styles and letters that this page has loaded are kept too, so that it comes up again without the network.
async function keepAll() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(document.body.dataset.worker);
    const { active } = await navigator.serviceWorker.ready;
    await document.fonts.ready;
    active.postMessage([location.pathname, ...performance.getEntriesByType("resource").map((one) => one.name)]);
  } catch { /* the screen works without, until it is switched off */ }
}

start();
