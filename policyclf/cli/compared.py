"""What added labels changed, to read: Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from policyclf.changes import Changes, Move
from policyclf.cli.options import table
from policyclf.comparison import Comparison, View

_SHOWN = 60  # characters of a sentence

_PHRASES = {
    "zh": {
        "base": "原有标注：{sentences} 句，{documents} 个文档或单句；新增前后各由未见过该文档的模型判断",
        "added": "新增标注：{sentences} 句，{documents} 个文档或单句",
        "head": ["F1", "原来", "现在", "变化", "95% 区间", "支持", ""],
        "macro": "宏平均",
        "better": "变好",
        "worse": "变差",
        "same": "",
        "none": "（没有一句带有原有类型，无法比较）",
        "new": "新类型 {kind}：新增标注上 F1 {f1:.3f}（95% 区间 {low:.2f}–{high:.2f}，支持 {support} 句）。原有标注没有判断过它，不能在其上评分。",
        "intervals": "区间：按文档自助抽样的差值；各类型的区间同时成立。",
        "verdict_worse": "明显变差：{names}",
        "verdict_better": "明显变好：{names}",
        "verdict_same": "没有超出区间的变化。",
        "chance": "新增标注与模型的一致程度（F1 {f1:.3f}）不高于打乱后的标注（{shuffled:.3f}）：句子和标注是否错位？",
        "corpus": "语料：{documents} 篇，{sentences} 句，其中 {flipped} 句的标签改变",
        "flips": "  {kind}：增 {gained}，减 {lost}",
        "gained": "增",
        "lost": "减",
        "moves": "名次变化超出区间、或 ▲ 变化的地区（名次；相当于其他地区的倍数）：",
        "still": "没有地区的名次变化超出区间，▲ 也没有变化。",
        "marked": "，新标 ▲",
        "unmarked": "，失去 ▲",
        "separator": "、",
    },
    "en": {
        "base": "Base labels: {sentences} sentences, {documents} documents or single sentences; each by models that did not see its document",
        "added": "Added labels: {sentences} sentences, {documents} documents or single sentences",
        "head": ["F1", "before", "now", "change", "95% interval", "support", ""],
        "macro": "macro",
        "better": "better",
        "worse": "worse",
        "same": "",
        "none": "  (no sentence carries a type known before: nothing to compare)",
        "new": "New type {kind}: F1 {f1:.3f} on the added labels (95% interval {low:.2f}-{high:.2f}, support {support}). Nobody judged the base labels for it: no score there.",
        "intervals": "Intervals: bootstrap of the difference over documents; those of the types hold together.",
        "verdict_worse": "Clearly worse: {names}",
        "verdict_better": "Clearly better: {names}",
        "verdict_same": "No change beyond its interval.",
        "chance": "The added labels agree with the model (F1 {f1:.3f}) no more than shuffled ones ({shuffled:.3f}): did sentences and labels come apart?",
        "corpus": "Corpus: {documents} documents, {sentences} sentences, {flipped} of them with other tags",
        "flips": "  {kind}: {gained} gained, {lost} lost",
        "gained": "gained",
        "lost": "lost",
        "moves": "Regions whose rank changes beyond its interval, or whose ▲ does (rank; times the share elsewhere):",
        "still": "No region's rank changes beyond its interval, and no ▲ comes or goes.",
        "marked": ", now ▲",
        "unmarked": ", no longer ▲",
        "separator": ", ",
    },
}


def as_text(comparison: Comparison, lang: str = "zh") -> str:
    """Both tables, the verdict, and what changes in the corpus."""
    return "\n".join(_lines(comparison, lang)) + "\n"


def _lines(comparison: Comparison, lang: str) -> Iterator[str]:
    say = _PHRASES[lang]
    for name, view in (("base", comparison.base), ("added", comparison.added)):
        if view.sentences:
            yield ""
            yield str(say[name]).format(sentences=view.sentences, documents=view.documents)
            yield from _view(view, lang)
    for kind, found in comparison.new.items():
        low, high = found.interval
        yield str(say["new"]).format(kind=kind, f1=found.f1, low=low, high=high, support=found.support)
    yield ""
    yield str(say["intervals"])
    for verdict, changed in (("worse", comparison.worse), ("better", comparison.better)):
        if changed:
            names = str(say["separator"]).join(f"{kind} ({view})" for view, kind, _ in changed)
            yield str(say[f"verdict_{verdict}"]).format(names=names)
    if not comparison.worse and not comparison.better:
        yield str(say["verdict_same"])
    if comparison.chance is not None and not comparison.chance.beaten:
        yield str(say["chance"]).format(f1=comparison.chance.f1, shuffled=comparison.chance.shuffled)
    if comparison.corpus is not None:
        yield ""
        yield from _corpus(comparison.corpus, lang)


def _view(view: View, lang: str) -> Iterator[str]:
    say = _PHRASES[lang]
    if not view.by_type:
        yield str(say["none"])
        return
    rows = [list(say["head"])]
    for kind, each in [*view.by_type.items(), (str(say["macro"]), view.macro)]:
        low, high = each.interval
        figures = [f"{each.before:.3f}", f"{each.now:.3f}", f"{each.change:+.3f}", f"{low:+.3f} – {high:+.3f}"]
        rows.append([kind, *figures, str(each.support), str(say[each.verdict])])
    yield table(rows).rstrip("\n")


def _corpus(changes: Changes, lang: str) -> Iterator[str]:
    say = _PHRASES[lang]
    yield str(say["corpus"]).format(documents=changes.documents, sentences=changes.sentences, flipped=changes.flipped)
    for kind, flips in groupby(changes.flips, key=lambda flip: flip.type):
        yield str(say["flips"]).format(kind=kind, gained=changes.gained[kind], lost=changes.lost[kind])
        for flip in flips:
            text = flip.text if len(flip.text) <= _SHOWN else flip.text[: _SHOWN - 1] + "…"
            side = say["gained" if flip.gained else "lost"]
            yield f"    {side} {flip.before:.2f} → {flip.now:.2f}  {text} [{flip.doc}:{flip.start}]"
    yield str(say["moves"] if changes.moves else say["still"])
    for move in changes.moves:
        yield "  " + _move(move, lang)


def _move(move: Move, lang: str) -> str:
    ranks, lifts = (
        " → ".join("-" if value is None else f"{value:{form}}" for value in pair)
        for pair, form in ((move.ranks, "d"), (move.lifts, ".1f"))
    )
    interval = f" ({move.interval[0]:.1f}–{move.interval[1]:.1f})" if move.interval is not None else ""
    was, now = move.emphasized
    mark = _PHRASES[lang]["unmarked" if was else "marked"] if was != now else ""
    return f"{move.region} {move.type}: {ranks}; {lifts}{interval}{mark}"
