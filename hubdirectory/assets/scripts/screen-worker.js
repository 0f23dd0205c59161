// Keeps the screen's page, styles and letters, so that it comes up again after a power cut without the network.
const NAME = "screen-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
  else if (address.pathname.endsWith("/screen")) event.respondWith(networkFirst(request, address.pathname));
});

self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

async function keep(addresses) {
  const cache = await caches.open(NAME);
  for (const address of addresses) {
    const path = new URL(address, location.origin).pathname;
    if (path.startsWith("/static/") || path.endsWith("/screen")) await cache.add(path).catch(() => {});
  }
}

async function keptFirst(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function networkFirst(request, path) {
  const cache = await caches.open(NAME);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch (away) {
    const kept = await cache.match(path);
    if (!kept) throw away;
    const headers = new Headers(kept.headers);
    headers.set("X-Kept", "1");
    return new Response(await kept.text(), { status: 200, headers });
  }
}
