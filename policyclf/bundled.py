"""Where the labels and the default model are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from policyclf.errors import OptionError

_PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """Path of a bundled folder, ``labels`` or ``models/default``; :class:`OptionError` if the installation lacks it.

    >>> bundled("labels").name
    'labels'
    """
    for base in (_PACKAGE / "_bundled", _PACKAGE.parent):
        if (base / name).is_dir():
            return base / name
    raise OptionError(name, "is not part of this installation", "install policyclf again, or name a folder")
