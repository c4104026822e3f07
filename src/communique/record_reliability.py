"""How far two codings of the same events of the wider record agree.

Both were made by machine readers, apart from each other, under the same written rules. Their
agreement is an upper bound of what two people would reach.
"""

from __future__ import annotations

import math

import pandas as pd
from nltk.metrics.agreement import AnnotationTask

from communique.agreement import alpha_interval, krippendorff_alpha
from communique.record import RECORD_ROLES, Record
from communique.shares import share

FACTS = ("date", "place", "duration_days", "participants")
CODES = ("subject", "frame")


def compared_events(record: Record) -> pd.DataFrame:
    """The events of the second coding with both values of each fact and code.

    One row an event, by id: ``event``, then for each of `FACTS` and `CODES` the value of the first
    coding and, with ``_again``, of the second. Missing is missing.
    """
    columns = ["event", *FACTS, *CODES]
    again = record.recoded_events[columns]
    return record.events[columns].merge(again, on="event", suffixes=("", "_again"))


def kappa(one: list[str], other: list[str]) -> float:
    """Cohen's kappa of two codings: (A - E) / (1 - E).

    A is the share of units with the same value, E the share expected if each coder kept his own
    frequencies of values. 1: full agreement, 0: no more than chance. ``nan`` without a unit, and
    where both gave one and the same value throughout.

    References
    ----------
    Cohen (1960), A coefficient of agreement for nominal scales, 10.1177/001316446002000104.
    """
    if len(set(one) | set(other)) < 2:
        return math.nan
    rows = [(coder, str(unit), value) for coder, values in (("1", one), ("2", other))
            for unit, value in enumerate(values)]  # fmt: skip
    return float(AnnotationTask(rows).kappa())


def code_agreement(record: Record) -> pd.DataFrame:
    """Agreement on the subject, and on its frame, beyond chance.

    Columns: ``code``, ``events``, ``same``, ``share``, ``kappa`` (Cohen), ``alpha`` (Krippendorff)
    with its 95 % interval ``low`` to ``high`` over resampled events.
    """
    both = compared_events(record)
    rows = []
    for code in CODES:
        one, other = list(both[code]), list(both[f"{code}_again"])
        same = sum(a == b for a, b in zip(one, other, strict=True))
        low, high = alpha_interval(one, other)
        rows.append(
            {
                "code": code,
                "events": len(both),
                "same": same,
                "share": share(same, len(both)),
                "kappa": kappa(one, other),
                "alpha": krippendorff_alpha(one, other),
                "low": low,
                "high": high,
            }
        )
    return pd.DataFrame(rows)


def fact_agreement(record: Record) -> pd.DataFrame:
    """In how many events both codings have the same value, or both have none.

    Columns: ``fact``, ``events``, ``same``, ``one_only`` (a value in the first coding only),
    ``other_only``, ``different`` (two values that differ).
    """
    both = compared_events(record)
    rows = []
    for fact in FACTS:
        one, other = both[fact].replace("", pd.NA), both[f"{fact}_again"].replace("", pd.NA)
        only, again = one.notna() & other.isna(), one.isna() & other.notna()
        differ = one.notna() & other.notna() & (one != other).fillna(False)
        rows.append(
            {
                "fact": fact,
                "events": len(both),
                "same": int(len(both) - only.sum() - again.sum() - differ.sum()),
                "one_only": int(only.sum()),
                "other_only": int(again.sum()),
                "different": int(differ.sum()),
            }
        )
    return pd.DataFrame(rows)


def tie_agreement(record: Record) -> pd.DataFrame:
    """Ties found by both codings or by one of them, by role and over all roles.

    Columns: ``role``, ``both``, ``one_only``, ``other_only``, ``agreement`` = 2 both / (2 both +
    one_only + other_only), which is F1 with either coding as the truth; ``nan`` without a tie. No
    correction for chance: nobody can say how many ties might have been there.
    """
    events = set(record.recoded_events["event"])
    first = {
        (row.release, row.actor, row.role)
        for row in record.ties.itertuples(index=False)
        if row.release in events
    }
    again = set(record.recoded_ties.itertuples(index=False, name=None))
    rows = []
    for role in (*RECORD_ROLES, "all roles"):
        one, other = (
            {tie for tie in ties if role in (tie[2], "all roles")} for ties in (first, again)
        )
        both = len(one & other)
        rows.append(
            {
                "role": role,
                "both": both,
                "one_only": len(one - other),
                "other_only": len(other - one),
                "agreement": share(2 * both, len(one) + len(other)),
            }
        )
    return pd.DataFrame(rows)
