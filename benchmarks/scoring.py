"""Scores sentences that are split already, on one core, beside the usual way: jieba, TfidfVectorizer, LogisticRegression.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/scoring.py [ROUNDS]

Both see the same sentences in the same run, in turn; the ratio of the medians is what counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

import policyclf
from policyclf.bundled import bundled
from policyclf.labels import load_labels


def main(rounds: int) -> None:
    tagger = policyclf.load()
    types = [measure.id for measure in tagger.measures]
    rows = load_labels(bundled("labels"), types)
    texts = [row.text for row in rows]
    targets = np.array([[kind in row.measures for kind in types] for row in rows])
    vectorizer = TfidfVectorizer(analyzer=jieba.lcut, sublinear_tf=True)
    usual = OneVsRestClassifier(LogisticRegression(max_iter=1000)).fit(vectorizer.fit_transform(texts), targets)
    ways: dict[str, Callable[[], object]] = {
        "policyclf": lambda: tagger.score_sentences(texts),
        "usual way": lambda: usual.predict_proba(vectorizer.transform(texts)),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if turn:  # the first turn loads dictionaries and compiles rules
                times[name].append(time.perf_counter() - start)
    for name, each in times.items():
        print(f"{name:10s} {median(each):6.2f} s   {len(texts) / median(each):8.0f} sentences a second")
    print(f"ratio {median(times['usual way']) / median(times['policyclf']):.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
