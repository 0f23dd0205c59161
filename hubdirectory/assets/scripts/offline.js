// Keeping a copy for a day without the network, forgetting it, and the copy itself: how old it is, and its sheet.
import { COPY, forget } from "./parts/forget.js";

const box = document.querySelector("[data-offline]");
const main = document.querySelector("[data-copy]");
if (box && "serviceWorker" in navigator && "caches" in window) startKeeping();
if (main) startCopy();

function startKeeping() {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const status = box.querySelector("[role=status]");

  async function say(words = "") {
    const kept = await caches.has(COPY);
    status.textContent = words || (kept ? box.dataset.kept : box.dataset.none);
    part("keep").hidden = false;
    if (part("place")) part("place").hidden = false;
    part("open").hidden = part("forget").hidden = !kept;
  }

  part("keep").addEventListener("click", async () => {
    const place = box.querySelector("select")?.value;
    const address = new URL(box.dataset.address, location.origin);
    if (place) address.searchParams.set("place", place);
    part("keep").disabled = true;
    const kept = await keep(address.href).catch(() => false);
    part("keep").disabled = false;
    if (kept) part("open").href = address.href;
    await say(kept ? "" : box.dataset.failed);
  });
  part("forget").addEventListener("click", async () => {
    await forget();
    await say();
    part("keep").focus();
  });
  say();
}

async function keep(address) {
  await navigator.serviceWorker.register(box.dataset.worker, { scope: "/navigate" });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const said = new Promise((done) => { port1.onmessage = (event) => done(event.data); });
  active.postMessage({ keep: address }, [port2]);
  return said;
}

function startCopy() {
  const lines = [...main.querySelectorAll(".kept")];
  const ticks = lines.map((line) => line.querySelector("input"));
  const words = main.querySelector("#words");

  function count() {
    lines.forEach((line, at) => line.classList.toggle("is-chosen", ticks[at].checked));
    const number = ticks.filter((one) => one.checked).length;
    main.querySelector("[data-number]").textContent = String(number);
    document.body.classList.toggle("has-chosen", number > 0);
  }

  function narrow() {
    const wanted = words.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const line of lines) {
      const text = line.textContent.toLocaleLowerCase();
      line.hidden = !wanted.every((word) => text.includes(word));
    }
  }

  main.querySelector("[data-tools]").hidden = false;
  main.addEventListener("change", count);
  words.addEventListener("input", narrow);
  main.querySelector("[data-print-sheet]").addEventListener("click", () => window.print());
  main.querySelector("[data-again]").addEventListener("click", () => {
    ticks.forEach((one) => { one.checked = false; });
    words.value = "";
    narrow();
    count();
    words.focus();
  });
  main.querySelector("[data-age]").textContent = age(Date.now() - Date.parse(main.dataset.made));
  count();
}

function age(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return "";
  const [number, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 2880 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return `(${new Intl.RelativeTimeFormat(document.documentElement.lang).format(-number, unit)})`;
}
