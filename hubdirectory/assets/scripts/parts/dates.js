// The next dates of a time renew themselves while its fields are filled in. Without a script there is a button.
export function startDates() {
  const form = document.querySelector("form[data-check-dates]");
  const shown = document.getElementById("dates");
  if (!form || !shown || !window.fetch) return;
  let turn = 0;
  form.addEventListener("change", async (event) => {
    if (event.target.id === "sentence") return;
    const mine = ++turn;
    const fields = new FormData(form);
    fields.set("do", "check");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("dates");
      if (mine === turn && answer.ok && fresh) shown.replaceChildren(...fresh.childNodes);
    } catch {
      // Nothing is lost: the button asks again.
    }
  });
}
