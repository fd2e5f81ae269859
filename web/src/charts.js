// The pictures: a timeline of two countries, a map, a network. Each figure holds its data; what a picture shows, a
// list or table on the same page says in words, and every mark is a link.

import * as Plot from "@observablehq/plot";
import { brushX } from "d3-brush";
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { scaleLinear, scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { feature } from "topojson-client";

const SO = new Set(["asserted", "attributed", "contested"]);
const LANES = ["words of co-operation", "acts of co-operation", "words of conflict", "acts of conflict"];
const NS = "http://www.w3.org/2000/svg";

const data = (figure) => JSON.parse(figure.querySelector("script[type='application/json']").textContent);
const iso = (d) => d.toISOString().slice(0, 10);

function put(figure, made) {
  figure.querySelector(".drawn")?.remove();
  const box = document.createElement("div");
  box.className = "drawn";
  box.append(made);
  figure.prepend(box);
}

// -- timeline --------------------------------------------------------------------------------------------------

function middle(p) {
  const a = p.first ? Date.parse(p.first) : null;
  const b = p.last ? Date.parse(p.last) : null;
  return a === null && b === null ? null : new Date(((a ?? b) + (b ?? a)) / 2);
}

function timeline(figure) {
  const { points, since, until } = data(figure);
  const wide = figure.clientWidth || 900;
  const narrow = wide < 560;
  const dated = points.map((p) => ({ ...p, at: middle(p) })).filter((p) => p.at);
  if (!dated.length) return;
  const days = dated.map((p) => +p.at);
  const day = 864e5;
  const domain = [
    since ? new Date(since) : new Date(Math.min(...days) - 3 * day),
    until ? new Date(until) : new Date(Math.max(...days) + 3 * day),
  ];
  const seen = dated.filter((p) => p.at >= domain[0] && p.at <= domain[1]);
  const lanes = LANES.map((name, n) => ({ name, n: n + 1 })).filter(({ n }) => seen.some((p) => p.quad === n));
  const laneHeight = Math.max(44, Math.min(120, 16 + Math.sqrt(seen.length) * 6));
  const chart = Plot.plot({
    className: "plot",
    width: wide,
    height: lanes.length * laneHeight + 40,
    marginLeft: 8,
    marginRight: 8,
    marginTop: 6,
    marginBottom: 32,
    x: { type: "utc", domain, label: null },
    y: { axis: null },
    fy: { domain: lanes.map((l) => l.n), axis: null, padding: 0.08 },
    ariaLabel: `Timeline of ${seen.length} happenings`,
    marks: [
      Plot.axisX({ facetAnchor: "bottom", anchor: "bottom", ticks: narrow ? 4 : 9, tickSize: 4, color: "currentColor" }),
      Plot.ruleY(lanes, { fy: "n", y: () => 0, stroke: "currentColor", strokeOpacity: 0.12 }),
      Plot.text(lanes, { fy: "n", text: "name", frameAnchor: "top-left", dy: 1, fill: "currentColor", stroke: "var(--paper)", strokeWidth: 4 }),
      Plot.dot(
        seen,
        Plot.dodgeY("middle", {
          x: "at",
          fy: "quad",
          r: (p) => (p.level ? 5.5 : 4),
          fill: "currentColor",
          stroke: "currentColor",
          padding: 0.5,
          href: (p) => `/happening/${p.id}`,
          ariaLabel: (p) => `${iso(p.at)} ${p.label} ${p.type.toLowerCase()}, ${p.status}`,
          title: (p) => `${p.first === p.last ? p.first : `${p.first ?? "?"} to ${p.last ?? "?"}`}\n${p.label}\n${p.type.toLowerCase()}${p.level ? `, ${p.level}` : ""}, ${p.status}`,
        }),
      ),
    ],
  });
  for (const link of chart.querySelectorAll("[aria-label='dot'] a")) {
    const circle = link.querySelector("circle");
    const p = seen[circle.__data__];
    link.setAttribute("aria-label", circle.getAttribute("aria-label") ?? p.label);
    circle.setAttribute("class", `mark-${p.quad}${SO.has(p.status) ? "" : " hollow"}`);
    for (const name of ["fill", "stroke"]) circle.removeAttribute(name);
    circle.setAttribute("stroke-width", "1.5");
    if (!SO.has(p.status)) circle.setAttribute("fill-opacity", "0.15");
  }
  for (const group of chart.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  chart.setAttribute("role", "group");
  put(figure, chart);
  brush(chart, chart.scale("x"), wide);
}

// A stretch that is drawn becomes the period of the page.
function brush(chart, x, wide) {
  const form = document.querySelector("form[data-live]");
  const height = +chart.getAttribute("height");
  const layer = select(chart).insert("g", "g").attr("class", "brush");
  const back = (px) => new Date(+x.domain[0] + ((px - 8) / (wide - 16)) * (x.domain[1] - x.domain[0]));
  layer.call(
    brushX()
      .extent([[8, 0], [wide - 8, height - 32]])
      .on("end", ({ selection, sourceEvent }) => {
        if (!selection || !sourceEvent || !form) return;
        form.elements.since.value = iso(back(selection[0]));
        form.elements.until.value = iso(back(selection[1]));
        form.requestSubmit();
      }),
  );
}

// -- map -------------------------------------------------------------------------------------------------------

const main = (quads) => Object.entries(quads).sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;

async function map(figure) {
  const places = data(figure);
  const world = await (await fetch(figure.dataset.world)).json();
  const lands = feature(world, world.objects.countries).features.filter((f) => f.id !== "ATA");
  const width = 1000;
  const height = 480;
  const projection = geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "FeatureCollection", features: lands });
  const path = geoPath(projection);
  const svg = select(document.createElementNS(NS, "svg")).attr("viewBox", `0 0 ${width} ${height}`);
  const wholes = new Map(places.filter((p) => p.precision === "country").map((p) => [p.country, p]));
  const most = Math.max(1, ...[...wholes.values()].map((p) => p.happenings.length));
  const shade = scaleSqrt([0, most], [0.06, 0.6]);
  svg.append("g").selectAll("path").data(lands).join("path").attr("class", "land").attr("d", path);
  svg
    .append("g")
    .selectAll("path")
    .data(lands.filter((f) => wholes.has(f.id)))
    .join("path")
    .attr("class", "shade")
    .attr("d", path)
    .attr("fill-opacity", (f) => shade(wholes.get(f.id).happenings.length))
    .append("title")
    .text((f) => `somewhere in ${wholes.get(f.id).name}: ${wholes.get(f.id).happenings.length}`);
  const size = scaleSqrt([0, Math.max(25, ...places.filter((p) => p.lat !== null).map((p) => p.happenings.length))], [1.5, 14]);
  const spots = places.filter((p) => p.lat !== null && p.lon !== null && projection([p.lon, p.lat]));
  const marks = svg.append("g").selectAll("g").data([...spots].sort((a, b) => b.happenings.length - a.happenings.length)).join("g");
  marks
    .attr("transform", (p) => `translate(${projection([p.lon, p.lat])})`)
    .attr("class", (p) => `q${main(p.quads)}`)
    .append("circle")
    .attr("class", (p) => (p.precision === "area" ? "ring" : "dot"))
    .attr("r", (p) => size(p.happenings.length) + (p.precision === "area" ? 10 : 1.5));
  marks.append("title").text((p) => `${p.precision === "area" ? "in the area of " : ""}${p.name}: ${p.happenings.length}`);
  svg.attr("role", "img").attr("aria-label", `Map of ${places.length} places; the table below says the same`);
  put(figure, svg.node());
}

