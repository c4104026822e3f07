"""The wider record in time: subjects by period of the office, and who comes and who goes.

Between events nothing is known: nothing is interpolated and nothing decays.
"""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
import pandas as pd

from communique import sampling_frame
from communique.network import merge_successions
from communique.record import FRAMES, Record
from communique.records import ROLES
from communique.resampling import SEED, percentiles
from communique.shares import jeffreys_interval, share

SHUFFLES = 1000
"""How often events are dealt out to periods at random."""

FRAME_COLUMNS = ["period", "begins", "reading", "frame", "with_frame", "events", "share", "low",
                 "high"]  # fmt: skip
TURNOVER_COLUMNS = ["period", "begins", "events", "actors", "came", "came_low", "came_high",
                    "left", "stayed", "other_actors", "jaccard"]  # fmt: skip


def frames_by_period(record: Record) -> pd.DataFrame:
    """Share of police events of each frame in each period, under each reading.

    Returns
    -------
    frame
        One row a period, reading and frame: ``with_frame`` of ``events``, their ``share`` with its
        95 % Jeffreys interval ``low`` to ``high``. Under the reading "any subject" an event may
        have several frames, so that shares add up to more than one. ``nan`` without an event. The
        interval takes the events found for a random sample of the office's events; they are not.
    """
    police = record.police
    rows = []
    for reading in sampling_frame.READINGS:
        found = sampling_frame.frames_of(record, reading)
        for period, begins in record.periods[["period", "begins"]].itertuples(index=False):
            own = [about for about, when in zip(found, police["period"], strict=True)
                   if when == period]  # fmt: skip
            for frame in FRAMES:
                hits = sum(frame in about for about in own)
                low, high = jeffreys_interval(hits, len(own))
                rows.append(
                    {
                        "period": period,
                        "begins": begins,
                        "reading": reading,
                        "frame": frame,
                        "with_frame": hits,
                        "events": len(own),
                        "share": share(hits, len(own)),
                        "low": low,
                        "high": high,
                    }
                )
    return pd.DataFrame(rows, columns=FRAME_COLUMNS)


def turnover(record: Record, roles: Collection[str] = ROLES) -> pd.DataFrame:
    """Which actors come and which go from one period to the next.

    Returns
    -------
    frame
        One row a period: its ``actors`` in these roles, of whom so many ``came`` (not in the period
        before) and ``stayed``; ``left`` is how many of the period before are not here;
        ``jaccard`` = stayed / all actors of the two periods. Missing for the first period, ``nan``
        where neither has an actor. Longer periods have more events and so more actors: compare
        with the columns ``events`` and ``other_actors`` (of the period before), and with
        ``came_low`` to ``came_high``, where ``came`` lies in 95 % of `SHUFFLES` when the events
        are dealt out to the periods at random: how many would come at any cut.

    Notes
    -----
    Names of a renamed body are one actor. "Came" means named in the releases found, no more.
    """
    ties = merge_successions(record.ties[record.ties["role"].isin(list(roles))], record.actors)
    when = record.events.set_index("event")["period"]
    ties["period"] = ties["release"].map(when)
    shuffled = _came_by_chance(ties, record)
    rows: list[dict[str, object]] = []
    before: set[str] | None = None
    for period, begins in record.periods[["period", "begins"]].itertuples(index=False):
        own = set(ties.loc[ties["period"] == period, "node"])
        row: dict[str, object] = {"period": period, "begins": begins, "actors": len(own),
               "events": int((record.events["period"] == period).sum())}  # fmt: skip
        if before is not None:
            row |= {
                "came": len(own - before),
                **dict(zip(("came_low", "came_high"), percentiles(shuffled[period]), strict=True)),
                "left": len(before - own),
                "stayed": len(own & before),
                "other_actors": len(before),
                "jaccard": len(own & before) / len(own | before) if own | before else math.nan,
            }
        rows.append(row)
        before = own
    frame = pd.DataFrame(rows, columns=TURNOVER_COLUMNS)
    whole = ["came", "left", "stayed", "other_actors"]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def _came_by_chance(ties: pd.DataFrame, record: Record) -> dict[str, np.ndarray]:
    """How many actors come in each period when events are dealt out to periods at random."""
    generator = np.random.default_rng(SEED)
    periods = list(record.periods["period"])
    at = {event: place for place, event in enumerate(record.events["event"])}
    label = record.events["period"].map(periods.index).to_numpy(dtype=int)
    actors, events = pd.factorize(ties["node"])[0], ties["release"].map(at).to_numpy(dtype=int)
    size = (int(actors.max()) + 1 if len(actors) else 0, len(periods))
    came: dict[str, np.ndarray] = {period: np.full(SHUFFLES, np.nan) for period in periods}
    for draw in range(SHUFFLES):
        there = np.zeros(size, dtype=bool)
        there[actors, generator.permutation(label)[events]] = True
        for place, period in enumerate(periods[1:], start=1):
            came[period][draw] = (there[:, place] & ~there[:, place - 1]).sum()
    return came
