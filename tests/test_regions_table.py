"""The tables of divisions and words hold together, and say where they do not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyclf.errors import LabelsError, OptionError
from policyclf.regions import Gazetteer
from policyclf.regions.recognize import Recognizer
from policyclf.regions.tables import DATA, read_tsv, words

TABLE = Gazetteer.load()
NAMES = sorted(TABLE.names)


def test_every_region_has_a_code_a_level_and_its_parent() -> None:
    for region in TABLE.regions:
        assert re.fullmatch(r"\d{6}", region.code), region
        parent = TABLE.parent(region)
        assert (parent is None) == (region.level == "province"), region
        if parent is not None:
            assert region.code[:2] == parent.code[:2], region
            assert parent.level != "county", region


def test_codes_are_unique_where_the_standard_gives_one() -> None:
    coded = [r for r in TABLE.regions if not (r.code[:2] in {"71", "81"} and r.level != "province")]
    assert len({r.code for r in coded}) == len(coded)
    assert all(TABLE.region(r.code) == r == TABLE.region(r.path) for r in coded)


def test_how_many_there_are() -> None:
    levels = [r.level for r in TABLE.regions if r.code[:2] not in {"71", "81", "82"}]
    assert levels.count("province") == 31
    assert levels.count("city") == 333 + 1  # 雄安新区 stands as a division
    assert levels.count("county") > 2840


def test_no_division_of_statistics_only() -> None:
    assert not [r for r in TABLE.regions if r.name in {"市辖区", "县"} or "直辖县级" in r.name or "开发区" in r.name]


@pytest.mark.parametrize(
    ("path", "code", "level"),
    [
        ("浙江省/衢州市/衢江区", "330803", "county"),
        ("重庆市/渝北区", "500112", "county"),
        ("湖北省/仙桃市", "429004", "county"),
        ("广东省/东莞市", "441900", "city"),
        ("河南省/洛阳市/瀍河回族区", "410304", "county"),
        ("新疆维吾尔自治区/石河子市", "659001", "county"),
        ("河北省/雄安新区", "133100", "city"),
        ("台湾省/台北市", "710000", "city"),
    ],
)
def test_paths_without_a_fake_level(path: str, code: str, level: str) -> None:
    region = TABLE.region(path)
    assert (region.code, region.level) == (code, level)


@pytest.mark.parametrize(
    ("name", "now", "until"),
    [
        ("襄樊市", "湖北省/襄阳市", "2010"),
        ("旬阳县", "陕西省/安康市/旬阳市", "2021"),
        ("偃师市", "河南省/洛阳市/偃师区", "2021"),
        ("吉利区", "河南省/洛阳市/孟津区", "2021"),
        ("胶南市", "山东省/青岛市/黄岛区", "2012"),
        ("衢县", "浙江省/衢州市/衢江区", "2001"),
        ("崇文区", "北京市/东城区", "2010"),
    ],
)
def test_former_names_lead_to_the_present_unit(name: str, now: str, until: str) -> None:
    assert (now, until) in {(e.region.path, e.until) for e in TABLE.lookup(name) if e.kind == "former"}


def test_a_unit_divided_among_others_keeps_its_own_path() -> None:
    (entry,) = TABLE.lookup("渝北区")
    assert (entry.region.path, entry.until) == ("重庆市/渝北区", "2025")


def test_find_gives_all_units_of_a_name() -> None:
    assert len(TABLE.find("鼓楼区")) == 4
    assert {r.path for r in TABLE.find("朝阳")} >= {"辽宁省/朝阳市", "北京市/朝阳区"}
    assert TABLE.find("没有这个地方") == ()
    assert TABLE.find(" 330803 ") == (TABLE.region("330803"),)


def test_roll_up() -> None:
    county = TABLE.region("湖北省/仙桃市")
    assert TABLE.roll_up(county, "county") == county
    assert TABLE.roll_up(county, "city") is None
    province = TABLE.roll_up(county, "province")
    assert province is not None
    assert province.path == "湖北省"


def test_every_name_is_found_in_text_with_its_path() -> None:
    recognizer = Recognizer.of(TABLE)
    for region in TABLE.regions:
        if region.path == "重庆市/两江新区":
            continue  # in text the name is read as the zone that it was until 2025, see zones.tsv
        hits = recognizer.find(region.path.replace("/", ""))
        assert any(region in hit.regions for hit in hits), region


@given(st.lists(st.lists(st.sampled_from([*NAMES, *"市区的在和，"]), max_size=6).map("".join), max_size=5))
def test_sentences_looked_through_at_once_hold_the_names_of_each(texts: list[str]) -> None:
    recognizer = Recognizer.of(TABLE)
    assert recognizer.find_each(texts) == [recognizer.find(text) for text in texts]


def test_tables_kept_by_hand_name_their_source() -> None:
    for name in ("changes.tsv", "zones.tsv", "aliases.tsv"):
        assert all(row["source"] for row in read_tsv(name))


def test_no_word_stands_twice_in_a_list() -> None:
    for section in words().values():
        for name, values in section.items():
            assert len(set(values)) == len(values), name


def test_a_row_with_a_missing_field_is_named(tmp_path: Path) -> None:
    (tmp_path / "zones.tsv").write_text("# a comment\nname\tpath\n两江新区\n", encoding="utf-8")
    with pytest.raises(LabelsError, match=r"zones.tsv:3: has 1 fields, not 2 \(name, path\); separate"):
        list(read_tsv("zones.tsv", tmp_path))


def test_word_lists_are_checked(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[roles]\nacts = "出台"\n', encoding="utf-8")
    with pytest.raises(LabelsError, match=r"words.toml: \[roles\] acts is no list of words"):
        words(tmp_path)
    lacks = tmp_path / "lacks"
    lacks.mkdir()
    (lacks / "words.toml").write_text('[roles]\nacts = ["出台"]\n', encoding="utf-8")
    with pytest.raises(LabelsError, match=r"lacks the list ratio of \[roles\]"):
        words(lacks)["roles"]["ratio"]
    with pytest.raises(LabelsError, match=r"lacks the section \[refer\]"):
        words(lacks)["refer"]
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(LabelsError, match="cannot be read"):
        words(other)


def test_reading_the_tables_is_quick_and_lazy() -> None:
    code = (
        "import time, sys, policyclf.regions as r\n"
        "assert r.Gazetteer.load.cache_info().currsize == 0\n"
        "t = time.perf_counter(); r.Gazetteer.load(); r.attribute([]); print(time.perf_counter() - t)\n"
        "assert 'jieba' not in sys.modules and 'sklearn' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.3  # 0.06 s when written


def test_the_files_are_all_there() -> None:
    assert {p.name for p in DATA.iterdir()} == {
        *(
            "abbreviations.tsv",
            "aliases.tsv",
            "changes.tsv",
            "classes.tsv",
            "divisions.tsv",
            "former.tsv",
            "groups.tsv",
            "mergers.tsv",
        ),
        *("pairs.tsv", "verbs.tsv", "words.toml", "zones.tsv"),
    }


def test_a_name_that_one_region_bears_is_enough_and_a_present_one_goes_before_a_former() -> None:
    table = Gazetteer.load()
    assert table.region("岳阳市").path == "湖南省/岳阳市"  # what is 岳阳县 today was called so until 1983
    assert table.region("衢州市").code == "330800"
    with pytest.raises(OptionError, match="鼓楼区"):
        table.region("鼓楼区")


def test_a_former_prefecture_is_followed_by_a_city_and_not_by_the_county_of_its_name() -> None:
    table = Gazetteer.load()
    for name, path in (
        ("思茅地区", "云南省/普洱市"),
        ("伊克昭盟", "内蒙古自治区/鄂尔多斯市"),
        ("零陵地区", "湖南省/永州市"),
    ):
        assert [region.path for region in table.find(name)] == [path]
    # 东川市, 沙市市 and 莱芜市 were prefectures in rank alone: all of them is one district today, or nearly.
    former = [e for entries in table.names.values() for e in entries if e.kind == "former" and e.code.endswith("00")]
    assert {e.name for e in former if e.region.level == "county"} <= {
        "东川市",
        "沙市市",
        "莱芜市",
        "东川",
        "沙市",
        "莱芜",
    }
    assert table.find("巢湖地区") == ()  # divided among three cities