// -- network ---------------------------------------------------------------------------------------------------

function network(figure) {
  const { pairs, names } = data(figure);
  const narrow = (figure.clientWidth || 720) < 560;
  const [width, height] = narrow ? [400, 520] : [720, 640];
  const codes = [...new Set(pairs.flatMap((p) => [p.a, p.b]))];
  const weight = Object.fromEntries(codes.map((c) => [c, 0]));
  for (const p of pairs) (weight[p.a] += p.happenings), (weight[p.b] += p.happenings);
  const nodes = codes.map((id, n) => ({ id, x: width / 2 + 0.28 * width * Math.cos(n), y: height / 2 + 0.28 * width * Math.sin(n) }));
  const links = pairs.map((p) => ({ source: p.a, target: p.b, ...p }));
  const most = Math.max(...pairs.map((p) => p.happenings));
  const thick = scaleSqrt([0, most], [0.5, 9]);
  const radius = scaleSqrt([0, Math.max(...Object.values(weight))], [3, 13]);
  forceSimulation(nodes)
    .force("link", forceLink(links).id((n) => n.id).distance((l) => 70 + 40 / l.happenings).strength((l) => 0.15 + 0.5 * (l.happenings / most)))
    .force("charge", forceManyBody().strength(-190))
    .force("collide", forceCollide((n) => radius(weight[n.id]) + 12))
    .force("x", forceX(width / 2).strength(0.06))
    .force("y", forceY(height / 2).strength(0.07))
    .force("center", forceCenter(width / 2, height / 2))
    .stop()
    .tick(300);
  const xs = scaleLinear([Math.min(...nodes.map((n) => n.x)), Math.max(...nodes.map((n) => n.x)) + 1], [30, width - 60]);
  const ys = scaleLinear([Math.min(...nodes.map((n) => n.y)), Math.max(...nodes.map((n) => n.y)) + 1], [20, height - 20]);
  const tone = (p) => {
    const hard = (p.quads[3] ?? 0) + (p.quads[4] ?? 0);
    const all = hard + (p.quads[1] ?? 0) + (p.quads[2] ?? 0);
    return !all ? "mark-1" : hard / all > 0.75 ? "mark-4" : hard / all > 0.4 ? "mark-3" : hard / all > 0.15 ? "mark-1" : "mark-2";
  };
  const svg = select(document.createElementNS(NS, "svg")).attr("viewBox", `0 0 ${width} ${height}`);
  const drawn = svg.append("g").selectAll("a").data(links).join("a");
  drawn.attr("href", (l) => `/dyad/${l.a}/${l.b}${location.search}`).attr("tabindex", -1);
  drawn
    .append("line")
    .attr("class", (l) => `edge ${tone(l)}`)
    .attr("x1", (l) => xs(l.source.x)).attr("y1", (l) => ys(l.source.y))
    .attr("x2", (l) => xs(l.target.x)).attr("y2", (l) => ys(l.target.y))
    .attr("stroke-width", (l) => thick(l.happenings))
    .attr("stroke-opacity", 0.7);
  drawn.append("title").text((l) => `${names[l.a]} – ${names[l.b]}: ${l.happenings}`);
  const dots = svg.append("g").selectAll("g").data(nodes).join("g").attr("transform", (n) => `translate(${xs(n.x)},${ys(n.y)})`);
  dots.append("circle").attr("class", "node").attr("r", (n) => radius(weight[n.id]) / 1.6);
  dots.append("text").attr("class", "node-label").attr("x", (n) => radius(weight[n.id]) / 1.6 + 3).attr("dy", "0.35em").text((n) => (!narrow && weight[n.id] > most / 3 ? names[n.id] : n.id));
  dots.append("title").text((n) => names[n.id]);
  svg.attr("role", "group").attr("aria-label", `Network of ${pairs.length} pairs; the table beside it says the same`);
  put(figure, svg.node());
}

