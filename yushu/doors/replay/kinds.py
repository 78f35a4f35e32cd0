"""The kinds of people who come to enrol: who is admitted, with which warning, and who is refused."""

from __future__ import annotations

from datetime import date

from yushu.training.routes import Record, Study, Title
from yushu.training.rules import Answers, Earlier

SUMMER = date(2024, 6, 30)


def _answers(
    study: Study,
    graduates: date | None,
    *,
    related: bool = True,
    insured: bool = False,
    willing: bool = True,
    earlier: tuple[Earlier, ...] = (),
    title: Title = Title.NONE,
    works: date | None = None,
) -> Answers:
    since = date(2024, 1, 1) if title != Title.NONE else None
    record = Record(study, related, graduates, title=title, title_since=since, works_since=works)
    return Answers(record, insured=insured, willing=willing, earlier=earlier)


GRADUATE = _answers(Study.BACHELOR, SUMMER)
ADMITTED = {
    "fresh bachelor": GRADUATE,
    "left school last year, without work": _answers(Study.BACHELOR, date(2023, 6, 30)),
    "fresh and employed": _answers(Study.BACHELOR, SUMMER, insured=True),
    "fresh from a college": _answers(Study.COLLEGE, SUMMER),
    "master this summer": _answers(Study.MASTER, SUMMER),
    "technical school": _answers(Study.TECHNICAL, SUMMER),
    "technician": _answers(Study.NONE, date(2023, 6, 30), title=Title.TECHNICIAN, related=False),
    "college and a year of work": _answers(Study.COLLEGE, date(2023, 6, 30), works=date(2023, 2, 1)),
    "subsidised before": _answers(
        Study.BACHELOR,
        SUMMER,
        earlier=tuple(
            Earlier(key, "JUNIOR", date(2024, 3, 1))
            for key in ("ai", "big-data", "blockchain", "digital-management", "intelligent-manufacturing")
        ),
    ),
}
"""Who is of the target group; some are told that the level exam is not open to them, or no subsidy is."""

REFUSED = {
    "over two years out of school": (_answers(Study.BACHELOR, date(2021, 6, 30)), "A20"),
    "left last year and employed": (_answers(Study.BACHELOR, date(2023, 6, 30), insured=True), "A20"),
    "enrolled below the final year": (_answers(Study.BACHELOR, date(2026, 6, 30)), "A20"),
    "not willing to work in the field": (_answers(Study.BACHELOR, SUMMER, willing=False), "R03"),
    "final year of an unrelated major": (_answers(Study.BACHELOR, date(2024, 12, 20), related=False), "R03"),
    "no diploma day": (_answers(Study.NONE, None), "A20"),
}
"""Who is outside the target group of a seat of the plan, and the clause of the first reason given."""
