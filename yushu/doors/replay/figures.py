"""The figures of a season: counted from the database, without anything random, and their digest.

The same season with the same seed gives the same digest. A further file adds to `FIGURES`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db.models import Count, Sum

from yushu.casework.models import Act, Deadline, Notice
from yushu.casework.registry import kinds
from yushu.catalogue.models import PlanCell
from yushu.certification.models import Candidate, ScoreVersion
from yushu.doors.replay.money_invariants import whole
from yushu.doors.replay.playing import Play
from yushu.doors.replay.untrue_invariants import came_back
from yushu.entitlements.models import HourEntry, TitleNote
from yushu.kernel.crypto import canonical, digest
from yushu.ledger.models import Entry, Seal
from yushu.training.models import Attendance, AttendanceChange, CompletionResult, Member, Session

Figures = dict[str, Any]
Counting = Callable[[], Figures]


def _cases() -> Figures:
    """How many cases of each kind stand in each state."""
    found: Figures = {}
    for kind, model in sorted(kinds().items()):
        rows = model.objects.order_by("state").values_list("state").annotate(n=Count("pk"))
        if states := dict(rows):
            found[kind] = states
    return {"cases": found}


def _seats() -> Figures:
    """Each cell of the plan: seats, announced, taken."""
    rows = PlanCell.objects.order_by("institution__name", "occupation__key")
    fields = ("institution__name", "occupation__key", "seats", "announced", "taken")
    return {"seats": {f"{row[0]} {row[1]}": list(row[2:]) for row in rows.values_list(*fields)}}


def _training() -> Figures:
    return {
        "members": Member.objects.exclude(joined_on=None).count(),
        "left": Member.objects.exclude(left_on=None).count(),
        "lessons": Session.objects.exclude(confirmed_by=None).count(),
        "made up": Session.objects.filter(makeup=True).count(),
        "dropped lessons": Session.objects.exclude(dropped_on=None).count(),
        "minutes": Attendance.objects.aggregate(n=Sum("minutes"))["n"] or 0,
        "corrections": AttendanceChange.objects.exclude(confirmed_by=None).count(),
        "failed completions": CompletionResult.objects.filter(passed=False).count(),
        "resits": CompletionResult.objects.filter(attempt__gt=1).count(),
    }


def _assessment() -> Figures:
    scores = ScoreVersion.objects.aggregate(theory=Sum("theory"), practice=Sum("practice"))
    return {
        "candidates": Candidate.objects.count(),
        "absent": ScoreVersion.objects.filter(absent=True).count(),
        "points": [scores["theory"] or 0, scores["practice"] or 0],
        "hours entered": HourEntry.objects.count(),
        "hours reversed": HourEntry.objects.exclude(reversed_on=None).count(),
        "titles noted": TitleNote.objects.count(),
        "titles reversed": TitleNote.objects.exclude(reversed_on=None).count(),
    }


def _record() -> Figures:
    late = Deadline.objects.exclude(late_since=None)
    return {
        "acts": Act.objects.filter(final=True).count(),
        "entries": Entry.objects.count(),
        "seals": Seal.objects.count(),
        "notices": Notice.objects.count(),
        "late": dict(Counter(late.order_by("step").values_list("step", flat=True))),
        "open": dict(
            Counter(Deadline.objects.filter(closed_at=None).order_by("role").values_list("role", flat=True))
        ),
    }


def _money() -> Figures:
    """The books of everybody together, and on which grounds something came back, in yuan."""
    return {"yuan": asdict(whole()), "yuan that came back": came_back()}


FIGURES: list[Counting] = [_seats, _cases, _training, _assessment, _money, _record]


def figures_of(play: Play) -> Figures:
    """All figures of a season that has just been played."""
    found: Figures = {"season": play.season.name, "seed": play.season.seed, "applicants": play.people.count}
    for count in FIGURES:
        found |= count()
    refused = {"refused": dict(sorted(play.refusals.items())), "terms run out": play.lapsed}
    return found | refused


def digest_of(figures: Figures) -> str:
    """One digest for all of them."""
    return digest("sha256", canonical(figures))


def lines_of(figures: Figures) -> list[str]:
    """The figures as a terminal shows them."""
    shown: list[str] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            shown.append(f"{name}:")
            shown += [f"  {_shown(part)}  {key}" for key, part in value.items()]
        else:
            shown.append(f"{name}: {_shown(value)}")
    return shown


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    return "/".join(map(str, value)) if isinstance(value, list) else str(value)
