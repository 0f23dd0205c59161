// Suggestions as somebody types: the ARIA combobox with a list. The form works as it is without it.
import { isDiscreet } from "./discreet.js";

const WAIT_MS = 180;
const SHORTEST = 2;

export function startCombobox(input) {
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  list.hidden = true;
  const say = document.createElement("div");
  say.className = "govuk-visually-hidden";
  say.setAttribute("role", "status");
  input.after(list, say);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  new Combobox(input, list, say).listen();
}

class Combobox {
  constructor(input, list, say) {
    Object.assign(this, { input, list, say, options: [], at: -1, asked: 0, timer: 0 });
    this.panel = element("div", { class: "crisis-typed" });
    (input.form || input).after(this.panel);
  }

  listen() {
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.ask(), WAIT_MS);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.close(), WAIT_MS));
    // Before the blur, so that the press still finds its option.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.open(option);
    });
  }

  async ask() {
    const text = this.input.value.trim();
    const turn = ++this.asked;
    if (text.length < SHORTEST) {
      this.panel.replaceChildren();
      return this.close();
    }
    try {
      const address = new URL(this.input.dataset.suggest, window.location.href);
      address.searchParams.set("q", text);
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      // An answer that comes late, after more was typed, is no answer to what stands there now.
      if (turn === this.asked && document.activeElement === this.input) this.show(found);
    } catch {
      this.close();
    }
  }

  show({ groups, say, crisis }) {
    this.panel.innerHTML = crisis;
    // Who types that needs the numbers, not a list over them.
    if (crisis) {
      this.close();
      this.say.textContent = say;
      return;
    }
    this.list.replaceChildren(...groups.map((group, index) => this.group(group, index)));
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, index) => { option.id = `${this.list.id}-${index}`; });
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.say.textContent = say;
  }

  group({ name, items }, index) {
    const group = element("div", { role: "group", "aria-labelledby": `${this.list.id}-g${index}` });
    group.append(element("span", { id: `${this.list.id}-g${index}`, role: "presentation" }, name));
    group.append(...items.map((item) => {
      const option = element("div", { role: "option", "aria-selected": "false", "data-url": item.url }, item.name);
      if (item.detail) option.append(element("small", {}, item.detail));
      return option;
    }));
    return group;
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) return;
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.open(this.options[this.at]);
    }
  }

  // Through the options and back to the text itself, both ways round.
  move(step) {
    const places = this.options.length + 1;
    this.at = (this.at + 1 + step + places) % places - 1;
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    const option = this.options[this.at];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  open(option) {
    if (isDiscreet()) window.location.replace(option.dataset.url);
    else window.location.assign(option.dataset.url);
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.say.textContent = "";
  }
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (text) made.append(text);
  return made;
}
