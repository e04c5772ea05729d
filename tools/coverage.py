"""What the written sentences cover: prints the tables of labels/README.md.

python tools/coverage.py
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
TYPES = ("land", "finance", "talent", "approval", "platform")
KINDS = ("carries", "with another", "hard negative", "ordinary")


def main() -> None:
    rows = [
        json.loads(line)
        for path in sorted((ROOT / "labels" / "sentences" / "written").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    bare = sum(not row["measures"] for row in rows)
    real = sum("occasion" in row for row in rows)
    print(f"{len(rows)} rows; {bare} without a label; {real} occasioned by a real sentence; ", end="")
    print(f"{sum('before' in row for row in rows)} with the text before them\n")
    instruments: dict[str, set[str]] = defaultdict(set)
    by_genre: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for kind in row["measures"]:
            if row.get("instrument"):
                instruments[kind].add(row["instrument"])
        genre = row.get("genre", "not noted")
        for column in (*row["measures"], row.get("kind", "not noted"), "rows"):
            by_genre[genre][column] += 1
    columns = ("rows", *TYPES, *KINDS)
    print("| genre | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for genre in sorted(by_genre, key=lambda name: -by_genre[name]["rows"]):
        print(f"| {genre} | " + " | ".join(str(by_genre[genre][column]) for column in columns) + " |")
    print("\n| type | instruments named | for example |\n|---|---|---|")
    for kind in TYPES:
        names = sorted(instruments[kind])
        print(f"| `{kind}` | {len(names)} | {'、'.join(names[:: max(1, len(names) // 14)][:14])} |")


if __name__ == "__main__":
    main()
