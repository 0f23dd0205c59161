// A button beside a password that shows it, for who cannot see what they type. Without this script there is none.
export function startShowing() {
  document.querySelectorAll('input[type="password"][data-show]').forEach((input) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet show-password";
    button.setAttribute("aria-controls", input.id);
    const turn = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? input.dataset.hide : input.dataset.show;
      button.setAttribute("aria-pressed", String(shown));
    };
    button.addEventListener("click", () => turn(input.type === "password"));
    // A password manager and the browser's own memory look for this type when the form is sent.
    input.form.addEventListener("submit", () => turn(false));
    turn(false);
    input.after(button);
  });
}
