// Keeps the copy that a navigator asked for on this device, and gives it where the network does not answer.
// In it is one page with what is public, its style, letters and script. No other page is ever kept.
import { keepFiles, keepPage } from "./parts/kept.js";

const NAME = "offline-1", HOUR = 3_600_000, OLDEST = 72 * HOUR, AWAY = [502, 503, 504];
const WHEN = "X-Kept-At";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data.keep).then((kept) => event.ports[0].postMessage(kept)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (address.pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
});

// The page and what it is drawn with. Whether it worked; a session that is over takes the copy away.
async function keep(address) {
  try {
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 403) await caches.delete(NAME);
    if (!answer.ok) return false;
    const html = await answer.text();
    const fresh = await caches.open(NAME);
    const files = await keepFiles(fresh, html), letters = await keepLetters(fresh, files);
    const headers = new Headers(answer.headers);
    headers.set(WHEN, String(Date.now()));
    await keepPage(fresh, address, new Response(html, { status: 200, headers }), [...files, ...letters]);
    return true;
  } catch {
    return false;
  }
}

async function keepLetters(cache, files) {
  const kept = [];
  for (const style of files.filter((file) => file.endsWith(".css"))) {
    const text = await (await cache.match(style)).text();
    for (const [, letters] of text.matchAll(/url\("?([^")]+-normal\.[^")]*woff2)"?\)/g))
      kept.push(new URL(letters, new URL(style, location.origin)).pathname);
  }
  for (const address of kept) if (!(await cache.match(address))) await cache.add(address).catch(() => {});
  return kept;
}

async function page(event, address) {
  const kept = await copy();
  try {
    const answer = await fetch(event.request);
    if (kept && AWAY.includes(answer.status)) return shown(kept, address);
    if (kept && Date.now() - kept.at > HOUR) event.waitUntil(keep(kept.address));
    return answer;
  } catch (away) {
    if (!kept) throw away;
    return shown(kept, address);
  }
}

// What is kept, and since when; too old a copy is worse than none.
async function copy() {
  if (!(await caches.has(NAME))) return null;
  const cache = await caches.open(NAME);
  for (const request of await cache.keys()) {
    const answer = await cache.match(request), at = Number(answer.headers.get(WHEN));
    if (!at) continue;
    if (Date.now() - at < OLDEST) return { answer, at, address: request.url };
    await caches.delete(NAME);
  }
  return null;
}

function shown(kept, address) {
  return address.href === kept.address ? kept.answer : Response.redirect(kept.address, 302);
}

async function keptFirst(request) {
  const kept = (await caches.has(NAME)) && (await (await caches.open(NAME)).match(request));
  return kept || fetch(request);
}
