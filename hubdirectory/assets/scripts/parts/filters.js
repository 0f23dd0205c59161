// A ticked filter takes effect at once: the list, the counts and the address change in place, the count is said aloud.
// Without a script there is a button. The address is replaced, not added: Back leads to what came before the search.
import { isDiscreet } from "./discreet.js";

export function startFilters() {
  const form = document.getElementById("search-form");
  const filters = document.getElementById("filters");
  if (!form || !filters || !window.fetch) return;
  let turn = 0;
  filters.addEventListener("change", async (event) => {
    if (!event.target.matches("input[type=checkbox]")) return;
    const mine = ++turn;
    const address = addressOf(form);
    try {
      const answer = await fetch(address);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return;
      if (!fresh.getElementById("found")) form.requestSubmit();
      // A page about abuse is another one from its title on, with leaving first.
      else if (isDiscreet(fresh) !== isDiscreet()) window.location.replace(address);
      else swap(fresh, address, event.target.id);
    } catch {
      form.requestSubmit();
    }
  });
}

function addressOf(form) {
  const address = new URL(form.action);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
  return address;
}

function swap(fresh, address, focused) {
  const open = [...document.querySelectorAll("#filters details[open]")].map((one) => one.dataset.group);
  ["crisis-above", "found", "filters", "languages"].forEach((id) => {
    document.getElementById(id).replaceChildren(...fresh.getElementById(id).childNodes);
  });
  document.querySelectorAll("#filters details").forEach((one) => {
    if (open.includes(one.dataset.group)) one.open = true;
  });
  document.title = fresh.title;
  // What stands in the state is others': a shared screen knows its visits by it.
  window.history.replaceState(window.history.state, "", address);
  document.getElementById(focused)?.focus({ preventScroll: true });
  document.getElementById("said").textContent = document.querySelector("#found h1").textContent;
  document.dispatchEvent(new CustomEvent("hub:found"));
}
