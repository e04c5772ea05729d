// The sentences behind a figure, in a dialog: what the figure says in words, then the sentences with the words that decided.

const dialog = document.getElementById("evidence");

/** Says one cell in whole sentences: plain, corrected, compared, or why it is not compared. */
function inWords(cell) {
  const { region } = cell;
  const lines = [
    say("cell.plain", {
      count: number(cell.count),
      total: number(region.sentences),
      articles: number(region.articles),
      share: withInterval(cell.share, percent),
    }),
  ];
  if (region.measured) {
    lines.push(say("cell.mix", { measured: number(region.measured), mix: withInterval(cell.mix, percent) }));
  }
  if (cell.corrected) {
    lines.push(say(`cell.corrected.${cell.corrected_by}`, { share: withInterval(cell.corrected, percent) }));
  }
  if (cell.lift) {
    const [value, low, high] = cell.lift;
    lines.push(say("cell.lift", { lift: value.toFixed(1), low: low.toFixed(1), high: high.toFixed(1) }));
    lines.push(say(`cell.finding.${findingOf(cell) || "none"}`));
  } else {
    const one = cell.few === "articles" && region.articles === 1 ? ".one" : "";
    lines.push(
      say(`few.${cell.few}${one}`, {
        ...settings,
        sentences: region.sentences,
        articles: region.articles,
        worth: region.effective,
      }),
    );
  }
  return lines;
}

/** The sentence's text with the characters that decided marked; marks are [start, end, start, end, …]. */
function marked(text, marks) {
  const parts = [];
  let at = 0;
  for (let i = 0; i < marks.length; i += 2) {
    parts.push(text.slice(at, marks[i]), el("mark", {}, text.slice(marks[i], marks[i + 1])));
    at = marks[i + 1];
  }
  return [...parts, text.slice(at)];
}

/** One sentence with where it stands. */
function quotation(sentence, type) {
  const [doc, article, title, start, end, text, basis, copies, kinds] = data.sentences[sentence];
  const [marks, instruments] = kinds[type.id] ?? [[], []];
  const where = [
    data.documents[doc],
    title ? say("where.title", { title }) : say("where.article", { article: article + 1 }),
  ];
  const notes = [say("where.characters", { start, end }), say(`basis.${basis}`)];
  if (copies) notes.push(say("where.copies", { copies }));
  return el(
    "blockquote",
    {},
    el("p", {}, marked(text, marks)),
    instruments.length
      ? el(
          "p",
          { class: "instruments" },
          say("instruments"),
          instruments.map((i) => data.instruments[i]).join(say("comma")),
        )
      : null,
    el("footer", {}, el("cite", {}, where.join(" · ")), el("span", {}, notes.join(" · "))),
  );
}

function openEvidence(cell) {
  const shown = data.evidence[cell.at];
  const cap =
    shown.length < cell.count
      ? say("evidence.capped", { shown: number(shown.length), count: number(cell.count) })
      : cell.count
        ? say("evidence.all", { count: number(cell.count) })
        : say("evidence.none");
  dialog.replaceChildren(
    el(
      "header",
      {},
      el("h2", { id: "evidence-title" }, `${cell.region.name} · ${cell.type.name}`),
      el("button", { type: "button", class: "close", "aria-label": say("close"), onclick: () => dialog.close() }, "×"),
    ),
    el("p", { class: "path" }, cell.region.path.replaceAll("/", " › ")),
    el(
      "ul",
      { class: "words" },
      inWords(cell).map((line) => el("li", {}, line)),
    ),
    el("p", { class: "cap" }, cap),
    ...shown.map((sentence) => quotation(sentence, cell.type)),
  );
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  history.replaceState(null, "", `#${encodeURIComponent(cell.region.path)}|${encodeURIComponent(cell.type.id)}`);
}

dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("close", () => history.replaceState(null, "", "#"));

/** Opens the cell that the address names, so that a finding can be sent to somebody. */
function openFromAddress() {
  const address = new URLSearchParams(location.hash.replace("#", "cell=")).get("cell"); // never fails, as decoding may
  const cell = cells.find((each) => `${each.region.path}|${each.type.id}` === address);
  if (cell) openEvidence(cell);
}
