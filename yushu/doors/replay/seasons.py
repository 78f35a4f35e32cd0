"""The seasons: the demonstration, a small one for the tests, and a whole year of five hundred people."""

from __future__ import annotations

from datetime import timedelta

from yushu.doors.replay import claims
from yushu.doors.replay.season import SHORT, Season, Story, Term, Trouble, ending

SXU, TYUT, TYUST = "山西大学", "太原理工大学", "太原科技大学"
INVENTED = "培训机构丁（虚构）"
SEED = 20240523

# fmt: off
TERMS = (
    Term(SXU, "ai", "1期", 32, 32, "2024-06-05", 1, "2024-06-24", reported="2024-07-02", untrue=1),
    Term(SXU, "digital-management", "1期", 42, 42, "2024-06-11", 2, "2024-06-28", reported="2024-07-16"),
    Term(TYUST, "intelligent-manufacturing", "1期", 28, 28, "2024-06-17", 2, "2024-07-05", reported="2024-08-09"),
    Term(TYUT, "big-data", "1期", 54, 54, "2024-06-17", 2, "2024-07-04", reported="2024-07-22", short=1,
         subsidised=2),
    Term(TYUT, "blockchain", "1期", 25, 25, "2024-07-08", 3, "2024-07-25", reported="2024-08-12"),
    Term(SXU, "ai", "2期", 30, 30, "2024-07-15", 0, "2024-08-01", reported="2024-08-20"),
    Term(TYUT, "big-data", "2期", 44, 44, "2024-08-19", 0, "2024-09-06"),
    Term(SXU, "digital-management", "2期", 32, 32, "2024-09-09", mixed=True),
    Term(TYUT, "big-data", "3期", 42, 42, "2024-09-18", mixed=True),
    Term(SXU, "ai", "3期", 38, 34, "2024-10-14", announced="2024-09-13", mixed=True),
    Term(SXU, "digital-management", "3期", 26, 14, "2024-10-14", announced="2024-09-13", mixed=True),
    Term(TYUST, "intelligent-manufacturing", "2期", 32, 29, "2024-10-09", announced="2024-09-13", mixed=True),
    Term(TYUT, "blockchain", "2期", 25, 22, "2024-10-14", announced="2024-09-13", mixed=True),
    Term(TYUT, "big-data", "4期", 10, 10, "2024-10-14", waiting=2, announced="2024-09-13", asked=20),
)
STORIES = (
    Story(SXU, "ai", "1期", "2024-06-28", 29, reported="2024-07-08", forwarded="2024-07-15",
          approved=("2024-07-29", "2024-08-01"), issued="2024-08-30"),
    Story(SXU, "digital-management", "1期", "2024-07-13", 33, reported="2024-07-24", forwarded="2024-08-01",
          approved=("2024-08-15", "2024-08-19"), issued="2024-09-13"),
    Story(TYUST, "intelligent-manufacturing", "1期", "2024-07-20", 20, reported="2024-08-02",
          forwarded="2024-08-09", approved=("2024-08-23", "2024-08-27"), issued="2024-09-20"),
    Story(SXU, "ai", "1期", "2024-08-17", 1, skip=29, reported="2024-09-05", returned="2024-09-11",
          why="缺承诺书签署时间"),
    Story(TYUT, "blockchain", "1期", "2024-08-24", 22, reported="2024-09-12"),
    Story(SXU, "ai", "2期", "2024-08-31", 30, reported="2024-09-14", handled="2024-09-20"),
    Story(TYUST, "intelligent-manufacturing", "1期", "2024-09-04", 6, skip=20, reported="2024-09-16"),
    Story(SXU, "digital-management", "1期", "2024-09-05", 5, skip=33, reported="2024-09-18"),
    Story(TYUT, "big-data", "1期", "2024-09-10", 48, ((600, 595), (570, 710), (None, None)), reported="2024-09-21"),
    Story(TYUT, "big-data", "2期", "2024-09-19", 12, ((540, 630),), told="2024-09-20"),
    Story(TYUT, "big-data", "1期", "2024-09-12", 4, skip=48, told="2024-09-20", reported="2024-09-20",
          forwarded="2024-09-24"),
    Story(SXU, "digital-management", "1期", "2024-09-12", 2, skip=38, told="2024-09-20", reported="2024-09-20",
          forwarded="2024-09-23", approved=("2024-09-24", "2024-09-25")),
)
TROUBLE = Trouble(
    Term(INVENTED, "ai", "1期", 12, 12, "2024-07-08", announced="2024-06-08", waiting=4, planned=False),
    Term(INVENTED, "ai", "2期", 6, 6, "2024-07-22", planned=False),
    sits="2024-09-19",
    revoked="2024-09-03",
)
FULL = Season(
    "full", SEED, ending("2024-09-26"), TERMS, STORIES, (TROUBLE,),
    misdeeds=("2024-06-03",), rounds=1, requests=True, lives=True, tail=False,
    moved=((TYUT, "big-data", "3期", "2024-09-25"),), ventures=claims.YEAR,
    paydays=claims.PAYDAYS, bounced=SXU, overseen=claims.OVERSEEN, board=(500, 460, 438, 329, 244, 81),
)
"""The demonstration, up to the morning it opens. Its open cases are its tail."""

