// Regions by types. A table, not a picture: each cell is a button that a keyboard and a screen reader reach, and it prints.

const FIRST_ROWS = 40;
const MORE_ROWS = 100;
const FIGURES = { share: percent, mix: percent, corrected: percent, lift: times };

const heat = {
  figure: "share",
  sort: "text",
  find: "",
  rows: FIRST_ROWS,
  all: false,
  body: el("tbody"),
  more: el("p", { class: "more" }),
  legend: el("div", { class: "legend" }),
};

/** From a figure to a shade between 0 and 1. */
function shades(figure) {
  const limits = data.limits[figure];
  return d3.scaleThreshold(
    limits,
    d3.range(limits.length + 1).map((step) => step / limits.length),
  );
}
const fewSentences = (cell) => cell.few === "sentences";

function heatCell(cell, scale) {
  const figure = cell[heat.figure];
  const finding = findingOf(cell);
  const silent = !figure || fewSentences(cell);
  const text = silent ? (cell.count ? `(${cell.count})` : "·") : figure[0] ? FIGURES[heat.figure](figure[0], 0) : "0";
  return el(
    "td",
    {},
    el(
      "button",
      {
        type: "button",
        tabindex: -1,
        class: ["cell", silent && "silent", cell.few && "few", cell.sure && `sure ${cell.finding}`]
          .filter(Boolean)
          .join(" "),
        heat: silent ? 0 : scale(figure[0]),
        "data-cell": cell.at,
        "aria-label": `${cell.region.name} ${cell.type.name}: ${inWords(cell).join(" ")}`,
        title: cell.few ? say(`few.short.${cell.few}`) : null,
        onclick: () => openEvidence(cell),
      },
      el("span", { class: "mark" }, MARKS[finding] ?? ""),
      text,
    ),
  );
}

function heatRows() {
  const find = heat.find.trim();
  const rows = regions.filter((region) => answers(region, find));
  if (heat.sort === "name") rows.sort((a, b) => d3.ascending(a.code, b.code) || d3.ascending(a.path, b.path));
  else if (heat.sort !== "text") {
    const t = Number(heat.sort);
    const order = byRank((cell) => cell[heat.figure]?.[0] ?? -1);
    rows.sort((a, b) => order(cellOf(a, t), cellOf(b, t)));
  }
  const enough = rows.filter((region) => !regionFew(region));
  const few = rows.filter(regionFew);
  return { rows: heat.all || find || !enough.length ? [...enough, ...few] : enough, few: few.length };
}
const regionFew = (region) => region.sentences < settings.fewest_sentences;

function drawHeat() {
  const scale = shades(heat.figure);
  const { rows, few } = heatRows();
  heat.body.replaceChildren(
    ...rows.slice(0, heat.rows).map((region) =>
      el(
        "tr",
        {},
        el(
          "th",
          { scope: "row", title: region.path },
          region.label,
          el("small", {}, say("heat.text", { articles: number(region.articles), sentences: number(region.sentences) })),
        ),
        types.map((_, t) => heatCell(cellOf(region, t), scale)),
      ),
    ),
  );
  heat.body.querySelector("button")?.setAttribute("tabindex", 0);
  const rest = rows.length - heat.rows;
  heat.more.replaceChildren(
    ...(rest > 0
      ? [
          el("span", {}, say("heat.shown", { shown: number(heat.rows), rows: number(rows.length) })),
          el(
            "button",
            {
              type: "button",
              onclick: () => {
                heat.rows += MORE_ROWS;
                drawHeat();
              },
            },
            say("heat.more", { more: number(Math.min(rest, MORE_ROWS)) }),
          ),
        ]
      : rows.length
        ? []
        : [el("span", {}, say("heat.nothing"))]),
    ...(few && rest <= 0 && !heat.find.trim()
      ? [
          el(
            "button",
            {
              type: "button",
              onclick: () => {
                heat.all = !heat.all;
                drawHeat();
              },
            },
            say(heat.all ? "heat.hide" : "heat.few", { few: number(few), ...settings }),
          ),
        ]
      : []),
  );
  drawLegend(scale);
}

function drawLegend(scale) {
  const format = FIGURES[heat.figure];
  const limits = scale.domain();
  heat.legend.replaceChildren(
    ...scale
      .range()
      .map((shade, step) =>
        el(
          "span",
          { class: "shade", heat: shade },
          step === 0
            ? `< ${format(limits[0], 0)}`
            : step === limits.length
              ? `≥ ${format(limits.at(-1), 0)}`
              : `${format(limits[step - 1], 0)}–${format(limits[step], 0)}`,
        ),
      ),
    el(
      "ul",
      {},
      ["sure", "unsure", "less", "few", "silent"].map((key) => el("li", {}, say(`heat.key.${key}`, settings))),
    ),
  );
}

/** Arrow keys go from cell to cell; only one cell is in the order of the Tab key. */
function moveInHeat(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -types.length, ArrowDown: types.length }[event.key];
  if (!step || !event.target.matches(".cell")) return;
  const all = [...heat.body.querySelectorAll(".cell")];
  const next = all[all.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  event.target.setAttribute("tabindex", -1);
  next.setAttribute("tabindex", 0);
  next.focus();
}

function heatMap() {
  heat.body.addEventListener("keydown", moveInHeat);
  const figures = Object.keys(FIGURES).filter((figure) => cells.some((cell) => cell[figure]));
  const set = (key) => (value) => {
    heat[key] = value;
    heat.rows = FIRST_ROWS;
    drawHeat();
  };
  addEventListener("beforeprint", () => {
    heat.rows = Math.max(heat.rows, PRINTED);
    drawHeat();
  });
  drawHeat();
  return section(
    "heat",
    el(
      "div",
      { class: "controls" },
      choice(
        "heat-figure",
        say("heat.figure"),
        figures.map((figure) => [figure, say(`figure.${figure}`)]),
        set("figure"),
      ),
      choice(
        "heat-sort",
        say("heat.sort"),
        [["text", say("sort.text")], ["name", say("sort.name")], ...types.map((type, t) => [t, type.name])],
        set("sort"),
      ),
      finder("heat-find", set("find")),
    ),
    el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": say("heat.title") },
      el(
        "table",
        { class: "heat" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            el("th", { scope: "col" }, say("region")),
            types.map((type) => el("th", { scope: "col", title: type.definition }, type.name)),
          ),
        ),
        heat.body,
      ),
    ),
    heat.more,
    heat.legend,
  );
}
