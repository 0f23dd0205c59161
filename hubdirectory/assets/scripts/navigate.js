// A navigator's keys: j and k move, x puts on the shortlist, Enter goes on, o opens. Everything has its button besides;
// what is picked stands in the address alone. The keys can be turned off for good (WCAG 2.1.4).
const KEPT = "desk-keys";
const items = [...document.querySelectorAll("[data-item]")];
const form = document.querySelector("[data-picking]");
const status = document.querySelector("[data-picked]");

const on = () => localStorage.getItem(KEPT) !== "off";
const here = () => items.findIndex((item) => item.contains(document.activeElement));
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, summary, button, a");

function move(steps) {
  if (!items.length) return;
  const at = here();
  items[at < 0 ? 0 : Math.min(Math.max(at + steps, 0), items.length - 1)].focus();
}

const KEYS = {
  j: () => move(1), k: () => move(-1),
  x: () => items[here()]?.querySelector("[data-tick], [data-gone]")?.click(),
  o: () => items[here()]?.querySelector("[data-open]")?.click(),
  Enter: () => document.querySelector("[data-go]")?.click(),
};

function onKey(event) {
  if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const action = KEYS[event.key];
  // A link, a button and a field keep their own Enter; letters are for lists, never for fields.
  const busy = typing(event.target);
  if (!action || (busy && (event.key === "Enter" || busy.matches("input, textarea, select")))) return;
  if (event.key === "Enter" && here() < 0) return;
  event.preventDefault();
  action();
}

function showPicked() {
  const picks = new FormData(form).getAll("pick");
  const address = new URL(location.href);
  address.searchParams.delete("pick");
  picks.forEach((slug) => address.searchParams.append("pick", slug));
  window.history.replaceState(window.history.state, "", address);
  const words = picks.length === 1 ? status.dataset.one : status.dataset.many;
  status.textContent = picks.length ? words.replace("NUMBER", picks.length) : status.dataset.none;
}

function startToggle() {
  document.querySelectorAll("[data-keys]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll("[data-keys-toggle]").forEach((button) => {
    const say = () => { button.textContent = on() ? button.dataset.on : button.dataset.off; };
    button.hidden = false;
    button.addEventListener("click", () => { localStorage.setItem(KEPT, on() ? "off" : "on"); say(); });
    say();
  });
}

document.addEventListener("keydown", onKey);
if (form) document.addEventListener("change", (event) => { if (event.target.matches("[name=pick]")) showPicked(); });
startToggle();
