"""Two regions, and one over time: the same figures from both sides, years from wherever they stand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import policyclf
from policyclf.cli import main
from policyclf.document import Region, TaggedDocument
from policyclf.emphases import Comparison, compare
from policyclf.emphases.years import year_of
from policyclf.errors import OptionError
from policyclf.report import as_csv, comparison_markdown, comparison_text
from tests.tagged import HE, LONG, LUO, QU, corpus, tagged

MANY = [(5, 5), (3, 7), (6, 4), (4, 6), (5, 5), (2, 8)]
FEW = [(1, 9), (0, 10), (2, 8), (1, 9), (1, 9), (0, 10)]


def _dated(name: str, region: Region, articles: Sequence[tuple[int, int]], kind: str = "land") -> TaggedDocument:
    (document,) = corpus((region, articles), kind=kind)
    return replace(document, name=name)


def _land(found: Comparison, at: int = 0) -> policyclf.emphases.Difference:
    return [each for each in found.differences if each.measure == "land"][at]


def test_two_regions() -> None:
    found = compare(corpus((QU, MANY), (LONG, [(0, 5)]), (LUO, FEW)), between=("衢州市", "洛阳市"))
    assert [(side.region.path, side.sentences, side.articles) for side in found.sides] == [
        ("浙江省/衢州市", 65, 7), ("河南省/洛阳市", 60, 6)
    ]  # fmt: skip
    land = _land(found)
    assert land.gap is not None
    assert land.ratio is not None
    assert land.gap.value == pytest.approx(25 / 65 - 5 / 60)
    assert land.ratio.value == pytest.approx((25.5 / 66) / (5.5 / 61))
    assert land.finding == "more"
    for figure in (land.gap, land.ratio, land.corrected_ratio):
        assert figure is not None
        assert figure.interval is not None
        assert figure.interval[0] <= figure.value <= figure.interval[1]
    assert {each.too_few for each in found.differences if each.measure != "land"} == {"cases"}


@pytest.mark.parametrize("other", [FEW, [(0, 10)] * 6, [(0, 8), (1, 9), (0, 10), (1, 9), (0, 10), (0, 10)]])
def test_the_other_way_round_is_the_same(other: list[tuple[int, int]]) -> None:
    """Also where one side has too few cases for an interval of its own."""
    pages = corpus((QU, MANY), (LUO, other))
    there, back = (_land(compare(pages, between=names)) for names in (("衢州市", "洛阳市"), ("洛阳市", "衢州市")))
    assert there.ratio is not None
    assert back.ratio is not None
    assert there.ratio.value == pytest.approx(1 / back.ratio.value)
    assert there.ratio.low == pytest.approx(1 / (back.ratio.high or 1), rel=0.2)
    assert (there.finding, back.finding) == ("more", "less")


def test_nothing_on_one_side_is_not_a_certainty() -> None:
    """No land in three articles: the resamples do not vary, the interval is wide all the same."""
    ratio = _land(
        compare(corpus((QU, [(3, 7), (4, 6), (2, 8)]), (LUO, [(0, 10)] * 3)), between=("衢州市", "洛阳市"))
    ).ratio
    assert ratio is not None
    assert ratio.low is not None
    assert ratio.high is not None
    assert ratio.high / ratio.low > 100


def test_over_time() -> None:
    pages = [
        _dated("2021.txt", QU, FEW),
        _dated("2022.txt", QU, FEW),
        _dated("2023.txt", QU, MANY),
        _dated("x", QU, FEW),
    ]
    found = compare(pages, over_time="浙江省/衢州市")
    assert [side.year for side in found.sides] == [2021, 2022, 2023]
    pairs = dict.fromkeys((each.one, each.other) for each in found.differences)
    assert list(pairs) == [(1, 0), (2, 1), (2, 0)]
    assert [_land(found, at).finding for at in range(3)] == ["", "more", "more"]
    assert found.undated == ("x",)


def test_years_given_go_first() -> None:
    pages = [_dated("a/2021.txt", QU, FEW), _dated("b.txt", QU, MANY)]
    found = compare(pages, over_time="330800", years={"2021.txt": 2019, "b.txt": 2020})
    assert [side.year for side in found.sides] == [2019, 2020]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("衢州市2023年政府工作报告.txt", 2023),
        ("reports/2021/衢州.txt", 2021),
        ("20230512_衢州.txt", 2023),
        ("衢州_2023-05.txt", 2023),
        ("report-2023.txt", 2023),
        ("002_539f5fd31202011d.txt", None),
        ("a2023b.txt", None),
        ("document120234.txt", None),
        ("衢州.txt", None),
    ],
)
def test_year_from_a_name(name: str, year: int | None) -> None:
    assert year_of(TaggedDocument(name, ())) == year


@pytest.mark.parametrize(
    ("rows", "year"),
    [
        (
            [
                ("heading", "政府工作报告"),
                ("byline", "——2023年1月10日在市人民代表大会上"),
                ("body", "2022年工作回顾。"),
            ],
            2023,
        ),
        ([("heading", "关于二〇二一年工作的报告"), ("body", "经济平稳。")], 2021),
        ([("body", "2019年，我市推进改革。"), ("body", "到2025年翻一番。")], 2019),
        ([("body", "投资2023亿元。")], None),
        ([("heading", "关于落实2025年目标的意见"), ("heading", "嘉政发〔2021〕3号")], 2021),
        ([("heading", "人才发展若干政策（2019修订）"), ("body", "2024年底前建成。")], 2019),
        ([("body", "根据国务院2015年《若干意见》，盘活闲置土地。")], None),
        ([("body", "经济平稳。")] * 20 + [("body", "2019年。")], None),
    ],
)
def test_year_from_the_text(rows: list[tuple[str, str]], year: int | None) -> None:
    page = tagged("a.txt", [((QU,), (), text) for _, text in rows])
    kinds = [kind for kind, _ in rows]
    sentences = tuple(
        replace(s, sentence=replace(s.sentence, kind=kind))  # type: ignore[arg-type]
        for s, kind in zip(page.sentences, kinds, strict=True)
    )
    assert year_of(replace(page, sentences=sentences)) == year


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "needs two regions"),
        ({"between": ("衢州市", "洛阳市"), "over_time": "洛阳市"}, "needs two regions"),
        ({"between": ("亚特兰蒂斯", "洛阳市")}, "is no path, code"),
        ({"between": ("鼓楼区", "洛阳市")}, "may be one of 4"),
        ({"between": ("河南省", "洛阳市")}, "hold each other"),
        ({"between": ("洛阳市", "洛阳市")}, "hold each other"),
        ({"between": ("深圳市", "洛阳市")}, "spoken of in no sentence"),
        ({"over_time": "深圳市"}, "spoken of in no sentence"),
        ({"over_time": "洛阳市"}, "one year only, 2021; give the years with --years"),
    ],
)
def test_what_cannot_be_compared_says_why(asked: dict[str, object], why: str) -> None:
    with pytest.raises(OptionError, match=why):
        compare([_dated("2021.txt", LUO, FEW), _dated("b.txt", HE, FEW)], **asked)  # type: ignore[arg-type]


def test_text_and_markdown_in_both_languages() -> None:
    pages = corpus((QU, MANY), (LUO, FEW))
    found = compare(pages, between=("衢州市", "洛阳市"))
    chinese, english = (comparison_text(found, lang=lang) for lang in ("zh", "en"))
    assert "土地：42% 对 8%，相差 +33.3 个百分点（" in chinese
    assert "Land: 42% against 8%, a gap of +33.3 points (" in english
    assert "句0。 [330803:0]" in chinese
    assert (
        "Gaps not tested, they may be chance (too few such sentences): Finance, Talent, Approval, Platform" in english
    )
    assert "\x1b[1m" in comparison_text(found, colour=True)
    assert "- △ 土地：42% 对 8%" in comparison_markdown(found) or "- ▲ 土地：42% 对 8%" in comparison_markdown(found)
    assert as_csv(found).startswith("\ufeffmeasure,region,year,count")


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    found = compare(corpus((QU, [(9, 9)]), (LUO, [(1, 9)])), between=("衢州市", "洛阳市"))
    for text in (comparison_text(found), comparison_markdown(found)):
        assert "· 土地：50% 对 10%，相差 +40.0 个百分点" in text
        assert "句0。" in text
        assert "差距没有检验，可能只是偶然（文章太少）：土地" in text
        assert "没有超出" not in text
    assert all(each.too_few == "articles" for each in found.differences)


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for year, text in ((2022, "衢州市设立产业基金。"), (2023, "衢州市盘活闲置土地500亩。")):
        Path(f"{year}.txt").write_text(text, encoding="utf-8")
    Path("b.txt").write_text("衢州市引进高层次人才。", encoding="utf-8")
    Path("years.csv").write_text("document,year\nb.txt,2024\n", encoding="utf-8")
    command = ["compare", "2022.txt", "2023.txt", "b.txt", "--over-time", "衢州市", "--years", "years.csv"]
    command += ["--json", "out.json", "--csv", "out.csv", "--markdown", "out.md"]
    done = subprocess.run([sys.executable, "-m", "policyclf", *command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("浙江省/衢州市：各年写了什么，变在哪里")
    assert "2024年" in done.stdout
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["kind"] == "comparison"
    again = CliRunner().invoke(main, command)
    assert (again.exit_code, again.stderr) == (
        1, "Error: out.csv: is there already; name another file, or replace it with --force\n"
    )  # fmt: skip
    Path("years.csv").write_text("b.txt,soon\n", encoding="utf-8")
    wrong = CliRunner().invoke(main, [*command, "--force"])
    assert wrong.stderr == "Error: years.csv:1: 'soon' is no year; write four digits\n"
    neither = CliRunner().invoke(main, ["compare", "b.txt"])
    assert neither.exit_code == 2
    assert "give either --between REGION REGION or --over-time REGION" in neither.stderr
