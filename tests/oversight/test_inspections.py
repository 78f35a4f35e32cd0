"""Inspectors come unannounced, two write what they saw, the institution answers, and something follows (R24)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast, Member, make_member
from tests.catalogue.makers import moment, take
from tests.oversight import makers as make
from tests.training import classmakers
from yushu.casework.models import Deadline, Notice, Party
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.doors.pages.portrait_oversight import differing
from yushu.kernel.errors import Forbidden, Refusal
from yushu.oversight.drawing import Ticketed, commitment, population_digest, ranked, tickets_for
from yushu.oversight.models import Cause, Draw, Inspection, Rectification
from yushu.oversight.visiting import Reason, begin_inspection, draw_classes, running_classes
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

ABROAD = (Role.INSTITUTION, Role.TRAINEE, Role.EVALUATOR, Role.EMPLOYER)


def test_the_institution_learns_of_it_only_when_the_visit_is_recorded(cast: Cast):
    case = make.planned(cast)
    seen = cast.actor(Role.INSTITUTION)
    assert not Inspection.objects.visible_to(seen).exists()
    assert not Notice.objects.visible_to(seen).filter(chain_id=case.pk).exists()
    take(case, "visit", cast.owner(Role.CITY), "2024-10-09", Given({**make.VISIT, **make.marks()}))
    assert not Inspection.objects.visible_to(seen).exists()

    take(case, "visit", cast.colleague(Role.CITY, Duty.SIGN), "2024-10-09")

    assert Inspection.objects.visible_to(seen).get() == case
    assert Notice.objects.visible_to(seen).filter(chain_id=case.pk).exists()


def test_one_inspector_is_not_enough(cast: Cast):
    case = make.planned(cast)
    take(case, "visit", cast.owner(Role.CITY), "2024-10-09", Given({**make.VISIT, **make.marks()}))

    with pytest.raises((Forbidden, Refusal)):
        take(case, "visit", cast.owner(Role.CITY), "2024-10-09")


def test_an_inspection_not_carried_out_stays_unknown_to_the_institution(cast: Cast):
    case = make.planned(cast)

    make.two_hands(case, "cancel", cast, "2024-10-09", reason="该班当天停电停课")

    assert not Inspection.objects.visible_to(cast.actor(Role.INSTITUTION)).exists()


def test_the_count_is_compared_with_who_was_checked_in_at_that_moment(cast: Cast):
    people = (cast.owner(Role.TRAINEE), cast.stranger(Role.TRAINEE))
    case = classmakers.opened(cast, who=people)
    first = case.sessions.first()
    classmakers.visit(first, people[0], "08:25", "09:30")
    classmakers.visit(first, people[1], "08:28")

    found = make.visited(cast, case=case, given={"clock": "09:00"})

    assert (found.checked_in, found.seen, found.differs()) == (2, 1, 1)
    assert found.session == first


@pytest.mark.parametrize(("clock", "count"), [("09:40", 1), ("08:26", 1), ("08:20", None), ("12:30", None)])
def test_who_has_left_or_not_yet_come_does_not_count(cast: Cast, clock: str, count: int | None):
    people = (cast.owner(Role.TRAINEE), cast.stranger(Role.TRAINEE))
    case = classmakers.opened(cast, who=people)
    classmakers.visit(case.sessions.first(), people[0], "08:25", "09:30")
    classmakers.visit(case.sessions.first(), people[1], "08:31")

    found = make.visited(cast, case=case, given={"clock": clock})

    assert found.checked_in == (count if clock != "08:26" else None)  # nobody is counted before the session


def test_a_roll_called_later_is_no_check_in_of_then(cast: Cast):
    case = classmakers.opened(cast)
    classmakers.hold(case.sessions.first(), cast)

    assert make.visited(cast, case=case).checked_in == 0


@pytest.mark.parametrize("clock", ["9.40", "25:00", "", "上午"])
def test_a_time_that_cannot_be_read_is_refused(cast: Cast, clock: str):
    with pytest.raises(Refusal):
        make.visited(cast, given={"clock": clock})


def test_every_item_is_kept_with_its_clause(cast: Cast):
    case = make.visited(cast)

    assert [(one.item, one.cites, one.mark) for one in case.findings.all()][:2] == [
        ("identity", "R24", "WRONG"),
        ("teacher", "R22", "FINE"),
    ]
    assert case.wrong() == 1


def test_the_institution_has_five_working_days_to_state_its_side(cast: Cast):
    case = make.visited(cast)
    assert Deadline.objects.filter(chain_id=case.pk, step="explain").get().due_on == date(2024, 10, 15)

    sweep(date(2024, 10, 16), at=moment("2024-10-16"))

    case.refresh_from_db()
    assert case.state == "EXPLAINED"


def test_what_was_found_is_held_up_to_whoever_calls_it_in_order(cast: Cast):
    case = make.explained(cast)

    said = [
        check.mark
        for step in case.process.steps
        if step.name == "clear"
        for check in step.requires[0](case, None)
    ]

    assert said == ["look", "look"]  # an item not in order; a count that differs
    assert make.two_hands(case, "clear", cast, "2024-10-11", reason="说明属实").state == "IN_ORDER"


def test_a_stop_is_ordered_by_its_own_door_and_only_recorded_here(cast: Cast):
    case = make.explained(cast)
    with pytest.raises(Refusal):
        make.two_hands(case, "stop_class", cast, "2024-10-11", reason="多次缺课")

    make.two_hands(case.training_class, "stop", cast, "2024-10-11", reason="多次缺课")

    assert make.two_hands(case, "stop_class", cast, "2024-10-11", reason="多次缺课").state == "STOPPED"


def test_what_is_reported_upwards_is_ended_by_the_province(cast: Cast):
    case = make.explained(cast)
    make.two_hands(case, "escalate", cast, "2024-10-11", reason="涉嫌转包")

    make.two_hands(case, "conclude", cast, "2024-10-14", Role.PROVINCE, reason="移出目录另案办理")

    assert case.state == "CONCLUDED"


def test_nobody_else_begins_an_inspection(cast: Cast):
    case = classmakers.opened(cast)
    for role in ABROAD:
        with pytest.raises(Forbidden):
            begin_inspection(
                case.institution,
                case,
                Reason(Cause.OTHER, why="看一看"),
                actor=cast.actor(role),
                at=moment("2024-10-08"),
            )


def test_the_province_inspects_in_the_place_of_the_city(cast: Cast):
    case = classmakers.opened(cast)
    at = moment("2024-10-08")

    made = begin_inspection(
        case.institution, case, Reason(Cause.OTHER, why="省级抽查"), actor=cast.actor(Role.PROVINCE), at=at
    )

    assert made.office(Role.CITY) == cast.owner(Role.PROVINCE).office
    assert not Inspection.objects.visible_to(cast.actor(Role.CITY)).exists()


# The draw


def test_a_draw_can_be_computed_again_by_anybody(cast: Cast):
    for first in (40, 50, 60):
        classmakers.opened(cast, first=first, people=1, apart=first, teacher=first + 800)
    rows = running_classes(cast.actor(Role.CITY))

    draw = draw_classes(2, [rows[0].pk], actor=cast.actor(Role.CITY), at=moment("2024-10-08"))

    kept = Draw.objects.get()
    assert kept.tickets() == sorted(Ticketed(str(row.pk), 2 if row == rows[0] else 1) for row in rows)
    assert kept.digest == population_digest(kept.tickets())
    assert kept.committed == commitment(kept.seed, kept.tickets())
    drawn = {str(pk) for pk in draw.inspections.values_list("training_class", flat=True)}
    assert drawn == set(ranked(kept.seed, kept.tickets())[:2])


def test_an_office_draws_once_a_day_and_never_more_than_there_is(cast: Cast):
    classmakers.opened(cast)
    city, at = cast.actor(Role.CITY), moment("2024-10-08")
    for size in (0, 2):
        with pytest.raises(Refusal):
            draw_classes(size, (), actor=city, at=at)
    draw_classes(1, (), actor=city, at=at)

    with pytest.raises(Refusal):
        draw_classes(1, (), actor=city, at=at)

    assert (Draw.objects.count(), Inspection.objects.count()) == (1, 1)


def test_list_and_seed_are_open_only_after_the_visits(cast: Cast):
    case = classmakers.opened(cast)
    draw_classes(1, (), actor=cast.actor(Role.CITY), at=classmakers.at("2024-10-08", "08:00"))
    assert not Draw.objects.with_openness().get().is_open()

    made = Inspection.objects.get()
    make.two_hands(made, "visit", cast, "2024-10-09", **make.VISIT, **make.marks())

    assert made.training_class == case
    assert Draw.objects.with_openness().get().is_open()


def test_the_order_depends_on_the_seed_and_not_on_the_order_of_the_list():
    population = [Ticketed(f"{number:03d}", 1) for number in range(50)]

    assert ranked("a", population) == ranked("a", population[::-1])
    assert ranked("a", population) != ranked("b", population)
    assert sorted(ranked("a", population)) == [one.key for one in population]


def test_every_class_is_as_likely_as_its_tickets_say():
    """Over 2,000 seeds the class with four tickets of ten comes first about four times in ten."""
    population = [Ticketed("heavy", 4), *(Ticketed(f"light {n}", 1) for n in range(6))]

    first = sum(ranked(f"seed {number}", population)[0] == "heavy" for number in range(2000))

    assert 720 <= first <= 880


@pytest.mark.parametrize(("signs", "tickets"), [(0, 1), (1, 2), (4, 5), (9, 5)])
def test_signs_add_tickets_up_to_a_bound(signs: int, tickets: int):
    assert tickets_for(signs) == tickets


# What must be mended


def test_it_has_the_term_the_decision_sets_else_the_houses(cast: Cast):
    case = make.ordered(cast, due_on="2024-10-25")
    assert Deadline.objects.get(chain_id=case.pk, closed_at=None).due_on == date(2024, 10, 25)

    again = Rectification.objects.get()
    assert again.due_on == date(2024, 10, 25)


def test_without_a_term_of_its_own_it_has_fifteen_working_days(cast: Cast):
    assert make.ordered(cast).due_on == date(2024, 10, 31)


def test_whoever_inspected_does_not_check_again(cast: Cast):
    case = make.mended(cast)
    facts = {"rechecked_on": "2024-10-21", "recheck": "已按要求点名"}
    with pytest.raises(Refusal) as refused:
        make.two_hands(case, "accept", cast, "2024-10-21", **facts)
    assert refused.value.cites == "H-recheck"

    other = lend(cast)
    take(case, "accept", other[0], "2024-10-21", Given(facts))
    take(case, "accept", other[1], "2024-10-21")

    assert case.state == "ACCEPTED"


def lend(cast: Cast) -> list[Member]:
    """Two other officers of the same city."""
    office = cast.owner(Role.CITY).office
    made = []
    for duty, name in ((Duty.HANDLE, "经办人丙"), (Duty.SIGN, "签发人丙")):
        office.area = "140101" if duty == Duty.HANDLE else "140102"  # another user name; nothing is saved
        made.append(make_member(office, duty, name))
    return made


def test_late_stays_late_when_it_is_mended_after_all(cast: Cast):
    case = make.mended(cast, on="2024-11-04")

    assert case.was_late()
    assert Deadline.objects.get(chain_id=case.pk, step="report").late_since == date(2024, 11, 1)


def test_rounds_are_bounded(cast: Cast):
    case, others = make.mended(cast), lend(cast)
    for number, day in ((2, "2024-10-21"), (3, "2024-11-05")):
        facts = {"recheck": "仍有缺课未记", "due_on": "2024-11-04" if number == 2 else "2024-11-20"}
        take(case, "again", others[0], day, Given(facts))
        take(case, "again", others[1], day)
        assert case.round == number
        take(case, "report", cast.owner(Role.INSTITUTION), day, Given({"mended": "再次整改"}))

    with pytest.raises(Refusal) as refused:
        take(case, "again", others[0], "2024-11-06", Given({"recheck": "还不行", "due_on": "2024-12-02"}))
    assert refused.value.cites == "H-rectification-rounds"

    take(case, "fail", others[0], "2024-11-06", Given({"reason": "三轮仍不合格"}))
    assert take(case, "fail", others[1], "2024-11-06").state == "FAILED"


def test_nothing_mended_fails_only_once_the_term_is_over(cast: Cast):
    case = make.ordered(cast)
    with pytest.raises(Refusal):
        make.two_hands(case, "fail", cast, "2024-10-31", reason="没有动静")

    assert make.two_hands(case, "fail", cast, "2024-11-01", reason="逾期没有整改").state == "FAILED"


def test_the_institution_and_both_supervisors_are_its_parties(cast: Cast):
    case = make.ordered(cast)

    roles = set(Party.objects.filter(chain_id=case.pk).values_list("role", flat=True))

    assert roles == {Role.CITY, Role.PROVINCE, Role.INSTITUTION}


@pytest.mark.parametrize(
    ("checked", "seen", "kind", "text"),
    [(3, 1, "late", "2人"), (1, 3, "text", "2人"), (2, 2, "text", None), (None, 2, "text", None)],
)
def test_only_more_check_ins_than_people_is_alarming(
    checked: int | None, seen: int, kind: str, text: str | None
):
    fact = differing(Inspection(checked_in=checked, seen=seen))
    assert (fact.kind, fact.value.zh if fact.value else None) == (kind, text)
