"""What one step of a case costs, through the one door."""

from time import perf_counter

from tests.certification.makers import make_batch, take
from yushu.people.roles import Role

STEPS = 60
PASSED = ((820, 760),)


def test_moves(cast, calendar, figures):
    waiting = [make_batch(cast, scores=PASSED, first=100 + number) for number in range(STEPS)]
    evaluator = cast.owner(Role.EVALUATOR)

    began = perf_counter()
    for case in waiting:
        take(case, "report", evaluator, "2024-09-21")
    each = (perf_counter() - began) / STEPS

    figures.say("steps a second, one after another", f"{1 / each:,.0f}")
    figures.say("in kilobytes hashed", f"{each / figures.unit:,.0f}")
