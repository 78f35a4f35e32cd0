"""Changing the plan: asked for, decided under a number, never below what is used (A27)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import ask, big_data, cell_of, make_plan_2024, take, three_hands, use
from yushu.casework.stepping import checks
from yushu.catalogue.amending import S
from yushu.catalogue.models import Listing, Occupation, Plan, PlanCell, PlanChange
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.people.actors import PUBLIC, Actor
from yushu.people.models import Office
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

MORE = "太原理工大学,大数据,+20"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan_2024(cast)


def teach_at(cast: Cast, name: str) -> None:
    """The cast's institution takes the place of a university of the annex."""
    school, office = Office.objects.get(name=name), cast.owner(Role.INSTITUTION).office
    PlanCell.objects.filter(institution=school).update(institution=office)
    Listing.objects.filter(office=school).update(office=office)


def marks(change: PlanChange, step: str = "approve") -> list[tuple[str, str]]:
    return [(check.mark, check.text.zh) for check in checks(change, change.process.named(step))]


def test_an_approved_change_raises_the_cell_the_same_day(cast: Cast, plan: Plan) -> None:
    change = ask(plan, MORE, cast.owner(Role.PROVINCE))
    change = three_hands(change, "approve", cast, "2024-09-26")
    assert (change.state, change.document_no, change.decided_on) == (
        S.APPROVED,
        "晋人社函〔2024〕15号",
        date(2024, 9, 26),
    )
    assert (big_data(plan).seats, plan.seats()) == (170, 520)


def test_nothing_moves_before_the_third_hand(cast: Cast, plan: Plan) -> None:
    change = ask(plan, MORE, cast.owner(Role.PROVINCE))
    take(change, "approve", cast.owner(Role.PROVINCE), "2024-09-26")
    take(change, "approve", cast.colleague(Role.PROVINCE), "2024-09-26")
    assert big_data(plan).seats == 150


def test_seats_pass_from_one_institution_to_another(cast: Cast, plan: Plan) -> None:
    rows = f"{MORE}\n太原科技大学,智能制造,-20"
    change = ask(plan, rows, cast.owner(Role.PROVINCE))
    assert ("ok", "总名额由500改为500；文件写每年500人左右") in marks(change)
    three_hands(change, "approve", cast, "2024-09-26")
    assert (big_data(plan).seats, cell_of(plan, "太原科技大学", "智能制造").seats, plan.seats()) == (
        170,
        80,
        500,
    )


def test_a_new_total_is_said_before_signing(cast: Cast, plan: Plan) -> None:
    change = ask(plan, MORE, cast.owner(Role.PROVINCE))
    assert ("look", "总名额由500改为520；文件写每年500人左右") in marks(change)
    assert change.process.named("approve").says.label.fill(**change.figures()).zh == "批准调整：增20人，减0人"


@pytest.mark.parametrize(
    ("used", "said"), [({"announced": 140}, "已公告140个"), ({"taken": 140}, "已开班140个")]
)
def test_a_cut_never_goes_below_what_is_used(cast: Cast, plan: Plan, used: dict[str, int], said: str) -> None:
    use(big_data(plan), **used)
    change = ask(plan, "太原理工大学,大数据,-20", cast.owner(Role.PROVINCE))
    with pytest.raises(Refusal) as refused:
        take(change, "approve", cast.owner(Role.PROVINCE), "2024-09-26")
    assert said in refused.value.wrong.zh
    assert "不能从150减到130" in refused.value.wrong.zh


def test_a_cut_down_to_what_is_used_is_possible(cast: Cast, plan: Plan) -> None:
    use(big_data(plan), announced=140, taken=120)
    change = ask(plan, "太原理工大学,大数据,-10", cast.owner(Role.PROVINCE))
    three_hands(change, "approve", cast, "2024-09-26")
    assert big_data(plan).seats == 140


def test_seats_announced_between_check_and_cut_are_not_cut(cast: Cast, plan: Plan) -> None:
    change = ask(plan, "太原理工大学,大数据,-20", cast.owner(Role.PROVINCE))
    line = change.lines.named().get()
    use(big_data(plan), announced=145)
    with pytest.raises(Refusal) as refused:
        line.apply(plan)
    assert refused.value.cites == "A27"
    assert big_data(plan).seats == 150


def test_a_refused_cut_leaves_every_other_line_undone(cast: Cast, plan: Plan) -> None:
    change = ask(plan, "太原科技大学,智能制造,+20\n太原理工大学,大数据,-20", cast.owner(Role.PROVINCE))
    take(change, "approve", cast.owner(Role.PROVINCE), "2024-09-26")
    take(change, "approve", cast.colleague(Role.PROVINCE), "2024-09-26")
    use(big_data(plan), announced=145)
    signer = cast.colleague(Role.PROVINCE, Duty.SIGN)
    with pytest.raises(Refusal):
        take(change, "approve", signer, "2024-09-26")
    assert (plan.seats(), change.state) == (500, S.REQUESTED)


