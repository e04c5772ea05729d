"""One key at a time from a terminal, without waiting for Enter; what is typed ahead is kept."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator

import click

_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|O.|.)?", re.S)  # arrows and the like, which mean nothing here


@contextlib.contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """A function that waits for a key; full-width characters of a Chinese input method come as the ASCII ones.

    It raises :class:`EOFError` when the terminal is gone, and :class:`KeyboardInterrupt` for Ctrl-C. The terminal is afterwards as before.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows
        yield lambda: _plain(click.getchar())[:1]
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    waiting: list[str] = []

    def key() -> str:
        while not waiting:
            tty.setcbreak(terminal, termios.TCSANOW)  # again each time: a shell that put us aside may have set it back
            data = os.read(terminal, 1024)
            if not data:
                raise EOFError
            waiting.extend(_plain(_ESCAPES.sub("", decoder.decode(data))))
        found = waiting.pop(0)
        if found == "\x04":  # Ctrl-D
            raise EOFError
        return found

    try:
        yield key
    finally:
        with contextlib.suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
