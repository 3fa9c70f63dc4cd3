// Builds assets/dist: hashed scripts, style sheets, font and icons, their compressed twins,
// and manifest.json (logical name -> hashed name) that the template tag `asset` reads.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const fresh = join(here, `.dist-${process.pid}`);
const dist = join(here, "dist");
const fixed = join(here, "..", "tanggap", "web", "static");
const copied = ["icons.svg", "mark.svg"].map((name) => join(fixed, name));
const entries = ["app.ts", "citizen.ts", "desk.ts", "field.ts", "report.ts"].map((name) => join(here, "src", name))
  .concat(["app.scss", "map.scss"].map((name) => join(here, "styles", name)));

// Bootstrap 5.3 still uses @import and the old colour functions; nothing we can mend here.
const quiet = ["import", "global-builtin", "color-functions"];

const sassPlugin = {
  name: "sass",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const { css, loadedUrls } = sass.compile(path, {
        loadPaths: [join(here, "node_modules")],
        silenceDeprecations: quiet,
        quietDeps: true,
      });
      const watchFiles = loadedUrls.map((url) => fileURLToPath(url));
      return { contents: css, loader: "css", resolveDir: here, watchFiles };
    });
  },
};

function hashed(name, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8);
  return `${basename(name, extname(name))}-${hash}${extname(name)}`;
}

function manifestOf(outputs) {
  const manifest = {};
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    const file = basename(path);
    const logical = entryPoint
      ? basename(entryPoint).replace(/\.ts$/, ".js").replace(/\.scss$/, ".css")
      : file.replace(/-[0-9A-Z]{8}(?=\.)/, "");
    manifest[logical] ??= file;
  }
  return manifest;
}

function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const raw = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(raw, { level: 9 }));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(raw, { params: quality }));
  }
}

// A service worker knows by name what it keeps: `core` stands on the first screen of the `scripts`,
// `extra` (the map) comes after it.
async function buildWorker(source, scripts, manifest, outputs) {
  const core = new Set(["app.css", "icons.svg", "mark.svg"].map((name) => manifest[name]));
  const extra = new Set(["map.css"].map((name) => manifest[name]));
  for (const file of Object.values(manifest)) if (file.endsWith(".woff2")) core.add(file);
  for (const name of scripts) gather(manifest[name], outputs, core, extra);
  const FILES = { core: [...core].sort(), extra: [...extra].filter((file) => !core.has(file)).sort() };
  const result = await esbuild.build({
    entryPoints: [join(here, "src", source)],
    bundle: true,
    format: "iife",
    minify: true,
    write: false,
    target: ["chrome105", "firefox110", "safari15.6"],
    define: { FILES: JSON.stringify(FILES) },
    absWorkingDir: here,
  });
  const contents = result.outputFiles[0].contents;
  const name = hashed(source.replace(/\.ts$/, ".js"), contents);
  writeFileSync(join(fresh, name), contents);
  return name;
}

// The worker that shows news keeps nothing.
async function buildPushWorker() {
  const result = await esbuild.build({
    entryPoints: [join(here, "src", "push-sw.ts")],
    bundle: true,
    format: "iife",
    minify: true,
    write: false,
    target: ["chrome105", "firefox110", "safari15.6"],
    absWorkingDir: here,
  });
  const contents = result.outputFiles[0].contents;
  const name = hashed("push-sw.js", contents);
  writeFileSync(join(fresh, name), contents);
  return name;
}

// What a script imports is core with it; what it may import later is extra.
function gather(file, outputs, core, extra) {
  if (core.has(file)) return;
  core.add(file);
  const found = Object.entries(outputs).find(([path]) => basename(path) === file);
  for (const { path, kind } of found?.[1].imports ?? []) {
    if (kind === "import-statement") gather(basename(path), outputs, core, extra);
    if (kind === "dynamic-import") gather(basename(path), outputs, extra, extra);
  }
}

async function build() {
  const started = performance.now();
  mkdirSync(fresh, { recursive: true });
  const result = await esbuild.build({
    entryPoints: entries,
    outdir: fresh,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    metafile: true,
    legalComments: "none",
    target: ["chrome105", "firefox110", "safari15.6"],
    loader: { ".woff2": "file", ".svg": "file" },
    plugins: [sassPlugin],
    logLevel: "warning",
    absWorkingDir: here,
  });
  const manifest = manifestOf(result.metafile.outputs);
  for (const path of copied) {
    const contents = readFileSync(path);
    const name = hashed(path, contents);
    writeFileSync(join(fresh, name), contents);
    manifest[basename(path)] = name;
  }
  manifest["push-sw.js"] = await buildPushWorker();
  const { outputs } = result.metafile;
  const worker = (source, scripts) => buildWorker(source, scripts, manifest, outputs);
  [manifest["sw.js"], manifest["citizen-sw.js"]] = await Promise.all([
    worker("sw.ts", ["app.js", "field.js"]),
    worker("citizen-sw.ts", ["app.js", "citizen.js", "report.js", "waiting.js", "start.js"]),
  ]);
  compress(fresh);
  writeFileSync(join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  publish();
  report(performance.now() - started);
}

// Built beside, then moved in with the manifest last: no page sees half a build. Files of earlier
// builds stay a day, because a running server and open pages still name them.
function publish() {
  mkdirSync(dist, { recursive: true });
  const names = readdirSync(fresh).filter((name) => name !== "manifest.json");
  for (const name of [...names, "manifest.json"]) renameSync(join(fresh, name), join(dist, name));
  rmSync(fresh, { recursive: true });
  const yesterday = Date.now() - 86_400_000;
  for (const name of readdirSync(dist)) {
    const isNew = name === "manifest.json" || names.includes(name);
    if (!isNew && statSync(join(dist, name)).mtimeMs < yesterday) rmSync(join(dist, name));
  }
}

function report(milliseconds) {
  const names = Object.values(JSON.parse(readFileSync(join(dist, "manifest.json"))));
  for (const name of readdirSync(dist).filter((file) => names.includes(file.replace(/\.br$/, "")) && file.endsWith(".br")).sort()) {
    const size = readFileSync(join(dist, name)).length;
    console.log(`${(size / 1000).toFixed(1).padStart(7)} kB br  ${name.slice(0, -3)}`);
  }
  console.log(`${relative(process.cwd(), dist) || "dist"} in ${(milliseconds / 1000).toFixed(1)} s`);
}

await build().catch((error) => {
  rmSync(fresh, { recursive: true, force: true });
  console.error(error.message ?? error);
  process.exitCode = 1;
});
