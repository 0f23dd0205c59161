// The text size that somebody chose on this device. Without a script the browser's own zoom does the same.
const KEY = "text-size";
const SIZES = ["large", "larger"];

export function showSize(size) {
  SIZES.forEach((one) => document.documentElement.classList.toggle(`text-${one}`, one === size));
}

export function chosenSize() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keepSize(size) {
  try {
    if (size) localStorage.setItem(KEY, size);
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing: the size is that of this page alone.
  }
}

export function startSizes() {
  const box = document.querySelector("[data-sizes]");
  if (!box) return;
  const buttons = [...box.querySelectorAll("button")];
  const mark = (size) => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.size === size)));
  const chosen = chosenSize();
  mark(SIZES.includes(chosen) ? chosen : "");
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    showSize(button.dataset.size);
    keepSize(button.dataset.size);
    mark(button.dataset.size);
    // The page has grown or shrunk above it: what was pressed stays in sight.
    button.scrollIntoView({ block: "nearest" });
  });
  box.hidden = false;
}
