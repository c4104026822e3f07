"""What the network costs: projection, weights and the three nulls, as the ties grow a hundredfold.

Run with `.venv/bin/python benchmarks/network.py`; about a minute. First the wider record and its
chapters, then invented networks of rising size, about 4 ties an event, a few actors at very many
events. Each runs in a fresh process, so that its peak of memory is its own. Seconds are processor
time; `a tie` and
`a pair` are the time of all steps for one tie, and for one pair of actors that share an event, as a
ratio to the smallest network: 1 is linear growth.
Both exact nulls give each pair its p and its smallest p. Draws are left out, and given one by one.
NetworkX projects the smallest network beside.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import networkx as nx
import numpy as np
import pandas as pd

from communique import open_study
from communique.figures import FIGURES, render_all
from communique.incidence import Incidence, incidence, newman_weights, shared_events
from communique.network import merge_successions
from communique.null_expected import expected_degrees
from communique.null_margins import DRAWS, fixed_rows_p, margin_draws
from communique.nulls import pair_nulls
from communique.record import open_record
from communique.records import ROLES
from communique.resampling import SEED
from communique.tables import TABLES

SIZES = ((1_000, 200), (10_000, 2_000), (100_000, 20_000))
CHAPTERS = ("notebooks/record", "notebooks/record_network")
"""Events and actors."""
FEW_DRAWS = 5
STEPS = ("incidence", "projection", "weights", "fixed rows", "expected")

Result = TypeVar("Result")


def main() -> None:
    """Print the record's line, the table, and the comparison with NetworkX."""
    if len(sys.argv) > 1:
        print(*measure(int(sys.argv[1]), int(sys.argv[2])))
        return
    report_record()
    report_chapters()
    print(f"{'events':>8}{'actors':>8}{'ties':>8}{'pairs':>9}", end="")
    print(
        "".join(f"{step:>12}" for step in STEPS),
        f"{'all':>8}{'a tie':>7}{'a pair':>7}{'a draw':>8}{'MB':>6}",
    )
    first = 0.0, 0.0
    for events, actors in SIZES:
        ties, pairs, peak, draw, *steps = fresh(events, actors)
        each = sum(steps) / ties, sum(steps) / pairs
        first = first if all(first) else each
        print(f"{events:8}{actors:8}{ties:8.0f}{pairs:9.0f}", end="")
        print("".join(f"{seconds:12.3f}" for seconds in steps), end=" ")
        print(f"{sum(steps):8.2f}{each[0] / first[0]:7.2f}{each[1] / first[1]:7.2f}", end="")
        print(f"{draw:8.3f}{peak:6.0f}")
    report_networkx(*SIZES[0])


def report_record() -> None:
    """Seconds for the record: all pairs, with and without draws."""
    record = open_record()
    ties = merge_successions(record.ties[record.ties["role"].isin(ROLES)], record.actors)
    inc = incidence(ties, record.events["event"])
    projected, _ = timed(lambda: (shared_events(inc), newman_weights(inc)))
    exact, pairs = timed(lambda: pair_nulls(inc, draws=0))
    drawn, _ = timed(lambda: pair_nulls(inc))
    print(
        f"the record: {inc.matrix.nnz} ties, {len(pairs)} pairs; projection {projected:.4f} s, "
        f"two exact nulls {exact:.3f} s, with {DRAWS} draws {drawn:.2f} s"
    )


def report_chapters() -> None:
    """Seconds for all tables and figures of the record's chapters, from reading to pictures."""
    study = open_study()
    tables = [spec for spec in TABLES if spec.home in CHAPTERS]
    figures = [spec for spec in FIGURES if spec.page in CHAPTERS]
    counted, _ = timed(lambda: [spec.frame(study) for spec in tables])
    drawn, _ = timed(lambda: [render_all(spec, study) for spec in figures])
    print(
        f"the record's chapters: {len(tables)} tables {counted:.1f} s, "
        f"{len(figures)} figures in three formats {drawn:.1f} s"
    )


def report_networkx(events: int, actors: int) -> None:
    """The weighted projection by NetworkX beside ours."""
    ties = invented(events, actors)
    graph: nx.Graph = nx.Graph(ties[["release", "node"]].itertuples(index=False, name=None))
    inc = incidence(ties, names("e", events))
    project = nx.bipartite.collaboration_weighted_projected_graph
    theirs, _ = timed(lambda: project(graph, inc.actors))
    ours, _ = timed(lambda: newman_weights(inc))
    print(f"{events} events: NetworkX {theirs:.2f} s, {theirs / ours:.0f} times ours")


def fresh(events: int, actors: int) -> list[float]:
    """What `measure` gives, from a process of its own."""
    command = [sys.executable, __file__, str(events), str(actors)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(number) for number in shown.split()]


def measure(events: int, actors: int) -> list[float]:
    """Ties, pairs, peak in MB, seconds a draw, and the seconds of each step."""
    ties, listed = invented(events, actors), names("e", events)
    seconds = dict.fromkeys(STEPS, 0.0)
    seconds["incidence"], inc = timed(lambda: incidence(ties, listed))
    seconds["projection"], (one, other, shared) = timed(lambda: shared_events(inc))
    seconds["weights"], _ = timed(lambda: newman_weights(inc))
    d, e = np.tile(inc.degrees[one], 2), np.tile(inc.degrees[other], 2)
    counts = np.r_[shared, np.minimum(d, e)[: len(shared)]]
    seconds["fixed rows"], _ = timed(lambda: fixed_rows_p(events, d, e, counts))
    seconds["expected"], _ = timed(lambda: expected_degrees(inc).p(d, e, counts))
    draws, _ = timed(lambda: count_drawn(inc, one, other))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [inc.matrix.nnz, len(shared), peak, draws / FEW_DRAWS, *seconds.values()]


def count_drawn(inc: Incidence, one: np.ndarray, other: np.ndarray) -> None:
    """Some draws, with the shared events of all pairs in each."""
    for drawn in margin_draws(inc, FEW_DRAWS, burn_in=10):
        (drawn @ drawn.T)[one, other]


def invented(events: int, actors: int) -> pd.DataFrame:
    """Ties of events of 1, 2, ... actors, rarer as they are larger, to actors of skewed fame."""
    generator = np.random.default_rng(SEED)
    sizes = np.minimum(1 + generator.geometric(1 / 3, events), actors // 4)
    fame = np.arange(1, actors + 1) ** -0.75
    event = np.repeat(np.arange(events), sizes)
    actor = generator.choice(actors, size=len(event), p=fame / fame.sum())
    return pd.DataFrame({"release": names("e", events)[event], "node": names("a", actors)[actor]})


def names(letter: str, count: int) -> np.ndarray:
    """As many names, in order."""
    return np.array([f"{letter}{number:06}" for number in range(count)], dtype=object)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Processor seconds of some work, and what it gives."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


if __name__ == "__main__":
    main()
