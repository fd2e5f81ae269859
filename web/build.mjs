// Builds src/dragoman/web/static from web/src: two scripts, a style sheet, fonts, the map of the world, each beside
// its gzipped self, the licences of all that went in, and a list by which a test tells that nothing is stale.
//
//     cd web && npm ci && npm run build

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import countries from "i18n-iso-countries";

const out = "../src/dragoman/web/static";
const sources = ["build.mjs", "package-lock.json", ...readdirSync("src").sort().map((name) => `src/${name}`)];

// Plot writes a <style> into each picture, which our content-security policy rightly forbids; style.css has it.
const withoutStyleElements = {
  name: "without-style-elements",
  setup(b) {
    b.onLoad({ filter: /@observablehq\/plot\/src\/plot\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const cut = text.replace(/\.call\(\(svg\) =>\s*(?:\/\/[^\n]*\s*)?svg\.append\("style"\)\.text\(\s*`[^`]*`\s*\)\s*\)/, "");
      if (cut === text) throw new Error("Plot no longer writes its style where we look for it");
      return { contents: cut, loader: "js" };
    });
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: ["src/app.js", "src/charts.js", "src/style.css"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  external: ["*.woff2"],
  metafile: true,
  plugins: [withoutStyleElements],
});

for (const [family, faces] of Object.entries({
  "source-sans-3": ["latin-400", "latin-600", "latin-ext-400"],
  "source-serif-4": ["latin-400", "latin-ext-400"],
})) {
  for (const face of faces) {
    const name = `${family}-${face}-normal.woff2`;
    writeFileSync(join(out, name), readFileSync(`node_modules/@fontsource/${family}/files/${name}`));
  }
}

writeFileSync(join(out, "icon.svg"), readFileSync("src/icon.svg"));

// The world, its countries under the three letters by which dragoman knows them.
const world = JSON.parse(readFileSync("node_modules/world-atlas/countries-110m.json", "utf8"));
const unnumbered = { Kosovo: "KOS" };
for (const land of world.objects.countries.geometries) {
  land.id = countries.numericToAlpha3(land.id) ?? unnumbered[land.properties.name] ?? null;
}
writeFileSync(join(out, "world.json"), JSON.stringify(world));

const used = new Set(["@fontsource/source-sans-3", "@fontsource/source-serif-4", "world-atlas"]);
for (const file of Object.keys(result.metafile.inputs)) {
  const found = file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) used.add(found[1]);
}
const licences = [...used].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const about = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  const words = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : `Licence: ${about.license}`;
  return `${name} ${about.version} (${about.license})\n\n${words}\n`;
});
writeFileSync(join(out, "LICENSES.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));

for (const name of readdirSync(out)) {
  if (/\.(js|css|json)$/.test(name)) {
    writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(join(out, name)), { level: 9 }));
  }
}
const digest = createHash("sha256");
for (const name of sources) digest.update(name).update("\0").update(readFileSync(name)).update("\0");
writeFileSync(join(out, "sources.sha256"), digest.digest("hex") + "\n");
