// "Exit this page": away at once, with this page taken out of the history; or three presses of Shift within five seconds.
// Without a script the link leads away all the same.
const PRESSES = 3;
const WITHIN_MS = 5000;

export function startExit() {
  const link = document.querySelector("[data-exit]");
  if (!link) return;
  const say = document.querySelector("[data-exit-say]");
  const leave = () => {
    document.documentElement.classList.add("leaving");
    document.title = "";
    say.textContent = link.dataset.leaving;
    window.location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  countPresses(leave, (left) => {
    say.textContent = left === 2 ? link.dataset.two : left === 1 ? link.dataset.one : "";
  });
  // Come back by the browser's own memory of the page: show it again, or it would stay empty.
  window.addEventListener("pageshow", () => document.documentElement.classList.remove("leaving"));
}

function countPresses(done, tell) {
  let presses = 0;
  let alone = false;
  let timer = 0;
  const forget = () => {
    presses = 0;
    tell(PRESSES);
  };
  document.addEventListener("keydown", (event) => {
    // Shift held to write a capital letter is no press of its own.
    alone = event.key === "Shift" && !event.repeat;
    if (event.key !== "Shift") presses = 0;
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses += 1;
    window.clearTimeout(timer);
    timer = window.setTimeout(forget, WITHIN_MS);
    if (presses === PRESSES) done();
    else tell(PRESSES - presses);
  });
}
