"""What the law costs: a term, a settlement, a value from the pack."""

from datetime import date

from yushu.law.pack import pack
from yushu.law.terms import WorkingCalendar, due
from yushu.subsidies.rules import Member, settle

OPENED = date(2024, 6, 1)
START = date(2024, 9, 6)


def test_terms(figures):
    bare = WorkingCalendar(frozenset(), frozenset(), frozenset({2024}))

    figures.cost("a term of 30 days", lambda: due(START, 30, "day", bare))
    figures.cost("a term of 30 working days", lambda: due(START, 30, "workday", bare))


def test_settlements(figures):
    def people(number: int) -> list[Member]:
        return [Member(days=12, certified=True, barred=False, employed=n % 5 > 0) for n in range(number)]

    few, many = people(50), people(500)
    small = figures.cost("a settlement of 50 people", lambda: settle(few, OPENED))
    large = figures.cost("a settlement of 500 people", lambda: settle(many, OPENED))
    figures.say("times the cost for ten times the people", f"{large / small:.1f}")


def test_packs(figures):
    figures.cost("asking the pack for a value", lambda: pack().on("R19", OPENED))