SMALL = Season(
    "small", SEED, ending("2024-10-25"),
    (
        Term(SXU, "ai", "1期", 16, 16, "2024-06-12", 1, syllabus=SHORT),
        Term(TYUT, "big-data", "1期", 10, 10, "2024-06-17", 1, waiting=1, asked=151, mixed=True, syllabus=SHORT),
    ),
    (
        Story(SXU, "ai", "1期", "2024-07-12", 99, ((600, 595), (None, None)), reported="2024-07-20",
              returned="2024-07-24", again="2024-07-29", why="缺承诺书签署时间", forwarded="2024-08-08",
              approved=("2024-08-22", "2024-08-26"), issued="2024-10-08"),
        Story(TYUT, "big-data", "1期", "2024-07-19", 99, reported="2024-08-20", forwarded="2024-08-27",
              approved=("2024-09-05", "2024-09-09"), issued="2024-09-20"),
    ),
    (
        Trouble(
            Term(INVENTED, "ai", "1期", 12, 12, "2024-07-08", announced="2024-06-08", waiting=4, syllabus=SHORT),
            Term(INVENTED, "ai", "2期", 6, 6, "2024-07-10", announced="2024-06-22", syllabus=SHORT),
            sits="2024-08-26",
            revoked="2024-08-15",
        ),
    ),
    misdeeds=("2024-06-03",), rounds=1, amended=f"{INVENTED},人工智能,30",
    moved=((SXU, "ai", "1期", "2024-06-12"),), ventures=claims.FEW, paydays=claims.FEW_PAYDAYS, bounced=TYUT,
    overseen=claims.FEW_OVERSEEN,
)
"""About sixty people through everything, in courses of three days: what the tests play."""
# fmt: on


def _whole(place: int, term: Term) -> Story:
    """A class goes to the exam as a whole, and its batch to the end; some are late, some come back."""

    def later(days: int) -> str:
        return (term.examined_on + timedelta(days=days)).isoformat()

    back, slow = place % 5 == 4, 7 if place % 3 == 2 else 0
    late = 24 if place % 4 == 3 else 0
    sent = 35 + late
    forwarded = sent + 6 + slow + (5 if back else 0)
    return Story(
        term.school,
        term.key,
        term.name,
        later(25),
        term.people - term.fails - term.untrue,
        ((600, 595), (570, 710), (None, None)),
        reported=later(sent),
        returned=later(sent + 3) if back else "",
        again=later(sent + 5) if back else "",
        why="缺承诺书签署时间" if back else "",
        forwarded=later(forwarded),
        approved=(later(forwarded + 10), later(forwarded + 13)),
        issued=later(forwarded + 20 + late),
    )


LARGE = Season(
    "large",
    SEED,
    ending("2024-12-30"),
    TERMS,
    tuple(_whole(place, term) for place, term in enumerate(TERMS)),
    (
        Trouble(
            Term(INVENTED, "ai", "1期", 24, 24, "2024-07-08", announced="2024-06-08", waiting=4),
            Term(INVENTED, "ai", "2期", 16, 16, "2024-07-22"),
            sits="2024-09-19",
            revoked="2024-09-03",
        ),
    ),
    misdeeds=("2024-06-03", "2024-09-02"),
    rounds=1,
    requests=True,
    amended=f"{INVENTED},人工智能,60",
    moved=((TYUT, "big-data", "3期", "2024-09-25"),),
    ventures=claims.YEAR,
    paydays=claims.PAYDAYS,
    bounced=SXU,
    overseen=claims.OVERSEEN,
)
"""A whole year: every class to its end, five hundred people and more."""

SEASONS = {season.name: season for season in (FULL, SMALL, LARGE)}