// --------------------------------------------------------------------------------------------------------------

// -- index -----------------------------------------------------------------------------------------------------

// Above the line what was co-operation, below it conflict; words are light and acts are dark. Periods of which nothing
// was read are hatched: they are no peace. A change is a line, with the stretch in which it may lie.
function index(figure) {
  const { bars, changes } = data(figure);
  const wide = figure.clientWidth || 900;
  const at = Object.fromEntries(bars.map((b) => [b.period, b]));
  const start = (b) => new Date(b.first);
  const end = (b) => new Date(Date.parse(b.last) + 864e5);
  const parts = bars.flatMap((b) => {
    const n = (q) => b.quads[q] ?? 0;
    return [
      { b, q: 2, from: 0, to: n(2) },
      { b, q: 1, from: n(2), to: n(2) + n(1) },
      { b, q: 4, from: 0, to: -n(4) },
      { b, q: 3, from: -n(4), to: -n(4) - n(3) },
    ].filter((part) => part.from !== part.to);
  });
  const top = Math.max(2, ...parts.map((p) => p.to));
  const low = Math.min(-1, ...parts.map((p) => p.to));
  const spans = bars.flatMap((b) => {
    const mid = new Date((+start(b) + +end(b)) / 2);
    const [g, h] = [b.quads[1] + b.quads[2], b.quads[3] + b.quads[4]];
    return [
      ...(g ? [{ mid, y1: b.good[0], y2: Math.min(b.good[1], top * 1.3) }] : []),
      ...(h ? [{ mid, y1: -b.bad[0], y2: Math.max(-b.bad[1], low * 1.3) }] : []),
    ];
  });
  const turns = changes.filter((c) => at[c.period] && at[c.earliest] && at[c.latest]);
  const chart = Plot.plot({
    className: "plot",
    width: wide,
    height: wide < 560 ? 230 : 270,
    marginLeft: 30,
    marginRight: 8,
    marginTop: 18,
    marginBottom: 34,
    x: { type: "utc", label: null, domain: [start(bars[0]), end(bars.at(-1))] },
    y: { label: null, domain: [low * 1.3, top * 1.3], tickFormat: (v) => (Number.isInteger(v) ? Math.abs(v) : "") },
    marks: [
      Plot.rectY(bars.filter((b) => b.gap === "unread"), { x1: start, x2: end, y1: low * 1.3, y2: top * 1.3, fill: "currentColor", fillOpacity: 0.06 }),
      Plot.rectY(turns, { x1: (c) => start(at[c.earliest]), x2: (c) => end(at[c.latest]), y1: low * 1.3, y2: top * 1.3, fill: "currentColor", fillOpacity: 0.1 }),
      Plot.axisX({ ticks: wide < 560 ? 4 : 9, tickSize: 4, color: "currentColor" }),
      Plot.axisY({ ticks: 5, tickSize: 0, color: "currentColor", tickFormat: (v) => (Number.isInteger(v) ? Math.abs(v) : "") }),
      Plot.rectY(parts, {
        x1: (p) => start(p.b), x2: (p) => end(p.b), y1: "from", y2: "to", inset: 0.5, ariaLabel: (p) => p.q,
        title: (p) => `${p.b.period}\n${Math.abs(p.to - p.from)} ${LANES[p.q - 1]}\n${p.b.read} articles read`,
      }),
      Plot.ruleX(spans, { x: "mid", y1: "y1", y2: "y2", stroke: "currentColor", strokeWidth: 1, strokeOpacity: 0.55 }),
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.5 }),
      Plot.ruleX(turns, { x: (c) => new Date(c.first), stroke: "currentColor", strokeWidth: 1.5, strokeDasharray: "4 3" }),
    ],
  });
  for (const bar of chart.querySelectorAll("rect[aria-label]")) {
    bar.setAttribute("class", `mark-${bar.getAttribute("aria-label")}`);
    for (const name of ["aria-label", "fill", "stroke"]) bar.removeAttribute(name);
    bar.setAttribute("stroke", "none");
  }
  for (const group of chart.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", `Happenings by period, ${bars[0].period} to ${bars.at(-1).period}; the table below says the same`);
  put(figure, chart);
}

const KINDS = { index, timeline, map, network };

function draw(root) {
  for (const figure of root.querySelectorAll("[data-chart]")) KINDS[figure.dataset.chart](figure);
}

draw(document);
document.addEventListener("htmx:afterSwap", (e) => draw(e.detail.target));
let wide = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === wide) return;
  wide = innerWidth;
  draw(document);
});
