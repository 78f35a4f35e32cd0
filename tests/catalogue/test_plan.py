"""The annual plan as the document has it: drafted, issued under a number, closed when its year is over."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import ISSUED, ZH_ANNEX, big_data, make_plan_2024, moment, take, three_hands, use
from yushu.casework.models import Deadline
from yushu.casework.moving import Given, move
from yushu.casework.stepping import checks
from yushu.casework.timely import sweep
from yushu.catalogue.drafting import draft_plan
from yushu.catalogue.loading import load_catalogue, shipped_plan
from yushu.catalogue.models import Listing, Plan, PlanCell
from yushu.catalogue.planning import S
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger import book
from yushu.people.actors import PUBLIC
from yushu.people.models import Bar, BarKind, Office
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def drafted(cast: Cast, seats: int = 500, total: int = 500, year: int = 2024) -> Plan:
    load_catalogue()
    actor = cast.owner(Role.PROVINCE).actor
    return draft_plan(year, ZH_ANNEX.format(n=seats), total, actor=actor, at=moment(ISSUED))


def marks(plan: Plan, step: str = "issue") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for check in checks(plan, plan.process.named(step)):
        found.setdefault(check.mark, []).append(check.text.zh)
    return found


def test_the_plan_of_2024_is_the_annex(cast: Cast) -> None:
    plan = make_plan_2024(cast)
    cells = {(cell.institution.name, cell.occupation.short_zh): cell.seats for cell in plan.cells.named()}
    assert cells == {
        ("山西大学", "人工智能"): 100,
        ("山西大学", "数字化管理"): 100,
        ("太原理工大学", "区块链"): 50,
        ("太原理工大学", "大数据"): 150,
        ("太原科技大学", "智能制造"): 100,
    }
    assert (plan.state, plan.document_no, plan.issued_on) == (
        S.ISSUED,
        "晋人社厅发〔2024〕27号",
        date(2024, 5, 23),
    )
    assert plan.seats() == plan.stated_total == plan.usual_size() == 500


def test_it_went_through_three_hands_and_stands_in_the_ledger(cast: Cast) -> None:
    plan = make_plan_2024(cast)
    lines = [(line.verb, line.who.split("·")[1]) for line in reversed(book.history([plan.pk]))]
    assert lines == [
        ("open", "经办人甲"),
        ("issue.handle", "经办人甲"),
        ("issue.check", "复核人甲"),
        ("issue", "签发人甲"),
    ]


def test_nobody_signs_what_he_drafted(cast: Cast) -> None:
    plan = drafted(cast)
    take(plan, "issue", cast.owner(Role.PROVINCE), ISSUED)
    with pytest.raises(Forbidden):
        take(plan, "issue", cast.owner(Role.PROVINCE), ISSUED)


def test_a_year_has_one_plan(cast: Cast) -> None:
    drafted(cast)
    with pytest.raises(Refusal) as refused:
        drafted(cast)
    assert refused.value.wrong.zh == "2024年度已有计划"


def test_a_discarded_draft_makes_room_for_another(cast: Cast) -> None:
    take(drafted(cast), "discard", cast.owner(Role.PROVINCE), ISSUED, Given({"reason": "重新测算"}))
    assert drafted(cast).state == S.DRAFT


@pytest.mark.parametrize("year", [2020, 2101])
def test_a_year_outside_the_programme_is_a_typing_error(cast: Cast, year: int) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(cast, year=year)
    assert refused.value.field == "year"


def test_the_cells_must_give_the_total_of_the_document(cast: Cast) -> None:
    plan = drafted(cast, seats=490)
    assert marks(plan)["no"] == ["各格合计490人，文件写500人，差10人"]
    with pytest.raises(Refusal):
        three_hands(plan, "issue", cast, ISSUED)


def test_another_size_than_the_usual_asks_for_a_second_look_and_no_more(cast: Cast) -> None:
    plan = drafted(cast, seats=480, total=480)
    assert "文件写每年500人左右，本计划480人" in marks(plan)["look"]
    assert three_hands(plan, "issue", cast, ISSUED).state == S.ISSUED


def test_an_institution_not_on_the_list_gets_no_seats(cast: Cast) -> None:
    plan = drafted(cast)
    Listing.objects.filter(office__name="山西大学", occupation__key="ai").update(until=date(2024, 5, 23))
    assert marks(plan)["look"]
    Listing.objects.filter(office__name="山西大学", occupation__key="ai").delete()
    assert marks(plan)["no"] == ["山西大学当天不在“人工智能”的名单上"]
    with pytest.raises(Refusal) as refused:
        take(plan, "issue", cast.owner(Role.PROVINCE), ISSUED)
    assert refused.value.cites == "R22"


def test_an_unconfirmed_list_asks_for_a_second_look_and_a_confirmed_one_is_fine(cast: Cast) -> None:
    plan = drafted(cast)
    assert "山西大学的“人工智能”尚未与国家名单核对" in marks(plan)["look"]
    Listing.objects.filter(office__name="山西大学").update(confirmed=True)
    assert "1项都在名单上" in marks(plan)["ok"]


def test_a_barred_institution_gets_no_seats(cast: Cast) -> None:
    plan = drafted(cast)
    school = Office.objects.get(name="山西大学")
    Bar.objects.create(
        office=school,
        kind=BarKind.TRAINING,
        since=date(2024, 1, 1),
        reason="停办整改",
        source="晋人社函〔2024〕1号",
    )
    assert marks(plan)["no"] == ["山西大学在登记簿中不得承担培训"]


def test_a_document_cannot_leave_the_house_tomorrow(cast: Cast) -> None:
    plan = drafted(cast)
    take(plan, "issue", cast.owner(Role.PROVINCE), ISSUED)
    take(plan, "issue", cast.colleague(Role.PROVINCE), ISSUED)
    signed = {"document_no": "晋人社函〔2024〕15号", "dispatched_on": "2024-05-24"}
    with pytest.raises(Refusal) as refused:
        take(plan, "issue", cast.colleague(Role.PROVINCE, Duty.SIGN), ISSUED, Given(signed))
    assert refused.value.field == "dispatched_on"


def test_a_new_table_replaces_the_cells_and_hands_begin_again(cast: Cast) -> None:
    plan = drafted(cast)
    take(plan, "issue", cast.owner(Role.PROVINCE), ISSUED)
    whole = shipped_plan(2024)
    plan = take(
        plan,
        "revise",
        cast.owner(Role.PROVINCE),
        ISSUED,
        Given({"annex": whole.annex, "total": whole.total}),
    )
    assert (plan.state, plan.cell_count(), plan.seats()) == (S.DRAFT, 5, 500)
    with pytest.raises(Forbidden):
        take(plan, "issue", cast.colleague(Role.PROVINCE), ISSUED)
    assert three_hands(plan, "issue", cast, ISSUED).state == S.ISSUED


def test_a_wrong_table_leaves_the_draft_as_it_was(cast: Cast) -> None:
    plan = drafted(cast)
    given = Given({"annex": ZH_ANNEX.replace("山西大学", "某大学").format(n=5), "total": 5})
    with pytest.raises(Invalid) as refused:
        take(plan, "revise", cast.owner(Role.PROVINCE), ISSUED, given)
    assert refused.value.wrong.zh == "第2行“培训机构”：没有登记“某大学”"
    plan.refresh_from_db()
    assert (plan.seats(), plan.rev) == (500, 0)


def test_a_form_opened_before_the_new_table_cannot_issue_the_old(cast: Cast) -> None:
    plan = drafted(cast)
    new = Given({"annex": ZH_ANNEX.format(n=400), "total": 400})
    take(Plan.objects.get(pk=plan.pk), "revise", cast.owner(Role.PROVINCE), ISSUED, new)
    with pytest.raises(Stale):
        move(plan, "issue", actor=cast.actor(Role.PROVINCE), at=moment(ISSUED), rev=plan.rev)


def test_the_year_ends_and_the_plan_closes_after_the_first_working_day(cast: Cast) -> None:
    plan = make_plan_2024(cast)
    clock = Deadline.objects.get(chain_id=plan.pk, step="close", closed_at=None)
    assert (clock.starts_on, clock.due_on) == (date(2024, 12, 31), date(2025, 1, 2))

    sweep(date(2025, 1, 2), at=moment("2025-01-02"))
    plan.refresh_from_db()
    assert plan.state == S.ISSUED

    sweep(date(2025, 1, 9), at=moment("2025-01-09"))
    plan.refresh_from_db()
    assert (plan.state, plan.entered_on) == (S.CLOSED, date(2025, 1, 3))


def test_a_plan_nobody_relies_on_can_be_withdrawn_and_stays_on_record(cast: Cast) -> None:
    plan = make_plan_2024(cast)
    plan = three_hands(plan, "withdraw", cast, "2024-05-27", reason="国家名单调整")
    assert (plan.state, plan.document_no) == (S.WITHDRAWN, "晋人社厅发〔2024〕27号")
    assert plan in Plan.objects.visible_to(PUBLIC)


@pytest.mark.parametrize("used", [{"announced": 1}, {"taken": 1}])
def test_a_plan_somebody_relies_on_cannot_be_withdrawn(cast: Cast, used: dict[str, int]) -> None:
    plan = make_plan_2024(cast)
    use(big_data(plan), **used)
    with pytest.raises(Refusal) as refused:
        three_hands(plan, "withdraw", cast, "2024-05-27", reason="国家名单调整")
    assert "不能撤回" in refused.value.wrong.zh


def test_a_draft_is_the_provinces_and_an_issued_plan_everybodys(cast: Cast) -> None:
    plan = drafted(cast)
    readers = [cast.actor(Role.INSTITUTION), cast.actor(Role.CITY), cast.actor(Role.TRAINEE), PUBLIC]
    for reader in readers:
        assert not Plan.objects.visible_to(reader).exists()
        assert not PlanCell.objects.visible_to(reader).exists()
    for reader in (cast.actor(Role.PROVINCE), cast.actor(Role.AUDITOR)):
        assert Plan.objects.visible_to(reader).get() == plan
    three_hands(plan, "issue", cast, ISSUED)
    for reader in readers:
        assert Plan.objects.visible_to(reader).get() == plan
        assert PlanCell.objects.visible_to(reader).count() == 1


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.PROVINCE, Role.NATION, Role.PUBLIC, Role.TIME)]
)
def test_only_the_province_drafts_and_issues(cast: Cast, role: Role) -> None:
    load_catalogue()
    with pytest.raises((Refusal, Forbidden)):
        draft_plan(2025, ZH_ANNEX.format(n=5), 5, actor=cast.actor(role), at=moment(ISSUED))
    plan = drafted(cast)
    with pytest.raises(Forbidden):
        take(plan, "issue", cast.owner(role), ISSUED)


def test_what_a_step_says_names_its_size(cast: Cast) -> None:
    plan = make_plan_2024(cast)
    said = plan.process.named("issue").says
    figures = plan.figures()
    assert said.label.fill(**figures).zh == "下达计划：3家机构500人"
    assert plan.title().zh == "2024年度培训计划"
    assert plan.subtitle().zh == "晋人社厅发〔2024〕27号，500人"
