// How sure the shares are: a dot and its 95% interval a region, one small chart a type, drawn by Observable Plot.

const CHARTED = 12;

function intervals() {
  return section(
    "intervals",
    el(
      "div",
      { class: "charts" },
      types.map((type, t) => {
        const rows = charted(t);
        // The height is known before the chart is drawn, so that drawing it moves nothing below.
        const holder = el("div", { class: "chart", style: `--tall: ${chartHeight(rows)}px` });
        return el(
          "figure",
          {},
          el("figcaption", {}, type.name),
          rows.length
            ? whenSeen(holder, () => drawIntervals(holder, t, rows))
            : el("p", { class: "note" }, say("intervals.nothing")),
        );
      }),
    ),
    el("p", { class: "note" }, say("intervals.key")),
  );
}

const chartHeight = (rows) => 36 + 26 * rows.length;

/** The cells of a type that its chart shows, the greatest share first. */
const charted = (t) =>
  regions
    .map((region) => cellOf(region, t))
    .filter((cell) => !fewSentences(cell))
    .sort(byRank((cell) => cell.share[0]))
    .slice(0, CHARTED);

function drawIntervals(holder, t, rows) {
  const points = rows.map((cell) => ({
    cell,
    name: cell.region.label,
    plain: cell.share[0],
    low: cell.share[1],
    high: cell.share[2],
    corrected: cell.corrected?.[0] ?? null,
    corrected_low: cell.corrected?.[1] ?? null,
    corrected_high: cell.corrected?.[2] ?? null,
  }));
  const width = Math.max(280, Math.min(520, holder.clientWidth || 340));
  const left = Math.min(width * 0.36, 12 + 13 * d3.max(points, (point) => widthOf(point.name)));
  const surest = points.filter((point) => point.low !== null);
  const mended = points.filter((point) => point.corrected !== null);
  const chart = Plot.plot({
    width,
    height: chartHeight(rows),
    marginTop: 6,
    marginLeft: left,
    marginRight: 16,
    insetLeft: 7,
    style: { background: "transparent", color: "inherit", fontFamily: "inherit", fontSize: "12px" },
    x: { label: null, grid: true, zero: true, nice: true, ticks: 4, tickFormat: (value) => percent(value, 0) },
    y: { label: null, domain: points.map((point) => point.name), tickSize: 0 },
    ariaLabel: say("intervals.label", { type: types[t].name }),
    marks: [
      Plot.ruleX([types[t].overall], { stroke: "currentColor", strokeDasharray: "3,3", strokeOpacity: 0.6 }),
      Plot.link(
        mended.filter((point) => point.corrected_low !== null),
        { x1: "corrected_low", x2: "corrected_high", y: "name", dy: 6, stroke: "var(--second)", strokeWidth: 1.25 },
      ),
      Plot.dot(mended, {
        x: "corrected",
        y: "name",
        dy: 6,
        r: 3,
        symbol: "diamond",
        stroke: "var(--second)",
        fill: "var(--paper)",
      }),
      Plot.link(surest, { x1: "low", x2: "high", y: "name", dy: -3, stroke: "var(--accent)", strokeWidth: 2 }),
      Plot.dot(points, {
        x: "plain",
        y: "name",
        dy: -3,
        r: 4.5,
        stroke: "var(--accent)",
        fill: (point) => (point.low === null ? "var(--paper)" : "var(--accent)"),
        strokeWidth: 1.5,
      }),
      Plot.tip(
        points,
        Plot.pointerY({
          x: "plain",
          y: "name",
          title: (point) => inWords(point.cell).join("\n"),
          lineWidth: 24,
          fill: "var(--paper)",
        }),
      ),
    ],
  });
  chart.addEventListener("click", () => chart.value && openEvidence(chart.value.cell));
  holder.append(chart);
}

/** A name's width in characters of full width. */
const widthOf = (name) => d3.sum(name, (character) => (character.charCodeAt(0) > 0x2e80 ? 1 : 0.6));
