// The page, in the order in which it is read.

document.documentElement.style.setProperty("--types", types.length);
document.getElementById("main").append(
  el(
    "header",
    { class: "top" },
    el("h1", {}, data.title),
    el(
      "p",
      { class: "lead" },
      say("top.lead", {
        documents: number(data.totals.documents),
        articles: number(data.totals.articles),
        sentences: number(data.totals.sentences),
        regions: number(data.totals.regions),
        level: say(`level.${data.by}`),
      }),
    ),
    el(
      "nav",
      { "aria-label": say("top.contents") },
      ["findings", "heat", "intervals", "tiles", "table", "counted", "method"].map((id) =>
        el("a", { href: `#${id}` }, say(`${id}.title`)),
      ),
    ),
  ),
  ...[
    ...(cells.some((cell) => cell.finding === "more") ? [findings(), portraits()] : [portraits(), findings()]),
    heatMap(),
    intervals(),
    tileMap(),
    figuresTable(),
    counted(),
    method(),
    check(),
  ].filter(Boolean),
  el("footer", { class: "bottom" }, say("bottom", { version: data.version })),
);

openFromAddress();
addEventListener("hashchange", () => location.hash.includes("|") && openFromAddress());
requestAnimationFrame(() => setTimeout(() => performance.mark("drawn"))); // benchmarks read it
document.documentElement.dataset.ready = "true";
