"""Tags many files, over worker processes if asked, and keeps what could not be read for the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from policyclf.cli.options import progress
from policyclf.document import TaggedDocument
from policyclf.errors import PolicyclfError, ReadError
from policyclf.measures import Measure
from policyclf.read import Page, read
from policyclf.tagger import Tagger, load


@cache
def tagger(model: Path | None) -> Tagger:
    """The tagger of a process, loaded once."""
    return load(model)


def measures(model: Path | None) -> tuple[Measure, ...]:
    """The types that a model knows."""
    return tagger(model).measures


def tag_all(
    paths: Sequence[Path], model: Path | None, jobs: int, region: str | None, errors: list[PolicyclfError]
) -> Iterator[TaggedDocument]:
    """The tagged documents in order; inputs that cannot be used go to ``errors``."""
    tagger(model)  # a bad model is one error, not one a file
    pages = read(paths)
    if jobs == 1:
        results = (_tag(page, model, region) for page in pages)
    else:
        from joblib import Parallel, delayed

        results = Parallel(n_jobs=jobs, return_as="generator")(delayed(_tag)(page, model, region) for page in pages)
    with progress(results, "policyclf") as shown:
        for result in shown:
            if isinstance(result, PolicyclfError):
                errors.append(result)
            else:
                yield result


def _tag(page: Page | ReadError, model: Path | None, region: str | None) -> TaggedDocument | PolicyclfError:
    if isinstance(page, ReadError):
        return page
    return tagger(model).tag(page.text, name=page.name, region=region)
