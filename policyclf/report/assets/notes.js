// What was read and what was left out, how figures are computed, and how to check them.

const DOCUMENTS = 200;

function counted() {
  const { totals } = data;
  const tiles = ["documents", "articles", "sentences", "measured", "regions"].map((key) =>
    el("li", {}, el("b", {}, number(totals[key])), el("span", {}, say(`total.${key}`))),
  );
  const left = [];
  if (totals.homeless) left.push(say("left.homeless", { homeless: number(totals.homeless) }));
  if (totals.copies) left.push(say("left.copies", { copies: number(totals.copies), groups: number(totals.groups) }));
  if (totals.few_regions) left.push(say("left.few", { few: number(totals.few_regions), ...settings }));
  if (totals.one_article) left.push(say("left.articles", { few: number(totals.one_article), ...settings }));
  left.push(say("left.furniture"));
  left.push(
    say(data.capped ? "left.cap" : "left.no_cap", { cap: number(data.cap), shown: number(data.sentences.length) }),
  );
  return section(
    "counted",
    el("ul", { class: "totals" }, tiles),
    el("h3", {}, say("counted.left")),
    el(
      "ul",
      {},
      left.map((line) => el("li", {}, line)),
    ),
    data.left_out.length
      ? el(
          "details",
          { open: data.left_out.length <= 10 },
          el("summary", {}, say("left.files", { files: number(data.left_out.length) })),
          el(
            "ul",
            {},
            data.left_out.map(([where, what, remedy]) =>
              el("li", {}, el("code", {}, where), ` ${what}`, remedy ? `; ${remedy}` : ""),
            ),
          ),
        )
      : el("p", { class: "note" }, say("left.no_files")),
    data.copies.length
      ? el(
          "details",
          {},
          el("summary", {}, say("copies.summary", { groups: number(totals.groups) })),
          el(
            "ul",
            {},
            data.copies.map(([text, documents]) =>
              el("li", {}, text, el("small", {}, say("copies.in", { documents: number(documents) }))),
            ),
          ),
        )
      : null,
  );
}

function method() {
  return section(
    "method",
    data.method.map(([title, text]) => [el("h3", {}, title), el("p", {}, text)]),
    el("h3", {}, say("method.types")),
    el(
      "dl",
      {},
      types.map((type) => [
        el("dt", {}, type.name),
        el(
          "dd",
          {},
          type.definition,
          type.rates
            ? ` ${say("method.rates", { sensitivity: percent(type.rates[0]), specificity: percent(type.rates[1], 1) })}`
            : "",
        ),
      ]),
    ),
  );
}

function check() {
  const sources = JSON.parse(document.getElementById("policyclf-sources").textContent);
  const rest = sources.length - DOCUMENTS;
  return section(
    "check",
    el(
      "dl",
      { class: "hashes" },
      data.about.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    ),
    el(
      "details",
      {},
      el("summary", {}, say("check.documents", { documents: number(sources.length) })),
      el(
        "ul",
        { class: "hashes" },
        sources.slice(0, DOCUMENTS).map(({ name, sha256 }) => el("li", {}, name, " ", el("code", {}, sha256))),
        rest > 0 ? el("li", {}, say("check.rest", { rest: number(rest) })) : null,
      ),
    ),
  );
}
