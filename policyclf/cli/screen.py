"""What ``policyclf label`` shows of a sentence: plain lines, which any terminal and any width can show."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from policyclf.candidates import Candidate
from policyclf.sitting import Choice, Sitting, is_labelled

COMMANDS = "squh"  # skip, quit, undo, help: no key of a type
_TYPE_KEYS = [*"123456789", *(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in COMMANDS)]
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SHOWN = 160  # characters of the text around a sentence

SAYS = {
    "zh": {
        "place": "第 {at} 句，共 {all} 句",
        "heading": "标题",
        "before": "上文",
        "after": "下文",
        "region": "地区",
        "given": "原标注",
        "none": "无",
        "model": "模型",
        "keys": "[x] 是  [ ] 否  [?] 不知道   {types} 改类型  回车 保存  = 照模型  0 全否  ? 全不知道  s 跳过  u 撤销  h 帮助  q 退出",
        "help": "按类型前的键：否→是→不知道→否。回车或空格：保存，到下一句。=：取模型的标注。0：全部为否。?：全部为不知道。"
        "s：跳过，以后再问。u：回到上一句，收回它的标注。q：退出，再运行同一命令就从这里继续。",
        "saved": "{out}：本次标注 {done} 句，跳过 {skipped} 句，此前已有 {before} 句，剩 {left} 句",
        "end": "问完了。u 回到上一句，其他键结束",
        "first": "这是第一句",
        "what": "没有这个键：{key}（h 帮助）",
    },
    "en": {
        "place": "{at} of {all}",
        "heading": "heading",
        "before": "before",
        "after": "after",
        "region": "region",
        "given": "labelled",
        "none": "none",
        "model": "model",
        "keys": "[x] yes  [ ] no  [?] unknown   {types} turn a type  Enter save  = as the model  0 none  ? all unknown  s skip  u undo  h help  q quit",
        "help": "The key before a type: no, yes, unknown, no. Enter or space: save and go on. =: what the model says. 0: no to all. ?: unknown for all. "
        "s: skip, it is asked again another time. u: back by one, taking back its labels. q: quit; the same command goes on from here.",
        "saved": "{out}: {done} sentences labelled now, {skipped} skipped, {before} labelled before, {left} left",
        "end": "That was the last. u: back by one; any other key ends",
        "first": "this is the first sentence",
        "what": "no such key: {key} (h for help)",
    },
}


def type_keys(types: Sequence[str]) -> dict[str, str]:
    """The key of each type, by key: digits, then letters that are no commands."""
    return dict(zip(_TYPE_KEYS, types, strict=False))


def show(lines: Iterable[str]) -> None:
    """Lines on a clean screen, where the terminal can clean it; written at once, so that nothing flickers over ssh."""
    clean = "\n" if os.environ.get("TERM", "dumb") == "dumb" else "\x1b[2J\x1b[H"
    click.echo(clean + "\n".join(lines))


def _safe(text: str) -> str:
    """Without characters that command a terminal, which a page may hold."""
    return _CONTROL.sub(" ", text)


def draw(sitting: Sitting, choice: Choice, names: Mapping[str, str], lang: str, *, blind: bool, note: str = "") -> None:
    """The sentence with what stands around it, the types with the choice and the model's scores, and the keys."""
    show(_lines(sitting, choice, names, lang, blind, note))


def done(lang: str) -> None:
    """Behind the last sentence."""
    show([SAYS[lang]["end"]])


def _lines(
    sitting: Sitting, choice: Choice, names: Mapping[str, str], lang: str, blind: bool, note: str
) -> Iterator[str]:
    each, say = sitting.current, SAYS[lang]
    assert each is not None
    around = each.context
    yield _dim(
        f"{say['place'].format(at=sitting.at + 1, all=len(sitting.asked))}  {_safe(each.row.doc or each.row.id)}"
    )
    for part in ("region", "heading", "before"):
        if part in around:
            yield _dim(f"{say[part]}: {_short(around[part], end=part == 'before')}")
    yield from ("", _bold(_safe(each.row.text)), "")
    if "after" in around:
        yield from (_dim(f"{say['after']}: {_short(around['after'])}"), "")
    if not blind and is_labelled(each.row):
        given = "、".join(names[kind] for kind in each.row.measures) or say["none"]
        yield _dim(f"{say['given']}: {given}" + (f" ({_safe(each.row.annotator)})" if each.row.annotator else ""))
    keys = type_keys(list(names))
    for key, kind in keys.items():
        mark = "x" if kind in choice.yes else "?" if kind in choice.unknown else " "
        line = f"  {key} [{mark}] {names[kind]}"
        yield (_bold(line) if mark != " " else line) + ("" if blind else _score(each, kind, say["model"]))
    first, last = next(iter(keys)), list(keys)[-1]
    yield from ("", _dim(say["keys"].format(types=first if first == last else f"{first}-{last}")))
    if note:
        yield note


def _score(each: Candidate, kind: str, model: str) -> str:
    """The model's score of a type, marked where the model would tag it."""
    if kind not in each.scores:
        return ""
    text = f"  {each.scores[kind]:.2f}"
    return text + f" < {model}" if kind in each.tagged else text


def _short(text: str, *, end: bool = False) -> str:
    text = _safe(text)
    if len(text) <= _SHOWN:
        return text
    return "…" + text[-_SHOWN:] if end else text[:_SHOWN] + "…"


def _bold(text: str) -> str:
    return text if _plain() else click.style(text, bold=True)


def _dim(text: str) -> str:
    return text if _plain() else click.style(text, dim=True)


def _plain() -> bool:
    return bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
