// Every figure, a row a region and type: sorts by any column, filters by word, type and finding, a page at a time.

let rowsAPage = narrow.matches ? 10 : 25;
const first = (figure) => (figure ? figure[0] : null);
const ALL_COLUMNS = [
  // key, value to sort by, text, is it a figure that too little text makes worthless?
  ["region", (cell) => cell.region.path, (cell) => cell.region.label, false],
  ["type", (cell) => types.indexOf(cell.type), (cell) => cell.type.name, false],
  [
    "count",
    (cell) => cell.count,
    (cell) => say("table.count", { count: number(cell.count), total: number(cell.region.sentences) }),
    false,
  ],
  ["articles", (cell) => cell.region.articles, (cell) => number(cell.region.articles), false],
  [
    "share",
    (cell) => first(cell.share),
    (cell) => (fewSentences(cell) ? say("few.short.sentences") : withInterval(cell.share, percent)),
    true,
  ],
  ["corrected", (cell) => first(cell.corrected), (cell) => withInterval(cell.corrected, percent), true],
  [
    "lift",
    (cell) => first(cell.lift),
    (cell) => (cell.few ? say(`few.short.${cell.few}`) : withInterval(cell.lift, times)),
    true,
  ],
  ["z", (cell) => cell.z, (cell) => (cell.z === null ? "–" : cell.z.toFixed(1).replace("-", "−")), true],
  [
    "finding",
    (cell) => ({ more: 2, "more?": 1, "": 0, "less?": -1, less: -2 })[findingOf(cell)],
    (cell) => (cell.finding ? `${MARKS[findingOf(cell)]} ${say(`finding.${findingOf(cell)}`)}` : ""),
    true,
  ],
];
const COLUMNS = ALL_COLUMNS.filter(
  ([key]) => !["corrected", "z", "finding"].includes(key) || cells.some((cell) => cell[key]),
);
const table = {
  sort: cells.some((cell) => cell.finding) ? "finding" : "count",
  down: true,
  find: "",
  type: "",
  only: false,
  page: 0,
  body: el("tbody"),
  head: el("tr"),
  foot: el("p", { class: "more", "aria-live": "polite" }),
};

function tableRows() {
  const [, value, , worthless] = COLUMNS.find(([key]) => key === table.sort);
  const find = table.find.trim();
  const sign = table.down ? -1 : 1;
  const sunk = (cell) => (worthless && (!cell.compared || value(cell) === null) ? 1 : 0);
  return cells
    .filter(
      (cell) =>
        answers(cell.region, find) && (!table.type || cell.type.id === table.type) && (!table.only || cell.finding),
    )
    .sort(
      (a, b) =>
        sunk(a) - sunk(b) ||
        (sunk(a) ? 0 : sign * d3.ascending(value(a), value(b))) ||
        Math.abs(b.z) - Math.abs(a.z) ||
        a.at - b.at,
    );
}

function drawTable() {
  const rows = tableRows();
  const pages = Math.max(1, Math.ceil(rows.length / rowsAPage));
  table.page = Math.max(0, Math.min(table.page, pages - 1));
  table.head.replaceChildren(
    ...COLUMNS.map(([key]) =>
      el(
        "th",
        { scope: "col", "aria-sort": table.sort !== key ? null : table.down ? "descending" : "ascending" },
        el(
          "button",
          { type: "button", "data-sort": key, title: say(`column.${key}.hint`), onclick: () => sortTable(key) },
          say(`column.${key}`),
          el("i", { "aria-hidden": "true" }, table.sort !== key ? "" : table.down ? " ↓" : " ↑"),
        ),
      ),
    ),
  );
  table.body.replaceChildren(
    ...rows.slice(table.page * rowsAPage, (table.page + 1) * rowsAPage).map((cell) =>
      el(
        "tr",
        { class: cell.few ? "few" : null },
        COLUMNS.map(([key, , text], column) => tableCell(cell, key, text(cell), column)),
      ),
    ),
  );
  const turn = (step, text) =>
    el(
      "button",
      {
        type: "button",
        disabled: table.page + step < 0 || table.page + step >= pages,
        onclick: () => {
          table.page += step;
          drawTable();
        },
      },
      text,
    );
  table.foot.replaceChildren(
    turn(-1, say("table.back")),
    el(
      "span",
      { id: "table-rows" },
      say("table.page", { page: number(table.page + 1), pages: number(pages), rows: number(rows.length) }),
    ),
    turn(1, say("table.next")),
  );
}

function tableCell(cell, key, text, column) {
  const open = () => openEvidence(cell);
  return el(
    column ? "td" : "th",
    {
      scope: column ? null : "row",
      "data-label": say(`column.${key}`),
      class: text === "–" || text === "" ? `${key} none` : key,
    },
    key === "count" ? el("button", { type: "button", class: "open", "data-cell": cell.at, onclick: open }, text) : text,
  );
}

function sortTable(key) {
  table.down = table.sort === key ? !table.down : !["region", "type"].includes(key);
  Object.assign(table, { sort: key, page: 0 });
  drawTable();
}

function figuresTable() {
  const set = (key) => (value) => {
    Object.assign(table, { [key]: value, page: 0 });
    drawTable();
  };
  const usual = rowsAPage;
  const draw = (rows) => () => {
    rowsAPage = rows;
    drawTable();
  };
  addEventListener("beforeprint", draw(PRINTED));
  addEventListener("afterprint", draw(usual));
  drawTable();
  return section(
    "table",
    el(
      "div",
      { class: "controls" },
      finder("table-find", set("find")),
      choice(
        "table-type",
        say("column.type"),
        [["", say("table.all")], ...types.map((type) => [type.id, type.name])],
        set("type"),
      ),
      choice(
        "table-sort",
        say("heat.sort"),
        COLUMNS.map(([key]) => [key, say(`column.${key}`)]),
        (key) => {
          table.sort = "";
          sortTable(key);
        },
        { chosen: table.sort, style: "for-phones" },
      ),
      el(
        "label",
        { class: "check" },
        el("input", { type: "checkbox", id: "table-only", onchange: (event) => set("only")(event.target.checked) }),
        el("span", {}, say("table.only")),
      ),
    ),
    el("div", { class: "scroll" }, el("table", { class: "figures" }, el("thead", {}, table.head), table.body)),
    table.foot,
  );
}