def test_a_new_cell_needs_a_listing(cast: Cast, plan: Plan) -> None:
    change = ask(plan, "山西大学,区块链,+30", cast.owner(Role.PROVINCE))
    with pytest.raises(Refusal) as refused:
        take(change, "approve", cast.owner(Role.PROVINCE), "2024-09-26")
    assert refused.value.cites == "R22"
    Listing.objects.create(
        office=Office.objects.get(name="山西大学"),
        kind="TEACHES",
        occupation=Occupation.objects.get(key="blockchain"),
        since=date(2024, 9, 1),
        source="国家名单",
        confirmed=True,
    )
    three_hands(change, "approve", cast, "2024-09-26")
    assert cell_of(plan, "山西大学", "区块链").seats == 30


def test_an_institution_asks_about_its_own_seats_only(cast: Cast, plan: Plan) -> None:
    teach_at(cast, "太原理工大学")
    mine = cast.owner(Role.INSTITUTION)
    change = ask(plan, f"{mine.office.name},大数据,+20", mine)
    assert change.asked_by == mine.office
    with pytest.raises(Forbidden) as refused:
        ask(plan, "山西大学,人工智能,+20", mine)
    assert refused.value.wrong.zh == "只能申请调整本机构的名额"


def test_an_institution_takes_back_its_own_request_and_not_the_provinces(cast: Cast, plan: Plan) -> None:
    teach_at(cast, "太原理工大学")
    mine = cast.owner(Role.INSTITUTION)
    rows = f"{mine.office.name},大数据,+20"
    assert take(ask(plan, rows, mine), "withdraw", mine, "2024-09-21").state == S.WITHDRAWN
    proposed = ask(plan, rows, cast.owner(Role.PROVINCE))
    with pytest.raises(Refusal) as refused:
        take(proposed, "withdraw", mine, "2024-09-21")
    assert refused.value.wrong.zh == "这次调整不是你单位提出的"


def test_a_refusal_gives_reasons_and_leaves_the_seats(cast: Cast, plan: Plan) -> None:
    change = ask(plan, MORE, cast.owner(Role.PROVINCE))
    change = three_hands(change, "refuse", cast, "2024-09-26", reason="本年名额已用完")
    assert (change.state, plan.seats()) == (S.REFUSED, 500)
    assert change.totals()[:2] == (500, 500)


def test_a_change_waits_for_an_issued_plan_and_dies_with_its_year(cast: Cast, plan: Plan) -> None:
    change = ask(plan, MORE, cast.owner(Role.PROVINCE), on="2024-12-30")
    with pytest.raises(Refusal) as refused:
        take(change, "approve", cast.owner(Role.PROVINCE), "2025-01-02")
    assert refused.value.wrong.zh == "2024年已过，计划不再调整"
    three_hands(plan, "withdraw", cast, "2024-12-31", reason="国家名单调整")
    assert ("no", "计划不在执行中，不能调整") in marks(change)


def test_only_an_issued_plan_can_be_changed(cast: Cast, plan: Plan) -> None:
    plan = three_hands(plan, "withdraw", cast, "2024-05-27", reason="国家名单调整")
    with pytest.raises(Refusal):
        ask(plan, MORE, cast.owner(Role.PROVINCE))


def test_unknown_names_are_refused_with_those_of_the_plan(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Invalid) as refused:
        ask(plan, "某大学,大数据,+20", cast.owner(Role.PROVINCE))
    assert "太原理工大学 大数据" in refused.value.mend.zh
    with pytest.raises(Invalid):
        ask(plan, "太原理工大学,炼金术,+20", cast.owner(Role.PROVINCE))
    with pytest.raises(Invalid) as refused:
        ask(plan, MORE, cast.owner(Role.PROVINCE), reason=" ")
    assert refused.value.field == "reason"


def test_a_request_is_seen_by_its_parties_only(cast: Cast, plan: Plan) -> None:
    teach_at(cast, "太原理工大学")
    mine = cast.owner(Role.INSTITUTION)
    change = ask(plan, f"{mine.office.name},大数据,+20", mine)

    def sees(actor: Actor) -> bool:
        return PlanChange.objects.visible_to(actor).filter(pk=change.pk).exists()

    assert sees(mine.actor)
    assert sees(cast.actor(Role.PROVINCE))
    assert sees(cast.actor(Role.AUDITOR))
    assert not sees(cast.stranger(Role.INSTITUTION).actor)
    assert not sees(cast.actor(Role.CITY))
    assert not sees(PUBLIC)
