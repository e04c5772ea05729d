"""What a page's lines look like: the expressions of ``marks.toml``, compiled, behind one question each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from policyclf.errors import LabelsError
from policyclf.measures import load_toml
from policyclf.words import cut

_LISTS = ("section", "furniture", "byline", "ending", "credit", "caption", "dateline", "opening", "item", "salutation")
_CLOSERS = "”’」』》）)】\"'"
_POST = re.compile(r"[（(][^（）()]{2,30}[）)]\Z")  # what a writer is, in brackets behind the name
_BULLETS = frozenset("□■◆◇○●▲")
_SEPARATOR = re.compile(r"[\s、]+")
_TERMINAL = re.compile(rf"[。！？；：…!?;:]['{_CLOSERS}]*$")
# Whose photograph a caption is of: …一片繁忙。　摄影　张三
_CREDIT = re.compile(r"[。\s](?:摄影|供图)[：:/\s]+[一-鿿]{1,2}\s?[一-鿿]{1,2}$")
_HAN_TAIL, _HAN_HEAD = re.compile(r"[一-鿿]{1,4}$"), re.compile(r"^[一-鿿]{1,4}")


class Marks:
    """The compiled marks; :class:`LabelsError` when one of them is no regular expression.

    >>> marks = Marks.load()
    >>> marks.is_("byline", "□ 彭俊杰"), marks.names("余丽 胡俊翔"), marks.names("轻装上阵")
    (True, True, False)
    >>> marks.is_("byline", "■ 盘活闲置土地500亩"), marks.is_("byline", "● 李 蔚"), marks.is_("byline", "● 金融")
    (False, True, False)
    """

    def __init__(self, path: Path) -> None:
        data = load_toml(path)
        self._whole: dict[str, re.Pattern[str]] = {}
        self._start: dict[str, re.Pattern[str]] = {}
        for name in _LISTS:
            try:
                joined = "|".join(f"(?:{re.compile(source).pattern})" for source in data[name])
            except (KeyError, re.error) as error:
                raise LabelsError(path, f"the list {name!r} cannot be read ({error})", "mend that list") from error
            self._whole[name] = re.compile(rf"(?:{joined})\Z")
            self._start[name] = re.compile(joined)
        self._title, self._title_end = re.compile(data["title"]), re.compile(data["title_end"])
        name = rf"[{data['surnames']}][一-鿿·]{{1,3}}"
        self._name = re.compile(rf"{name}\Z")
        self._tail = re.compile(rf"(?:{'|'.join(data['ending'])}|[（(]{name}(?:[\s、]+{name}){{0,7}}[）)])\Z")

    @staticmethod
    @cache
    def load() -> Marks:
        """The marks that come with the package."""
        return Marks(Path(__file__).with_name("marks.toml"))

    def is_(self, mark: str, text: str) -> bool:
        """Does the whole text look like this mark?"""
        return self._whole[mark].match(text) is not None or (mark == "byline" and self._signed(text))

    def starts(self, mark: str, text: str) -> bool:
        """Does the text begin like this mark?"""
        return self._start[mark].match(text) is not None

    def names(self, text: str) -> bool:
        """Several personal names and nothing else; or names in brackets."""
        names = _SEPARATOR.split(text.strip("（()）"))
        return (len(names) > 1 or text[:1] in ("（", "(")) and all(map(self._name.match, names))

    def _signed(self, text: str) -> bool:
        """Names behind a bullet: ● 李 蔚, and not ● 金融 or ■ 区位, which head a passage; □ 江南时评 顾小可 too."""
        name = _POST.sub("", text[1:].strip())
        if text[:1] not in _BULLETS or not name:
            return False
        if text[0] == "□" and self.one_name(name.split()[-1]):
            return True
        return self.names(name) or (self.one_name(name) and len(cut("".join(name.split()))) > 1)

    def one_name(self, text: str) -> bool:
        """A single personal name (王 晓 with its space), which only its place on the page tells from a word."""
        return self._name.match("".join(text.split())) is not None

    def unfinished_title(self, text: str) -> bool:
        """An official title that has begun (关于…) and not reached its noun (…的报告), or an open 《 or （."""
        begun = self._title.match(text) and not self._title_end.search(text)
        return bool(begun) or text.count("《") > text.count("》") or text.count("（") > text.count("）")

    def finished_title(self, text: str) -> bool:
        """An official title from 关于 to its noun: what stands below is another paragraph."""
        return bool(self._title.match(text) and self._title_end.search(text))

    def tail(self, text: str) -> int:
        """Where a bracketed byline at the end of a paragraph begins; the text's length if there is none."""
        match = self._tail.search(text)
        return match.start() if match else len(text)


def is_closed(text: str) -> bool:
    """Does the text end where a sentence, clause or lead-in ends?"""
    return bool(_TERMINAL.search(text) or _CREDIT.search(text)) or (text[:1] in "（(" and text[-1:] in "）)")


def straddles(left: str, right: str) -> bool:
    """Does a dictionary word stand across the break between two texts (…是实 | 现共同富裕…)?"""
    tail, head = _HAN_TAIL.search(left), _HAN_HEAD.search(right)
    if not tail or not head:
        return False
    at, end = len(tail.group()), 0
    for word in cut(tail.group() + head.group()):
        if end < at < end + len(word):
            return True
        end += len(word)
    return False
