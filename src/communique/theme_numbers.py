"""The numbers of the chapters on themes: see `numbers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import claims, comparisons, multiverse, theme_validation
from communique.contrast import contrast_intervals, frame_balance, share_difference
from communique.overlap import sentences_with_both, theme_overlap
from communique.shares import QUESTION, QUESTION_FRAMES, share, shares_by_choice
from communique.topics import FREE_FROM, SEEDED_FROM, topic_gate
from communique.trend import (
    ALPHA,
    holm,
    releases_needed,
    smallest_change_p,
    smallest_split_p,
    smallest_trend_p,
    theme_trends,
)
from communique.wording import (
    between,
    decimal,
    in_words,
    interval,
    joined,
    long_date,
    percent,
    points,
    signed,
    slug,
)

if TYPE_CHECKING:
    from communique.study import Study

RIGHTS, EXTREMISM = QUESTION


def themes(study: Study) -> dict[str, str]:
    """Shares of themes, at the ends and at their top, and the subject that leads each release."""
    shares = study.theme_shares
    found = {
        "themes": in_words(len(study.themes)),
        "hits": f"{len(study.hits):,}",
    }
    if shares.empty:
        return found
    first, last = study.releases["release"].iloc[0], study.releases["release"].iloc[-1]
    for row in shares.itertuples(index=False):
        keys = [row.release, *(["first"] if row.release == first else [])]
        for key in [*keys, *(["last"] if row.release == last else [])]:
            found |= _about_share(row, f"{row.theme}.{key}")
    for theme, own in shares.groupby("theme"):
        present = own[own["sentences_with_theme"] > 0]
        found[f"present.{theme}"] = in_words(len(present))
        top = own.loc[own["share"].idxmax()] if own["share"].notna().any() else None
        if top is not None:
            found[f"top.{theme}"] = percent(top["share"])
            found[f"top.{theme}.date"] = long_date(top["date"])
            found[f"top.{theme}.range"] = interval(top["low"], top["high"])
    for release, own in shares[shares["frame"] != ""].groupby("release"):
        found[f"lead.{release}"] = "no subject"
        if own["share"].max() > 0:
            leading = own[own["share"] == own["share"].max()]
            found[f"lead.{release}"] = joined(leading["label"])
            found |= _about_share(leading.iloc[0], f"lead.{release}")
    return found | _under_choices(study, first, last)


def _about_share(row: Any, key: str) -> dict[str, str]:
    return {
        f"share.{key}": percent(row.share),
        f"range.{key}": interval(row.low, row.high)
        if row.sentences_with_theme
        else f"at most {percent(row.absent_below)}",
        f"hits.{key}": str(row.sentences_with_theme),
        f"of.{key}": f"{row.sentences_with_theme} of {row.sentences}",
        f"rate.{key}": decimal(row.per_1000_words),
    }


def _under_choices(study: Study, first: str, last: str) -> dict[str, str]:
    """The smallest and largest share of a theme, first and last release, over the choices."""
    choices = shares_by_choice(study.releases, study.sentences, study.hits, study.themes)
    found = {}
    for name, release in (("first", first), ("last", last)):
        for theme, own in choices[choices["release"] == release].groupby("theme"):
            found[f"choices.{theme}.{name}"] = between(own["share"].min(), own["share"].max())
    return found


def contrast(study: Study) -> dict[str, str]:
    """The declared contrast, differences of single themes, frames and trends."""
    found = {
        "trend.smallest-p": decimal(smallest_trend_p(len(study.releases)), 3),
        "trend.needed": in_words(releases_needed(smallest_trend_p, len(study.themes))),
        "change.smallest-p": decimal(smallest_change_p(len(study.releases)), 2),
        "change.needed": in_words(releases_needed(smallest_change_p)),
        "split.smallest-p": decimal(smallest_split_p(len(study.releases)), 2),
        "split.needed": in_words(releases_needed(smallest_split_p)),
        "topics.gate": topic_gate(len(study.releases)).reason,
        "topics.seeded-from": str(SEEDED_FROM),
        "topics.free-from": str(FREE_FROM),
    }
    if study.ends is None:
        return found
    flags, ends = study.theme_flags, study.ends
    for row in contrast_intervals(flags, *ends).itertuples(index=False):
        found[f"contrast.{slug(row.method)}"] = points(row.estimate, row.low, row.high)
    for theme in study.themes["theme"]:
        found[f"difference.{theme}"] = points(*share_difference(flags, *ends, theme))
    rights, security = map(study.themes_of, QUESTION_FRAMES)
    if rights and security:
        balance = frame_balance(flags, ends, rights, security)
        for name, row in zip(("first", "last"), balance.itertuples(index=False), strict=True):
            found[f"frames.{name}"] = f"{row.one} to {row.other}"
            found[f"frames.p.{name}"] = decimal(row.p, 2)
    trends = theme_trends(study.theme_shares)
    found["trend.p-best"] = decimal(trends["p"].min(), 2)
    found["trend.holm-best"] = decimal(trends["p_holm"].min(), 2)
    for row in trends.itertuples(index=False):
        found[f"trend.p.{row.theme}"] = decimal(row.p, 2)
    return found


def overlap(study: Study) -> dict[str, str]:
    """Sentences that carry both themes of the declared question, or both frames."""
    flags, releases = study.theme_flags, list(study.releases["release"])
    both = flags[flags[RIGHTS] & flags[EXTREMISM]]
    noun = "sentence" if len(both) == 1 else "sentences"
    pairs = theme_overlap(flags, releases, list(study.themes["theme"]))
    own = theme_overlap(flags, releases, QUESTION).iloc[0]
    found = {
        "rights.last.quoted": in_words(
            int((_last(flags, study)[RIGHTS] & _last(flags, study)["quoted"]).sum())
        ),
        "together.rights-extremism": in_words(len(both)),
        "together.rights-extremism.sentences": f"{in_words(len(both))} {noun}",
        "together.rights": in_words(int(flags[RIGHTS].sum())),
        "together.rights.quoted": in_words(int((flags[RIGHTS] & flags["quoted"]).sum())),
        "together.extremism": in_words(int(flags[EXTREMISM].sum())),
        "together.extremism.quoted": in_words(int((flags[EXTREMISM] & flags["quoted"]).sum())),
        "together.expected": decimal(own["expected"]),
        "together.p": decimal(own["p_more"], 2),
        "together.smallest-p": decimal(own["smallest_p"], 2),
        "overlap.pairs": str(len(pairs)),
        "overlap.pairs.more": in_words(int((pairs["p_more"] <= ALPHA).sum())),
        "overlap.pairs.could": in_words(int((pairs["smallest_p"] <= ALPHA).sum())),
        "overlap.pairs.by-chance": decimal(pairs["chance_of_small_p"].sum()),
    }
    labels = study.theme_labels
    least = pairs.loc[pairs["p_more"].idxmin()]
    found |= {
        "overlap.best": f"{labels[least['theme']]} and {labels[least['other_theme']]}".lower(),
        "overlap.best.both": in_words(int(least["both"])),
        "overlap.best.p": f"{least['p_more']:.4f}",
        "overlap.best.holm": decimal(min(holm(list(pairs["p_more"]))), 3),
    }
    rights, security = map(study.themes_of, QUESTION_FRAMES)
    if rights and security:
        frames = sentences_with_both(study.sentences, flags, rights, security)
        found |= {
            "frames.both": in_words(len(frames)),
            "frames.both.quoted": in_words(int(frames["quoted"].sum())),
            "frames.both.releases": in_words(frames["release"].nunique()),
        }
    return found


def words(study: Study) -> dict[str, str]:
    """The words of the last release against the first, and distances."""
    if study.ends is None:
        return {}
    table = comparisons.last_against_first(study)
    gained, lost = table[table["z"] > 0], table[table["z"] < 0].iloc[::-1]
    change = comparisons.come_and_go(study)
    pairs = comparisons.distances(study)
    first, last = study.ends
    own = pairs[(pairs["release"] == first) & (pairs["other_release"] == last)].iloc[0]
    far = pairs.loc[pairs["distance"].idxmax()]
    one_release = pd.concat([gained.head(14), lost.head(14)])["only_in"] != ""
    return {
        "keyness.words": f"{len(table):,}",
        "keyness.gained": joined(gained["word"].head(5)),
        "keyness.lost": joined(lost["word"].head(4)),
        "keyness.largest-z": decimal(table["z"].abs().max()),
        "keyness.one-release": str(int(one_release.sum())),
        "keyness.shown": str(len(one_release)),
        "words.enter": f"{int((change['change'] == 'enters').sum()):,}",
        "words.leave": f"{int((change['change'] == 'leaves').sum()):,}",
        "words.enter.often": str(int((change["last_count"] >= 3).sum())),
        "distances": in_words(len(pairs)),
        "distances.outside": in_words(int(pairs["outside"].sum())),
        "distance.ends": decimal(own["distance"], 2),
        "distance.ends.band": f"{decimal(own['null_low'], 2)} to {decimal(own['null_high'], 2)}",
        "distance.ends.p": decimal(own["p"], 2),
        "distance.far": decimal(far["distance"], 2),
    }


def robustness(study: Study) -> dict[str, str]:
    """The multiverse and the ledger of claims."""
    curve = multiverse.specification_curve(study)
    ledger = claims.ledger(study)
    if curve.empty or ledger.empty:
        return {}
    indicators = multiverse.without_each_indicator(study)
    found = {
        "universes": f"{len(curve):,}",
        "universes.left-out": f"{len(multiverse.universes_without_an_indicator(study)):,}",
        "universes.smallest": signed(curve["contrast"].min()),
        "universes.largest": signed(curve["contrast"].max()),
        "universes.least": signed(curve["lowest"].min()),
        "universes.above": f"{int((curve['contrast'] > 0).sum()):,}",
        "universes.clear": f"{int((curve['low'] > 0).sum()):,}",
        "universes.without-title": signed(_without_title(curve)),
        "claims": in_words(len(ledger)),
        "claims.hold": in_words(int((ledger["verdict"] == claims.HOLDS).sum())),
        "claims.fail": in_words(int((ledger["verdict"] == claims.FAILS).sum())),
        "claims.open": in_words(int((ledger["verdict"] == claims.OPEN).sum())),
    }
    if len(indicators):
        found["indicator.heaviest"] = str(indicators["indicator"].iloc[0]).replace("*", "")
        found["indicator.heaviest.contrast"] = signed(indicators["contrast"].iloc[0])
    for row in ledger.itertuples(index=False):
        found[f"claim.{row.claim}"] = row.words
        found[f"claim.{row.claim}.verdict"] = row.verdict
        if not pd.isna(row.universes):
            found[f"claim.{row.claim}.universes"] = f"{row.true_in} of {row.universes}"
            found[f"claim.{row.claim}.left-out"] = percent(
                share(row.true_left_out, row.universes_left_out)
            )
    return found


def agreement(study: Study) -> dict[str, str]:
    """How well themes are recognised, and how far the coders agree."""
    scores = theme_validation.theme_scores(study)
    found: dict[str, str] = {}
    for name, own in scores.groupby("set"):
        key = slug(str(name))
        sums = own[["found", "besides", "missed"]].sum()
        known = own.dropna(subset=["f1"])
        found |= {
            f"theme-scores.sentences.{key}": str(own["sentences"].iloc[0]),
            f"theme-scores.f1.{key}": decimal(_f1(*sums), 2),
            f"theme-scores.precision.{key}": percent(
                sums["found"] / (sums["found"] + sums["besides"])
            ),
            f"theme-scores.recall.{key}": percent(sums["found"] / (sums["found"] + sums["missed"])),
            f"theme-scores.worst.{key}": known.loc[known["f1"].idxmin(), "label"],
            f"theme-scores.worst-f1.{key}": decimal(known["f1"].min(), 2),
            f"theme-scores.best.{key}": known.loc[known["f1"].idxmax(), "label"],
            f"theme-scores.best-f1.{key}": decimal(known["f1"].max(), 2),
            f"theme-scores.zero.{key}": in_words(int((own["f1"] == 0).sum())),
        }
        for row in own.itertuples(index=False):
            found[f"theme-scores.f1.{key}.{row.theme}"] = decimal(row.f1, 2)
    alphas = theme_validation.theme_agreement(study)
    for name, own in alphas.groupby("set"):
        key = slug(str(name))
        single = own["alpha"].iloc[:-1].dropna()
        found[f"alpha.{key}"] = f"{decimal(single.min(), 2)} to {decimal(single.max(), 2)}"
        found[f"alpha.sets.{key}"] = decimal(own["alpha"].iloc[-1], 2)
    first = theme_validation.first_contact()
    for name, own in first.groupby("set"):
        sums = own[["found", "besides", "missed"]].sum()
        key = slug(str(name))
        found[f"theme-scores.f1-first.{key}"] = decimal(_f1(*sums), 2)
        found[f"theme-scores.recall-first.{key}"] = _share(sums, "missed")
    titles = theme_validation.title_scores(study)[["titles", "both"]].sum()
    found["theme-titles.flagged"] = str(titles["titles"])
    found["theme-titles.both"] = str(titles["both"])
    corrected = theme_validation.corrected_shares(study)
    if study.ends:
        for name, release in zip(("first", "last"), study.ends, strict=True):
            for row in corrected[corrected["release"] == release].itertuples(index=False):
                told = (
                    f"{percent(row.corrected)} ({interval(row.corrected_low, row.corrected_high)})"
                )
                found[f"corrected.{row.theme}.{name}"] = told
    return found


def _f1(found: int, besides: int, missed: int) -> float:
    return share(2 * found, 2 * found + besides + missed)


def _share(sums: pd.Series, wrong: str) -> str:
    """Precision where the wrong are those found besides, recall where they are those missed."""
    return percent(share(sums["found"], sums["found"] + sums[wrong]))


def _last(flags: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The flags of the last release."""
    return flags[flags["release"] == (study.ends or ("", ""))[1]]


def _without_title(curve: pd.DataFrame) -> float:
    """The contrast of the book's way of counting but without titles."""
    chosen = pd.Series(True, index=curve.index)
    for name, ways in multiverse.CHOICES.items():
        chosen &= curve[name] == (ways[1] if name == "title" else ways[0])
    return float(curve.loc[chosen, "contrast"].iloc[0])
