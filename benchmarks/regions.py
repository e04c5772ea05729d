"""Regions side by side: this package against cpca and JioNLP, on one core, in one run.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install cpca jionlp . && /tmp/peers/bin/python benchmarks/regions.py \
        --sentences labels/sentences/seeds.jsonl --peers region-peer-cases.jsonl

A tool that is not installed is left out. ``--peers`` is a file of other projects' test cases (address, expected
province, city, county); it is read where it lies and is no part of this project.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import itertools
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from policyclf.document import Sentence
from policyclf.regions import Gazetteer, attribute, refer, sources
from policyclf.regions.names import resolve_all
from policyclf.regions.recognize import Recognizer
from policyclf.regions.resolve import certain
from policyclf.regions.scope import Scope


def speeds(runs: Mapping[str, Callable[[], Any]], characters: int, rounds: int) -> dict[str, float]:
    """Characters a second, the best of some rounds: what else the machine does only ever slows a run.

    A round runs them all, one after the other, so that a busy minute falls on all of them; each twice, as the first time
    it finds the processor's caches full of the others' tables.
    """
    best = dict.fromkeys(runs, float("inf"))
    gc.collect()
    gc.freeze()  # else each tool pays for looking through the others' tables
    for _ in range(rounds):
        for name, run in runs.items():
            run()
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return {name: characters / seconds for name, seconds in best.items()}


def each(call: Callable[[str], Any], texts: Sequence[str]) -> None:
    for text in texts:
        try:
            call(text)
        except (KeyError, ValueError, IndexError):  # cpca raises KeyError where it finds nothing
            continue


def attribute_all(docs: Sequence[Sequence[Sentence]]) -> None:
    """As if no sentence had been met before: what is remembered of a text would make every round but the first faster."""
    for remembered in (refer.references, sources._says_source):
        remembered.cache_clear()
    for doc in docs:
        attribute(doc)


def documents(path: Path) -> list[list[Sentence]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    out = []
    for _, group in itertools.groupby(rows, key=lambda row: row.get("doc")):
        at, found = 0, []
        for row in group:
            found.append(Sentence(row["text"], "body", row.get("article", 0), ((at, at + len(row["text"])),)))
            at += len(row["text"]) + 1
        out.append(found)
    return out


def first_mention(case: dict[str, Any]) -> bool:
    """Whether a case of another project comes out as it expects; undecided where it expects a bare county."""
    text, expected = case["text"], case["expected"]
    names = [expected[level] for level in ("province", "city", "county") if expected[level]]
    want = [n for n in dict.fromkeys(names) if n != "市辖区"]
    if not isinstance(text, str):
        return not want
    table = Gazetteer.load()
    given = [table.region(code) for code in case.get("options", {}).get("umap", {}).values()]
    hits = Recognizer.of(table).find(text)
    here = certain(hits)
    found = resolve_all(text, hits, Scope(here, here, given[0] if given else None))
    if found and found[0].region:
        return found[0].region.path.split("/") == want
    return len(names) == 1 and bool(found) and all(r.name == names[0] for r in found[0].candidates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=Path, default=Path("labels/sentences/seeds.jsonl"))
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    start = time.perf_counter()
    Gazetteer.load()
    attribute([])
    print(f"policyclf ready in {time.perf_counter() - start:.2f} s")
    docs = documents(args.sentences)
    texts = [s.text for doc in docs for s in doc]
    size = sum(map(len, texts))
    recognizer = Recognizer.of(Gazetteer.load())
    runs: dict[str, Callable[[], Any]] = {
        "policyclf attribute": lambda: attribute_all(docs),
        "policyclf, names only": lambda: [recognizer.find(text) for text in texts],
    }
    for module, name in (("cpca", "transform_text_with_addrs"), ("cpca", "transform"), ("jionlp", "parse_location")):
        try:
            call = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            print(f"{module}.{name}: not installed")
            continue
        # cpca.transform reads one address from the start of each text and no more; the other two all names.
        whole = name == "transform"
        runs[f"{module}.{name}"] = functools.partial(call, texts) if whole else functools.partial(each, call, texts)
    found = speeds(runs, size, args.rounds)
    ours = found["policyclf attribute"]
    for label, value in found.items():
        print(f"{label:34s} {value:>12,.0f} characters/s   policyclf is {ours / value:6.1f} times as fast")
    if args.peers:
        cases = [json.loads(line) for line in args.peers.read_text(encoding="utf-8").splitlines()]
        cases = [case for case in cases if case["kind"] == "address"]
        wrong = [case["text"] for case in cases if not first_mention(case)]
        print(f"first mention of other projects' addresses: {len(cases) - len(wrong)} of {len(cases)}; not {wrong}")


if __name__ == "__main__":
    main()
