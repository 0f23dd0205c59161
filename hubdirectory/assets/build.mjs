// Builds hubdirectory/static/built/ from this folder. `hub setup` runs it:  node build.mjs PACKAGES OUT
//
//   styles/NAME.scss (not _NAME)  ->  NAME.css, and NAME.rtl.css for right-to-left languages
//   scripts/NAME.js               ->  NAME.js with what it imports, for browsers from 2019 on
//   images/**                     ->  images/**
//   and from the packages: fonts/, htmx.js, leaflet/
//
// Styles may say  @use "govuk-frontend/dist/govuk"  and  @use "font-faces"  (every face of both families), and point
// at  url("fonts/…")  or  url("images/…")  as if those lay beside the style. Names carry a hash of the contents, so that
// a browser may keep them for ever; manifest.json says which name is which.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
const [packages, out] = process.argv.slice(2).map((folder) => path.resolve(folder));
const modules = path.join(packages, "node_modules");
const require = createRequire(path.join(packages, "package.json"));
const sass = require("sass");
const rtlcss = require("rtlcss");
const esbuild = require("esbuild");

const FAMILIES = {
  "atkinson-hyperlegible-next": "Atkinson Hyperlegible Next",
  "bricolage-grotesque": "Bricolage Grotesque",
};
const WEIGHTS = [400, 700];
const SUBSETS = ["latin", "latin-ext"];
const COMPRESSED = new Set([".css", ".js", ".svg", ".json"]);

const KEPT_MILLISECONDS = 7 * 24 * 3600 * 1000;

const manifest = {};

function main() {
  const fresh = `${out}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.mkdirSync(fresh, { recursive: true });
  const add = (name, content, hashed = true) => write(fresh, name, content, hashed);
  addFonts(add);
  addFolder(add, path.join(here, "images"), "images");
  addLeaflet(add);
  add("htmx.js", withoutSourceMap(fs.readFileSync(path.join(modules, "htmx.org/dist/htmx.min.js"), "utf8")));
  sources("scripts", ".js").forEach((file) => add(path.basename(file), bundled(file)));
  const faces = fontFaces(fresh);
  sources("styles", ".scss").forEach((file) => addStyle(add, file, faces));
  fs.rmSync(faces, { recursive: true });
  add("manifest.json", JSON.stringify(manifest, null, 1), false);
  replace(out, fresh);
}

function sources(folder, ending) {
  const all = fs.existsSync(path.join(here, folder)) ? fs.readdirSync(path.join(here, folder)) : [];
  const wanted = all.filter((name) => name.endsWith(ending) && !name.startsWith("_")).sort();
  return wanted.map((name) => path.join(here, folder, name));
}

function write(folder, name, content, hashed) {
  const bytes = Buffer.from(content);
  const ending = path.extname(name);
  const mark = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const written = hashed ? `${name.slice(0, -ending.length)}.${mark}${ending}` : name;
  const target = path.join(folder, written);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, bytes);
  if (COMPRESSED.has(ending)) fs.writeFileSync(`${target}.gz`, gzipSync(bytes, { level: 9 }));
  if (name !== "manifest.json") manifest[name] = written;
}

function eachFace(visit) {
  for (const slug of Object.keys(FAMILIES))
    for (const weight of WEIGHTS) for (const subset of SUBSETS) visit(slug, weight, subset);
}

function addFonts(add) {
  eachFace((slug, weight, subset) => {
    const file = `${slug}-${subset}-${weight}-normal.woff2`;
    add(`fonts/${file}`, fs.readFileSync(path.join(modules, "@fontsource", slug, "files", file)));
  });
}

function fontFaces(folder) {
  const rules = [];
  eachFace((slug, weight, subset) => {
    const ranges = require(`@fontsource/${slug}/unicode.json`);
    rules.push(`@font-face { font-family: "${FAMILIES[slug]}"; font-style: normal; font-display: swap;
      font-weight: ${weight}; src: url("fonts/${slug}-${subset}-${weight}-normal.woff2") format("woff2");
      unicode-range: ${ranges[subset]}; }`);
  });
  const generated = path.join(folder, "generated");
  fs.mkdirSync(generated);
  fs.writeFileSync(path.join(generated, "_font-faces.scss"), rules.join("\n"));
  return generated;
}

function addFolder(add, folder, as) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const [from, to] = [path.join(folder, entry.name), `${as}/${entry.name}`];
    if (entry.isDirectory()) addFolder(add, from, to);
    else add(to, fs.readFileSync(from));
  }
}

// Leaflet finds its pictures by their plain names, beside its style.
function addLeaflet(add) {
  const dist = path.join(modules, "leaflet/dist");
  for (const name of fs.readdirSync(path.join(dist, "images")))
    add(`leaflet/images/${name}`, fs.readFileSync(path.join(dist, "images", name)), false);
  add("leaflet/leaflet.css", fs.readFileSync(path.join(dist, "leaflet.css")));
  add("leaflet/leaflet.js", withoutSourceMap(fs.readFileSync(path.join(dist, "leaflet.js"), "utf8")));
}

function withoutSourceMap(script) {
  return script.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n");
}

function bundled(file) {
  const made = esbuild.buildSync({
    entryPoints: [file], bundle: true, minify: true, write: false, format: "iife", target: "es2019",
    nodePaths: [modules], legalComments: "inline", charset: "utf8", logLevel: "warning",
  });
  return made.outputFiles[0].contents;
}

function addStyle(add, file, faces) {
  const name = path.basename(file, ".scss");
  const { css } = sass.compile(file, {
    style: "compressed", loadPaths: [modules, faces], quietDeps: true,
  });
  const pointed = withHashedAddresses(css, file);
  add(`${name}.css`, pointed);
  add(`${name}.rtl.css`, rtlcss.process(pointed));
}

function withHashedAddresses(css, file) {
  return css.replace(/url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)/g, (whole, quote, address) => {
    const name = path.posix.normalize(address);
    if (!(name in manifest)) throw new Error(unbuilt(path.basename(file), address));
    return `url("${manifest[name]}")`;
  });
}

function unbuilt(file, address) {
  return `${file} points at ${address}, which is not built. Fonts and images are named from this folder; `
    + "of govuk-frontend use the parts that are needed, since all of it brings the crown.";
}

// A server that runs meanwhile finds either the old files or the new ones. It goes on naming the old ones until it
// starts again, so those of the last week stay beside the new.
function replace(target, fresh) {
  const old = `${target}.old`;
  fs.rmSync(old, { recursive: true, force: true });
  if (fs.existsSync(target)) keepYoung(target, fresh);
  if (fs.existsSync(target)) fs.renameSync(target, old);
  fs.renameSync(fresh, target);
  fs.rmSync(old, { recursive: true, force: true });
}

function keepYoung(from, to) {
  for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
    const name = path.relative(from, path.join(entry.parentPath ?? entry.path, entry.name));
    const kept = path.join(to, name);
    if (!entry.isFile() || fs.existsSync(kept)) continue;
    const { mtime } = fs.statSync(path.join(from, name));
    if (Date.now() - mtime > KEPT_MILLISECONDS) continue;
    fs.mkdirSync(path.dirname(kept), { recursive: true });
    fs.copyFileSync(path.join(from, name), kept);
    fs.utimesSync(kept, mtime, mtime);
  }
}

main();
