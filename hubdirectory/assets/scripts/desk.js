// The desk's keys: j and k or the arrows move, a letter does what its button does. Nothing here is needed: every
// verb has its button. The keys can be turned off for good (WCAG 2.1.4).
const KEPT = "desk-keys";
const list = document.querySelector("[data-work]");
const items = list ? [...list.querySelectorAll("[data-item]")] : [];

const on = () => localStorage.getItem(KEPT) !== "off";
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const focusable = (item) => (item.hasAttribute("tabindex") ? item : item.querySelector("a"));
const here = () => items.findIndex((item) => item.contains(document.activeElement));

function move(steps) {
  if (!items.length) return;
  const at = here();
  const to = at < 0 ? 0 : Math.min(Math.max(at + steps, 0), items.length - 1);
  focusable(items[to]).focus();
}

function press(letter) {
  const item = items[here()];
  const scope = item && item.querySelector(`[data-key="${letter}"]`) ? item : null;
  const button = scope ? scope.querySelector(`[data-key="${letter}"]`) : document.querySelector(`[data-key="${letter}"]:not([data-item] *)`);
  if (!button) return false;
  const words = (button.closest("form") || document).querySelector("[data-words]");
  if (button.hasAttribute("data-must") && words && !words.value.trim()) words.focus();
  else button.click();
  return true;
}

const KEYS = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  o: () => items[here()]?.querySelector("[data-open], a")?.click(),
  x: () => items[here()]?.querySelector("[data-tick]")?.click(),
};

function onKey(event) {
  if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  // The arrows scroll the page until somebody is in the list.
  if (event.key.startsWith("Arrow") && (here() < 0 || event.target.matches("[type=radio]"))) return;
  const known = KEYS[event.key];
  if (known) known();
  else if (event.key.length !== 1 || event.shiftKey || !press(event.key)) return;
  event.preventDefault();
}

function startToggle() {
  document.querySelectorAll("[data-keys-toggle]").forEach((button) => {
    const say = () => { button.textContent = on() ? button.dataset.on : button.dataset.off; };
    button.hidden = false;
    button.addEventListener("click", () => { localStorage.setItem(KEPT, on() ? "off" : "on"); say(); });
    say();
  });
}

document.addEventListener("keydown", onKey);
startToggle();
// After a verb the page comes back at the next item.
const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target && items.includes(target)) focusable(target).focus();
