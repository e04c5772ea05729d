"""``policyclf evaluate``: scores by document, and what more labels would bring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policyclf.cli import options

if TYPE_CHECKING:
    from policyclf.curve import Curve
    from policyclf.evaluation import Scores

_PHRASES = {
    "zh": {
        "sentences": "{documents} 个文档或单句，{sentences} 句；各由未见过该文档的模型判断",
        "head": ["", "准确率", "召回率", "F1", "95% 区间", "支持"],
        "rules": "规则",
        "classifier": "分类器",
        "both": "合用",
        "macro": "宏平均",
        "error": "期望校准误差 {error:.3f}。区间：按文档自助抽样。原有规则是对着种子文档写的。",
        "curve": "学习曲线：在 {documents} 个文档或单句（{sentences} 句）上测试，各由未见过该文档的模型判断；较小的量各抽 {draws} 次",
        "labels": "标注数",
        "half": "标注量翻倍（{before} → {now} 句）的变化：{macro}",
        "pays": "{names}的收益最明显：再标注这些类型最值得。",
        "together": "总体在提高，但单个类型的提高都未超出区间：多标注仍有收益，还看不出哪一类最值得。",
        "none": "没有类型的提高超出区间：再多标注同样的文本收益很小；不妨换别的文本，或写规则。",
        "flat": "{names}的变化未超出区间。",
        "separator": "、",
        "gain": "{kind} {change:+.3f}（{low:+.3f} – {high:+.3f}）",
    },
    "en": {
        "sentences": "{documents} documents or single sentences, {sentences} sentences; each by a model that did not see its document",
        "head": ["", "precision", "recall", "F1", "95% interval", "support"],
        "rules": "rules",
        "classifier": "classifier",
        "both": "both",
        "macro": "macro",
        "error": "Expected calibration error {error:.3f}. Intervals: bootstrap over documents. The bundled rules were written with the seed documents at hand.",
        "curve": "Learning curve, tested on {documents} documents or single sentences ({sentences} sentences), each by models that did not see its document; smaller numbers drawn {draws} times",
        "labels": "labels",
        "half": "The last doubling ({before} to {now} labels) changed {macro}.",
        "pays": "More labels pay most for {names}.",
        "together": "All types together gained, none by itself beyond its interval: more labels pay, of which type cannot be told yet.",
        "none": "No type gained beyond its interval: more labels of the same kind will bring little; other text, or rules, may.",
        "flat": "Within its interval stayed {names}.",
        "separator": ", ",
        "gain": "{kind} {change:+.3f} ({low:+.3f} to {high:+.3f})",
    },
}


@click.command(epilog="Example:  policyclf evaluate --labels labels --add ours.jsonl --curve -j 2")
@options.labels
@options.add
@click.option(
    "--curve", is_flag=True, help="Instead: F1 against the number of labels, and where more of them would pay."
)
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Of each smaller number of labels, for --curve.",
)
@click.option(
    "--rules", "by_rule", is_flag=True, help="Instead: how often each rule fires on the labels, and how often rightly."
)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@options.out
@options.lang
@options.jobs
@options.force
@options.fails_in_one_line
def evaluate(
    labels: Path | None, add: tuple[Path, ...], curve: bool, draws: int, by_rule: bool, form: str, out: Path | None,
    lang: str, jobs: int, force: bool,
) -> None:  # fmt: skip
    """Score rules, classifier and both on documents and added sentences, each by a model that did not see its document.

    The rules were written with the seed documents at hand: on those, a score with rules is no estimate for new text.
    """
    options.refuse_to_replace(out, force=force)
    if by_rule:
        options.write(_rules(labels, add), out, force=force)
        return
    from policyclf.curve import learning_curve
    from policyclf.evaluation import evaluate as score
    from policyclf.report.plain import csv_text

    with options.watching("policyclf") as watch:
        if curve:
            drawn = learning_curve(labels, add=add, draws=draws, jobs=jobs, watch=watch)
            data, rows, text = drawn.to_dict(), drawn.to_rows(), _curve(drawn, lang)
        else:
            found = score(labels, add=add, jobs=jobs, watch=watch)
            data, rows, text = _data(found), _rows(found), _scores(found, lang)
    if form == "json":
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    elif form == "csv":
        text = csv_text(rows, rows[0])
    options.write(text, out, force=force)


def _data(found: Scores) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(found)


def _rows(found: Scores) -> list[dict[str, Any]]:
    return [
        {
            "variant": variant,
            "type": kind,
            "precision": round(s.precision, 4),
            "recall": round(s.recall, 4),
            "f1": round(s.f1, 4),
            "low": round(s.interval[0], 4),
            "high": round(s.interval[1], 4),
            "support": s.support,
        }
        for variant, scores in found.by_type.items()
        for kind, s in scores.items()
    ]


def _scores(found: Scores, lang: str) -> str:
    say: dict[str, Any] = _PHRASES[lang]
    lines = [say["sentences"].format(documents=found.documents, sentences=found.sentences)]
    for variant, scores in found.by_type.items():
        rows = [[say[variant], *say["head"][1:]]]
        for kind, s in scores.items():
            low, high = s.interval
            figures = [f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", f"{low:.2f}-{high:.2f}"]
            rows.append([f"  {kind}", *(figures if s.support else ["-"] * 4), str(s.support)])
        mean, (low, high) = found.macro[variant]
        rows.append([f"  {say['macro']}", "", "", f"{mean:.3f}", f"{low:.2f}-{high:.2f}", ""])
        lines.append(options.table(rows))
    lines.append(say["error"].format(error=found.error))
    return "\n".join(lines) + "\n"


def _curve(found: Curve, lang: str) -> str:
    say: dict[str, Any] = _PHRASES[lang]
    kinds = list(found.gains)
    sizes = list(dict.fromkeys(round(point.labels) for point in found.points))
    points = {(round(point.labels), point.type): point for point in found.points}
    rows = [[say["labels"], *(say["macro"] if kind == "macro" else kind for kind in kinds)]]
    for size in sizes:
        cells = [points[size, kind] for kind in kinds]
        rows.append([str(size), *(f"{p.f1:.3f} ({p.interval[0]:.2f}-{p.interval[1]:.2f})" for p in cells)])
    gains = {
        kind: say["gain"].format(
            kind=say["macro"] if kind == "macro" else kind,
            change=gain.change,
            low=gain.interval[0],
            high=gain.interval[1],
        )
        for kind, gain in found.gains.items()
    }
    lines = [say["curve"].format(documents=found.documents, sentences=found.sentences, draws=found.draws), ""]
    lines += [options.table(rows), say["half"].format(before=sizes[-2], now=sizes[-1], macro=gains["macro"])]
    if found.paying:
        lines.append(say["pays"].format(names=say["separator"].join(gains[kind] for kind in found.paying)))
        flat = [gains[kind] for kind in kinds if kind not in ("macro", *found.paying)]
        lines += [say["flat"].format(names=say["separator"].join(flat))] if flat else []
    else:
        lines.append(say["together" if found.gains["macro"].pays else "none"])
    return "\n".join(lines) + "\n"


def _rules(labels: Path | None, add: tuple[Path, ...]) -> str:
    from policyclf.bundled import bundled
    from policyclf.labels import load_labels
    from policyclf.measures import load_measures, with_own
    from policyclf.rules import Rules
    from policyclf.rulescore import score_rules

    folder = labels or bundled("labels")
    types = [measure.id for measure in with_own(load_measures(folder), add)]
    scores = score_rules(Rules.load(folder, types), load_labels(folder, types, add))
    rows = [["rule", "polarity", "fired", "with the type"]]
    for each in sorted(scores, key=lambda s: (s.rule.type, s.rule.polarity, -s.fired, s.rule.id)):
        share = "never fired" if each.precision is None else f"{each.precision:.0%}"
        rows.append([each.rule.id, each.rule.polarity, str(each.fired), share])
    return options.table(rows) + f"{len(scores)} rules, {sum(not each.fired for each in scores)} never fired\n"
