"""The other side of bench_value.rs: lifetimes, scikit-learn and pandas on the same work.

    python -m venv v && v/bin/pip install numpy pandas scikit-learn lifetimes
    v/bin/python analytics/examples/bench_value.py ../shared/data/cdnow/cdnow_customers_summary.csv
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter
from sklearn.cluster import KMeans

warnings.filterwarnings("ignore")


def timed(metric, rounds, work):
    """Prints the fastest of some rounds."""
    best = min(_seconds(work) for _ in range(rounds))
    print(json.dumps({"metric": metric, "unit": "ms", "value": best * 1000}))


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def fit(customers):
    BetaGeoFitter().fit(customers.frequency, customers.recency, customers["T"])


class Random:
    """The generator of bench_value.rs."""

    def __init__(self, seed):
        self.state = seed

    def unit(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53


def heaps():
    random = Random(42)

    def around(centre):
        return centre + random.unit() + random.unit() + random.unit() + random.unit() - 2.0

    heap = [n % 5 for n in range(82_000)]
    return np.array([[around(h), around(h * 0.7 - 1), around((h - 2) * (h - 2) * 0.5)] for h in heap])


def scores(rows):
    of = rows.groupby("customer").agg(last=("day", "max"), orders=("day", "size"), money=("minor", "sum"))
    count = len(of)

    def score(column):
        return 1 + np.floor(5 * (column.rank(method="min") - 1) / count).astype(int)

    return score(of["last"]), score(of.orders), score(of.money)


def main():
    if len(sys.argv) > 1:
        customers = pd.read_csv(sys.argv[1])
        timed("BG/NBD fit of CDNOW alone", 5, lambda: fit(customers))
    draw = np.random.default_rng(7)
    rows = 1_000_000
    columns = {
        "customer": draw.integers(0, 100_000, rows),
        "day": 20_000 - draw.integers(0, 700, rows),
        "minor": draw.integers(100, 90_100, rows),
    }
    orders = pd.DataFrame(columns)
    timed("RFM scores of 1M rows", 5, lambda: scores(orders))
    points = heaps()
    for tolerance in (1e-4, 0):
        model = KMeans(5, n_init=10, random_state=1, tol=tolerance)
        timed(f"k-means 82k x 3, k = 5, 10 starts, tol = {tolerance}", 1, lambda: model.fit(points))
        print(json.dumps({"metric": "k-means 82k x 3, inertia", "unit": "", "value": model.inertia_}))


main()
