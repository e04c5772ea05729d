"""What a region was called in the year of a document: for show, and only where it differs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyclf.document import Region, Sentence
from policyclf.regions import Gazetteer, year_of

TABLE = Gazetteer.load()


@pytest.mark.parametrize(
    ("path", "year", "then", "code"),
    [
        ("陕西省/安康市/旬阳市", 2019, "陕西省/安康市/旬阳县", "610928"),
        ("陕西省/安康市/旬阳市", 2021, "陕西省/安康市/旬阳市", "610981"),
        ("河南省/洛阳市/偃师区", 2020, "河南省/洛阳市/偃师市", "410381"),
        ("湖北省/襄阳市", 2009, "湖北省/襄樊市", "420600"),
        ("贵州省/铜仁市", 2010, "贵州省/铜仁地区", "522200"),
        ("浙江省/杭州市/拱墅区", 2019, "浙江省/杭州市/拱墅区", "330105"),  # 下城区 became part of it, and was another
        ("北京市", 1990, "北京市", "110000"),
    ],
)
def test_name_and_code_of_a_year(path: str, year: int, then: str, code: str) -> None:
    region = TABLE.then(TABLE.region(path), year)
    assert (region.path, region.code) == (then, code)


@settings(deadline=None)
@given(st.sampled_from(TABLE.regions), st.integers(1980, 2030))
def test_any_region_has_a_name_in_any_year(region: Region, year: int) -> None:
    then = TABLE.then(region, year)
    assert then.level == region.level
    assert then.path.count("/") == region.path.count("/")
    assert TABLE.then(region, 2030) == region


def units(*texts: str) -> list[Sentence]:
    return [Sentence(text, "heading" if text[-1] not in "。：" else "body", 0, ((0, len(text)),)) for text in texts]


@pytest.mark.parametrize(
    ("name", "texts", "year"),
    [
        ("2024年滁州市政府工作报告.txt", (), 2024),
        ("reports/20190318_notice.txt", (), 2019),
        ("规划（2021—2025年）.txt", (), 2021),
        ("规划2021-2025年.txt", (), 2021),
        ("a.txt", ("开发区总体规划（2021—2025年）", "各单位："), 2021),
        ("a.txt", ("国务院关于加强监管的意见", "国发〔2019〕5号"), 2019),
        ("a.txt", ("关于支持企业的通知", "各单位：", "对企业给予补贴。", "2022年3月1日"), 2022),
        ("a.txt", ("到2035年建成强省。",), None),
        ("12345678.txt", (), None),
        ("a.txt", (), None),
    ],
)
def test_year_of_a_document(name: str, texts: tuple[str, ...], year: int | None) -> None:
    assert year_of(name, units(*texts)) == year


def run(*args: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "policyclf", *map(str, args)], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def test_commands_show_the_name_of_the_year(tmp_path: Path) -> None:
    assert run("regions", "旬阳市", "--year", 2019).rstrip("\n").endswith("\t2019\t陕西省/安康市/旬阳县\t610928")
    page = tmp_path / "page.txt"
    page.write_text("旬阳市对企业给予补贴。", encoding="utf-8")
    plain = json.loads(run("tag", page))
    assert "regions_then" not in plain
    assert plain["region_mention"] == ["旬阳市", 0, 3]
    then = json.loads(run("tag", page, "--year", 2019))
    assert (then["regions"], then["codes"]) == (["陕西省/安康市/旬阳市"], ["610981"])
    assert then["regions_then"] == ["陕西省/安康市/旬阳县"]
