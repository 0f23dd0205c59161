// Copy the link, print: through the browser alone, no other site is told. What needs a script appears only with one.
export function startShare() {
  document.querySelectorAll("[data-share]").forEach((box) => {
    const said = box.querySelector("[role=status]");
    box.querySelectorAll("button[hidden]:not([data-aloud])").forEach((button) => { button.hidden = false; });
    box.querySelector("[data-print]")?.addEventListener("click", () => window.print());
    // Whoever pressed "Print" on the page before need not press it again.
    if (box.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print());
    const copy = box.querySelector("[data-copy]");
    if (copy && !navigator.clipboard) copy.hidden = true;
    copy?.addEventListener("click", async () => {
      await navigator.clipboard.writeText(copy.dataset.copy);
      said.textContent = copy.dataset.said;
    });
  });
}
