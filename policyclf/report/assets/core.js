// What all parts of the page share: the data, its words, numbers as people write them, and a way to make elements.
// Text reaches the page only as text nodes, never as markup: a document cannot inject any.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const { types, settings } = data;
const narrow = matchMedia("(max-width: 700px)");
const PRINTED = 300; // rows of a table on paper

const regions = data.regions.name.map((name, index) => {
  const region = { index };
  for (const key of Object.keys(data.regions)) region[key] = data.regions[key][index];
  return region;
});

const cells = regions.flatMap((region) =>
  types.map((type, t) => {
    const at = region.index * types.length + t;
    const cell = { at, region, type };
    for (const key of Object.keys(data.cells)) cell[key] = data.cells[key][at];
    return cell;
  }),
);
const cellOf = (region, t) => cells[region.index * types.length + t];

/** A phrase in the page's language, its {names} filled in. */
function say(key, values = {}) {
  return (data.words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** An element; children that are not elements become text. */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "heat") node.style.setProperty("--heat", value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** A section with its heading, a sentence that says how to read it, and its content. */
function section(id, ...content) {
  return el(
    "section",
    { id },
    el("h2", {}, say(`${id}.title`)),
    el("p", { class: "lead" }, say(`${id}.lead`)),
    content,
  );
}

const whole = new Intl.NumberFormat(data.lang);
const number = (value) => whole.format(value);

// Halves are rounded to even, as the other forms of the report do.
const percents = [0, 1].map(
  (places) =>
    new Intl.NumberFormat("en", {
      style: "percent",
      minimumFractionDigits: places,
      maximumFractionDigits: places,
      roundingMode: "halfEven",
    }),
);

function percent(value, places = value < 0.0995 && value > 0 ? 1 : 0) {
  if (value === null) return "–";
  return value > 0 && value < 0.0005 ? "<0.1%" : percents[places].format(value);
}
const times = (value) => (value === null ? "–" : `×${value >= 9.95 ? value.toFixed(0) : value.toFixed(1)}`);

/** A figure with its interval: "28% (20%–37%)"; without one, the figure alone. */
function withInterval(figure, format) {
  if (!figure) return "–";
  const [value, low, high] = figure;
  return low === null ? format(value) : `${format(value)} (${format(low)}–${format(high)})`;
}

const MARKS = { more: "▲", "more?": "△", less: "▼", "less?": "▽" };
const findingOf = (cell) => (cell.finding ? cell.finding + (cell.sure ? "" : "?") : "");

/** Cells that can be compared are ranked; the others follow by the measures they state: too little text never tops a ranking. */
const byRank = (value) => (a, b) =>
  b.compared - a.compared || (a.compared ? value(b) - value(a) : 0) || a.region.index - b.region.index;

/** Calls draw when the element comes near the window, or when the page is about to be printed. */
function whenSeen(node, draw) {
  let done = false;
  const once = () => {
    if (!done) draw();
    done = true;
    watcher.disconnect();
  };
  const watcher = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && once(), {
    rootMargin: "600px",
  });
  watcher.observe(node);
  addEventListener("beforeprint", once);
  return node;
}
