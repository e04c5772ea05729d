"""Files are written in one step: what was there stays whole until the new one is."""

from __future__ import annotations

import contextlib
import ctypes
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from policyclf.errors import OptionError


@contextlib.contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` when all is written: a crash leaves the old one whole."""
    if path.exists() and not force:
        raise OptionError(path, "is there already", "name another file, or replace it with --force")
    path = Path(os.path.realpath(path))  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}-", dir=path.parent)
    except OSError as error:
        raise OptionError(
            path, f"cannot be written ({error.strerror})", "name a file in a folder that exists"
        ) from error
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        fresh.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        fresh.replace(path)
    except OSError as error:
        raise OptionError(path, f"cannot be written ({error.strerror})", "free some space, or name a file") from error
    finally:
        fresh.unlink(missing_ok=True)


def put_in_place(fresh: Path, folder: Path) -> None:
    """Gives a complete folder its name; what bore the name before, if anything, then has the other one.

    Where the system can exchange two names (Linux), there is no moment without a whole folder at ``folder``. Elsewhere there is
    one between two renamings, and the old folder lies beside under a name with a dot if the process dies in it.
    """
    if not folder.exists():
        fresh.replace(folder)
    elif not _exchange(fresh, folder):
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
        folder.replace(aside / folder.name)
        fresh.replace(folder)
        (aside / folder.name).replace(fresh)
        aside.rmdir()


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two names in one step, if the C library and the file system know how (renameat2)."""
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, TypeError, AttributeError):
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
