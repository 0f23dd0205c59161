// Keeps one page, with numbers to ring, and shows it where a page cannot be fetched for want of the network.
// Nothing that anybody looked at is kept: no other page, and no address. The workers of a hub's screen and of navigators
// look after narrower parts of the site, and there the browser asks them instead of this one.
import { keepFiles, keepPage } from "./parts/kept.js";

const NAME = "numbers-1", PAGE = "/offline", HOUR = 3_600_000;
const WHEN = "X-Kept-At", LANGUAGE = "X-Kept-In";

self.addEventListener("install", () => self.skipWaiting());
// The browser asks for the page while it still starts this worker: otherwise every page would wait for that.
self.addEventListener("activate", (event) => event.waitUntil(self.registration.navigationPreload?.enable()));
self.addEventListener("message", (event) => event.waitUntil(renew(event.data).catch(() => {})));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
});

async function renew(language) {
  if (!/^[a-z]{2,3}$/.test(language) || (await isFresh(language))) return;
  // Without cookies: it is the page that anybody gets.
  const answer = await fetch(`${PAGE}?lang=${language}`, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) return;
  const html = await answer.text(), headers = new Headers(answer.headers);
  headers.set(WHEN, String(Date.now()));
  headers.set(LANGUAGE, language);
  const cache = await caches.open(NAME);
  // Not every letter that the style names: the browser has those that this device needed anyway.
  const files = await keepFiles(cache, html);
  await keepPage(cache, PAGE, new Response(html, { status: 200, headers }), files);
}

async function isFresh(language) {
  const kept = await copy();
  return kept && kept.headers.get(LANGUAGE) === language && Date.now() - Number(kept.headers.get(WHEN)) < HOUR;
}

function copy() {
  return caches.match(PAGE, { cacheName: NAME, ignoreVary: true });
}

async function page(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (away) {
    const kept = await copy();
    if (!kept) throw away;
    return kept;
  }
}

async function keptFirst(request) {
  return (await caches.match(request, { cacheName: NAME })) || fetch(request);
}
