// Provinces as equal tiles, roughly where they lie. No boundary is drawn and no size means anything.

const TILES = {
  230000: [0, 7, "黑", "HL"],
  150000: [1, 5, "蒙", "NM"],
  220000: [1, 7, "吉", "JL"],
  650000: [2, 0, "新", "XJ"],
  110000: [2, 5, "京", "BJ"],
  120000: [2, 6, "津", "TJ"],
  210000: [2, 7, "辽", "LN"],
  630000: [3, 1, "青", "QH"],
  620000: [3, 2, "甘", "GS"],
  640000: [3, 3, "宁", "NX"],
  140000: [3, 4, "晋", "SX"],
  130000: [3, 5, "冀", "HE"],
  370000: [3, 6, "鲁", "SD"],
  540000: [4, 1, "藏", "XZ"],
  510000: [4, 2, "川", "SC"],
  610000: [4, 3, "陕", "SN"],
  410000: [4, 4, "豫", "HA"],
  340000: [4, 5, "皖", "AH"],
  320000: [4, 6, "苏", "JS"],
  310000: [4, 7, "沪", "SH"],
  530000: [5, 2, "滇", "YN"],
  500000: [5, 3, "渝", "CQ"],
  420000: [5, 4, "鄂", "HB"],
  360000: [5, 5, "赣", "JX"],
  330000: [5, 6, "浙", "ZJ"],
  520000: [6, 3, "黔", "GZ"],
  430000: [6, 4, "湘", "HN"],
  350000: [6, 5, "闽", "FJ"],
  710000: [6, 7, "台", "TW"],
  450000: [7, 3, "桂", "GX"],
  440000: [7, 4, "粤", "GD"],
  810000: [7, 5, "港", "HK"],
  460000: [8, 3, "琼", "HI"],
  820000: [8, 4, "澳", "MO"],
};

function tileMap() {
  const known = new Map(data.provinces.map((province) => [province.code, province]));
  if (!known.size) return null;
  const scale = shades("share");
  return section(
    "tiles",
    el(
      "div",
      { class: "maps" },
      types.map((type, t) =>
        el(
          "figure",
          {},
          el("figcaption", {}, type.name),
          el(
            "div",
            { class: "tiles", role: "list" },
            Object.entries(TILES).map(([code, place]) => tile(known.get(code), t, place, scale)),
          ),
        ),
      ),
    ),
    el("p", { class: "note" }, say("tiles.key", settings)),
  );
}

function tile(province, t, [row, column, short, letters], scale) {
  const name = data.lang === "en" ? letters : short;
  const place = { role: "listitem", "data-row": row, "data-column": column };
  const at = (node) => {
    node.style.gridArea = `${row + 1} / ${column + 1}`;
    return node;
  };
  if (!province) return at(el("span", { ...place, class: "tile empty" }, name));
  const [count, share] = province.cells[t];
  const few = province.few === "sentences";
  const kind = few ? "tile few" : province.few ? "tile striped" : "tile";
  return at(
    el(
      "span",
      {
        ...place,
        class: kind,
        heat: few ? 0 : scale(share),
        title: say("tiles.label", {
          province: province.name,
          type: types[t].name,
          count: number(count),
          sentences: number(province.sentences),
          articles: number(province.articles),
          share: percent(share),
        }),
      },
      name,
      el("b", {}, few ? "–" : percent(share, 0)),
    ),
  );
}
