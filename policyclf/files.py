"""Files are written in one step: what was there stays whole until the new one is."""

from __future__ import annotations

import contextlib
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
