// What workers keep: a page, and the files that it is drawn with.
export async function keepFiles(cache, html) {
  const files = [...html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  for (const file of files) if (!(await cache.match(file))) await cache.add(file);
  return files;
}

// The page takes the place of whatever was kept before, once its files are there: never the other way round, or nothing
// would be left where the network ends meanwhile.
export async function keepPage(cache, address, page, files) {
  await cache.put(address, page);
  const needed = new Set([address, ...files].map((one) => new URL(one, location.origin).href));
  for (const one of await cache.keys()) if (!needed.has(one.url)) await cache.delete(one);
}
