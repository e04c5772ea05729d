"""Rules and their language: own sentences, the compiled meaning, and what a broken rule says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyclf import patterns
from policyclf.bundled import bundled
from policyclf.errors import LabelsError
from policyclf.patterns import compile_pattern
from policyclf.prefilter import Lookup, Prefilter
from policyclf.rules import Rules
from policyclf.stored import StoredRules, dump_rules
from policyclf.strings import Batch
from policyclf.words import normalize
from tests.conftest import TYPES

LISTS = {"建设": ["新建", "设立"]}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(bundled("labels"), TYPES)


def test_bundled_rules_do_what_their_own_sentences_say(rules: Rules) -> None:
    assert rules.rules
    assert list(rules.failures()) == []


@pytest.mark.parametrize(
    ("pattern", "hits", "misses"),
    [
        ("标准地", ["推行“标准地”改革"], ["标准的地"]),
        ("<建设>…孵化器", ["新建3家科技孵化器", "设立孵化器"], ["新建学校，孵化器满员", "孵化器新建"]),
        ("<建设>……孵化器", ["新建学校，改造孵化器"], ["孵化器新建"]),
        ("设立[专项]基金", ["设立基金", "设立专项基金"], ["设立产业基金"]),
        ("平台!(经济|企业)", ["建平台", "平台经济与服务平台"], ["平台经济", "平台企业"]),
        ("~(交流)平台", ["服务平台"], ["交流平台"]),
        ("园区!<建设>", ["园区改造"], ["园区新建", "园区设立"]),
        ("~<建设>园区", ["改造园区"], ["新建园区", "设立园区"]),
        ("奖励#元", ["奖励50万元", "奖励1.5亿元", "奖励２０多万元"], ["奖励万元"]),
        ("^强化人才", ["强化人才支撑", "二是强化人才支撑", "（三）强化人才支撑", "第五条 强化人才"], ["要强化人才"]),
        ("支撑$", ["强化土地支撑。", "强化支撑"], ["支撑有力"]),
        ("园区 & 扩容", ["扩容两个园区", "园区扩容"], ["园区建设", "电网扩容"]),
        ("(供应|出让)…用地", ["出让一批用地"], ["供应粮食。用地紧张"]),
        ("(签证…便利|第#批)", ["签证更加便利", "第三批、第12批"], ["签证难。便利店", "第批"]),
        ("(沉睡[的|着]资产|闲置[厂]房)", ["沉睡的资产", "沉睡资产", "闲置厂房", "闲置房"], ["沉睡了资产"]),
        ("(财政|税收)[性]优惠", ["财政优惠", "税收性优惠"], ["税收的优惠"]),
        ("(<建设>|改造)园区", ["新建园区", "改造园区"], ["园区新建"]),
        ("(#|两)家[骨干]企业", ["5家企业", "两家骨干企业"], ["家企业", "三家企业"]),
        ("办(理|结|$)", ["办理", "一次办。"], ["办公"]),
        ("企业!(#家|多)", ["企业一家", "企业5个"], ["企业5家", "企业多家"]),
        ("（筹）", ["实验室（筹）"], ["实验室筹"]),
    ],
)
def test_language(pattern: str, hits: list[str], misses: list[str]) -> None:
    compiled = compile_pattern(pattern, LISTS)
    assert [text for text in hits if not compiled.search(normalize(text))] == []
    assert [text for text in misses if compiled.search(normalize(text))] == []
    assert all(any(option in normalize(text) for option in options) for text in hits for options in compiled.needs)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        *((pattern, "needs at least") for pattern in ("…", "[试点]", "(#|$)")),
        *((pattern, "cannot be read") for pattern in ("", "供应(用地", "a & ")),
        ("<没有>用地", "does not define"),
        ("<空>用地", "leaves empty"),
        ("<圈>用地", "within itself"),
        ("(供应|)用地", "empty alternative"),
        ("~(第#)批", "no fixed length"),
        ("(^支持|鼓励)企业", "means nothing"),
        ("[(省|市)]级财政", "cannot be read|means nothing"),
        ("价格＃号", "means nothing"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        compile_pattern(pattern, LISTS | {"空": [], "圈": ["大<圈>"]})


_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "ab",
                "(a|bc)",
                "[b]",
                "[a|c]",
                "…",
                "……",
                "#",
                "!(b|c#)",
                "~(a)",
                "(a…c|b)",
                "(b[c]|#a)",
                "(#|c)",
                "(c$|ab)",
                "a,b",
            ),
            *("^", "$"),
        ]
    ),
    min_size=1,
    max_size=5,
)


@given(_PIECES, st.lists(st.text("abc1,。", max_size=12), min_size=1, max_size=6))
def test_no_match_escapes_what_a_pattern_needs(pieces: list[str], texts: list[str]) -> None:
    try:
        pattern = compile_pattern("".join(pieces), {})
    except ValueError:
        return
    texts = [normalize(text) for text in texts]
    lookup = Lookup([pattern], texts)
    met = Prefilter([(0, pattern)], lookup).candidates(lookup.find(Batch.of(texts)))
    found = {row for row, _, _, start in met if pattern.search(texts[row], start)}
    assert found == {row for row, text in enumerate(texts) if pattern.search(text)}


def test_no_run_of_digits_takes_forever() -> None:
    for source in ("##元", "(#…#|甲)元", "第#批#年"):
        assert compile_pattern(source, {}).search("1" * 5_000 + "." * 5_000) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "land.supply"', "", "rule id '' is missing"),
        ('patterns = ["供应…用地"]', 'patterns = ["供应("]', r"land.toml:3: rule land.supply: patterns cannot be read"),
        ('patterns = ["供应…用地"]', "", "lacks patterns, hits or misses"),
        ('misses = ["供应蔬菜。"]', 'polarity = "maybe"\nmisses = ["x"]', "has polarity 'maybe'"),
        ('type = "land"', 'type = "water"', "has the type 'water'"),
        ("[[rule]]", "[[rule]", r"land.toml:2: is not TOML"),
        ('instrument = "供地"', 'instrument = "供地"\nweight = 3', "unknown key 'weight'"),
    ],
)
def test_a_broken_rule_names_its_place(small_labels: Path, old: str, new: str, says: str) -> None:
    path = small_labels / "rules" / "land.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(LabelsError, match=says) as caught:
        Rules.load(small_labels, ["land", "law"])
    assert caught.value.remedy


def test_rules_survive_a_model_folder(rules: Rules) -> None:
    restored = StoredRules(json.dumps(dump_rules(rules)).encode())
    text = "盘活闲置土地2000亩，设立50亿元产业基金，建设科技孵化器，引进博士，推行告知承诺制。"
    assert restored.rules == rules.rules
    assert [hit.rule.id for hit in restored.match(text)] == [hit.rule.id for hit in rules.match(text)]


def test_a_batch_gives_what_each_sentence_gives_alone(rules: Rules) -> None:
    texts = [text for rule in rules.rules[::7] for text in (*rule.hits, *rule.misses)]
    found = rules.match_batch(Batch.of([normalize(text) for text in texts]))
    assert [found.hits(row) for row in range(len(texts))] == [rules.match(text) for text in texts]
    assert not len(rules.match_batch(Batch.of([])).rows)


def test_the_prefilter_leaves_out_nothing_that_plain_searching_finds(rules: Rules) -> None:
    texts = [normalize(text) for rule in rules.rules[::11] for text in (*rule.hits, *rule.misses)][:80]
    found = rules.match_batch(Batch.of(texts))
    for row, text in enumerate(texts):
        wanted = {}
        for rule in rules.rules:
            span = next((span for pattern in rule.patterns if (span := pattern.search(text))), None)
            if span and not any(pattern.search(text) for pattern in rule.unless):
                wanted[rule.id] = text[span[0] : span[1]]
        assert {hit.rule.id: hit.text for hit in found.hits(row)} == wanted


def test_looking_at_the_next_character_first_changes_no_match(rules: Rules) -> None:
    texts = [normalize(text) for rule in rules.rules[::13] for text in (*rule.hits, *rule.misses)]
    for rule in rules.rules[::7]:
        for pattern in (*rule.patterns, *rule.unless):
            for part, regex in zip(pattern.parts, pattern.regexes, strict=True):
                plain = re.compile("".join(map(patterns._regex, part)))
                assert [plain.search(text) and 1 for text in texts] == [regex.search(text) and 1 for text in texts]


@pytest.mark.parametrize(
    ("pattern", "clausal"),
    [
        ("盘活…土地", True),
        ("^第#条…(许可|审批)$", True),
        ("盘活……土地", False),
        ("园区 & 扩容", False),
        ("土地,房屋", False),
        ("土地!(,|。)", True),
        ("(签证…便利|第#批)", True),
        ("(签证……便利|土地)", False),
    ],
)
def test_a_pattern_that_cannot_leave_its_clause_matches_there_alone(pattern: str, clausal: bool) -> None:
    compiled = compile_pattern(pattern, {})
    assert compiled.is_clausal is clausal
    text = "盘活土地,园区扩容;第3条审批"
    found = compiled.search(text)
    if clausal and found:
        start = max(text.rfind(mark, 0, found[0]) for mark in ",;") + 1
        assert compiled.search(text, start) == found
