// The board: what somebody else did appears by itself, a card opens where it stands, and keys go from card to card.
// Nothing here is needed: each card is a link to its own page, and "Show what is new" is one to the board.
const EVERY = 3000;
const KEPT = "desk-keys";
const board = () => document.querySelector("[data-board]");
const dialog = document.querySelector("[data-dialog]");
const news = document.querySelector("[data-news]");
const typing = (target) => target && target.closest && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");

// what others did

let known = null;

const busy = () => document.hidden || (dialog && dialog.open) || typing(document.activeElement);
const labels = (root) => new Map([...root.querySelectorAll("[data-card]")].map((card) => [card.id, card.dataset.card]));

function say(before, after) {
  const changed = [...after].filter(([id, label]) => before.get(id) !== label).map(([, label]) => label);
  const gone = [...before].filter(([id]) => !after.has(id)).map(([, label]) => label);
  const all = [...changed, ...gone];
  if (all.length) news.textContent = `${news.dataset.changed} ${all.slice(0, 3).join(". ")}`;
}

function put(fresh) {
  const old = board();
  const held = document.activeElement && old.contains(document.activeElement) ? document.activeElement : null;
  const card = held && held.closest("[data-card]");
  const before = labels(old);
  old.replaceWith(fresh);
  if (card) document.getElementById(card.id)?.querySelector("a")?.focus({ preventScroll: true });
  say(before, labels(fresh));
}

async function renew() {
  const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
  if (!answer.ok || busy()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-board]");
  if (fresh && !busy()) put(fresh);
}

async function look() {
  const { stamp, changes } = board().dataset;
  const address = `${changes}&since=${encodeURIComponent(stamp)}`;
  const answer = await fetch(address, { headers: known ? { "If-None-Match": known } : {}, cache: "no-store" });
  if (answer.status === 304 || !answer.ok) return;
  const said = await answer.json();
  if (said.changed) await renew();
  // Known only once the board shows it: otherwise the next look has to find it again.
  known = board().dataset.stamp === said.stamp ? answer.headers.get("ETag") : null;
}

function watch() {
  setTimeout(async () => {
    try {
      if (!busy()) await look();
    } catch { /* No network: the next look may find one. */ }
    watch();
  }, EVERY);
}

// a card where it stands

async function open(link, key) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const part = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-do]");
  if (!part) { location.assign(link.href); return; }
  const body = dialog.querySelector("[data-dialog-body]");
  body.replaceChildren(document.importNode(part, true));
  dialog.showModal();
  const wanted = key && body.querySelector(`[data-key="${key}"]`);
  (wanted || body.querySelector("[data-key=c], button"))?.focus();
  dialog.addEventListener("close", () => document.getElementById(link.closest("[data-card]")?.id)?.querySelector("a")?.focus(), { once: true });
}

// keys

const on = () => localStorage.getItem(KEPT) !== "off";
const columns = () => [...document.querySelectorAll("[data-column]")].map((one) => [...one.querySelectorAll("[data-open]")]).filter((one) => one.length);

function place() {
  const all = columns();
  const column = all.findIndex((one) => one.includes(document.activeElement));
  return [all, column, column < 0 ? -1 : all[column].indexOf(document.activeElement)];
}

function step(sideways, down) {
  const [all, column, row] = place();
  if (!all.length) return;
  const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
  const to = column < 0 ? 0 : Math.min(Math.max(column + sideways * rtl, 0), all.length - 1);
  const at = column < 0 ? 0 : Math.min(Math.max(row + down, 0), all[to].length - 1);
  all[to][at].focus();
}

const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function onKey(event) {
  if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  if (dialog.open) return;
  const [, column] = place();
  if (event.key in MOVES) {
    // The arrows scroll the page until somebody is in the board.
    if (column < 0 && !event.key.endsWith("Right")) return;
    step(...MOVES[event.key]);
  } else if (event.key === "a") {
    const add = document.querySelector(".add-one");
    add.open = true;
    add.querySelector("input:not([type=hidden])").focus();
  } else if (event.key === "u" && column < 0 && document.querySelector("[data-undo]")) {
    document.querySelector("[data-undo]").focus();
  } else if ("cmflwptu".includes(event.key) && event.key.length === 1 && column >= 0) {
    open(document.activeElement, event.key === "w" ? "w" : event.key);
  } else return;
  event.preventDefault();
}

function startKeys() {
  document.querySelectorAll("[data-keys]").forEach((line) => { line.hidden = false; });
  document.querySelectorAll("[data-keys-toggle]").forEach((button) => {
    const name = () => { button.textContent = on() ? button.dataset.on : button.dataset.off; };
    button.addEventListener("click", () => { localStorage.setItem(KEPT, on() ? "off" : "on"); name(); });
    name();
  });
  document.addEventListener("keydown", onKey);
}

function startBoard() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); open(link); }
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  startKeys();
  watch();
  // After the browser itself has gone to the card: going there takes the focus away.
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) addEventListener("load", () => setTimeout(() => target.querySelector("a")?.focus()));
}

// the sheet

function startSheet() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const said = document.querySelector("[data-copy-said]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      text.select();
      try { await navigator.clipboard.writeText(text.value); } catch { document.execCommand("copy"); }
      said.textContent = button.dataset.copied;
      button.textContent = button.dataset.copied;
    });
  });
}

if (board()) startBoard();
startSheet();
