// The first thing read: what stands out beyond chance; and, of the text itself, what each region speaks of most.

const FINDINGS = 8;
const PORTRAITS = narrow.matches ? 6 : 12; // the others stand in the map

function findings() {
  const found = cells.filter((cell) => cell.finding === "more").sort((a, b) => b.sure - a.sure || b.z - a.z);
  const shown = found.slice(0, FINDINGS);
  const rest = found.length - shown.length;
  return section(
    "findings",
    shown.length
      ? el("ol", { class: "cards" }, shown.map(card))
      : el("p", { class: "note" }, say("findings.none", settings)),
    rest > 0 ? el("p", { class: "note" }, say("findings.rest", { rest: number(rest) })) : null,
  );
}

function card(cell) {
  const [lift, low, high] = cell.lift;
  const values = {
    share: percent(cell.share[0]),
    lift: lift.toFixed(1),
    low: low.toFixed(1),
    high: high.toFixed(1),
    count: number(cell.count),
    articles: number(cell.region.articles),
  };
  const first = data.evidence[cell.at][0];
  return el(
    "li",
    {},
    el(
      "h3",
      {},
      el("span", { class: "mark", "aria-hidden": "true" }, MARKS[findingOf(cell)]),
      ` ${cell.region.label} · ${cell.type.name}`,
    ),
    el("p", {}, say("findings.card", values), cell.sure ? null : say("findings.unsure")),
    first === undefined ? null : quotation(first, cell.type),
    el("button", { type: "button", class: "open", onclick: () => openEvidence(cell) }, say("findings.open", values)),
  );
}

/** Descriptive, and said to be: the types of a region by how often it states them. */
function portraits() {
  const shown = regions
    .filter((region) => region.measured >= settings.fewest_cases && region.sentences >= settings.fewest_sentences)
    .slice(0, PORTRAITS);
  if (!shown.length) return null;
  return section(
    "portraits",
    el(
      "ul",
      { class: "portraits" },
      shown.map((region) => {
        const mine = types
          .map((_, t) => cellOf(region, t))
          .filter((cell) => cell.count)
          .sort((a, b) => b.count - a.count);
        return el(
          "li",
          {},
          el(
            "span",
            { class: "who" },
            region.label,
            el(
              "small",
              {},
              say("portraits.of", { measured: number(region.measured), articles: number(region.articles) }),
            ),
          ),
          el(
            "span",
            { class: "what" },
            mine.map((cell) =>
              el(
                "button",
                {
                  type: "button",
                  heat: cell.count / mine[0].count,
                  "aria-label": say("portraits.label", {
                    region: region.name,
                    type: cell.type.name,
                    count: cell.count,
                    share: percent(cell.mix[0]),
                  }),
                  onclick: () => openEvidence(cell),
                },
                el("span", {}, cell.type.name),
                el("b", {}, number(cell.count)),
              ),
            ),
          ),
        );
      }),
    ),
  );
}
