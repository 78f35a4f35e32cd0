"""The catalogue and the plan of 2024 as the tests meet them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.cast import Cast, Member
from yushu.casework.moving import NONE, Given, move
from yushu.catalogue.drafting import Need, propose_entry, propose_missing, request_change
from yushu.catalogue.levels import Level
from yushu.catalogue.loading import load_catalogue, load_plan_2024
from yushu.catalogue.models import CityEntry, MissingOccupation, Occupation, Plan, PlanCell, PlanChange
from yushu.kernel.clock import BEIJING
from yushu.people.models import Office
from yushu.people.roles import HANDS, Duty, Role

ISSUED = "2024-05-23"
NUMBER = {"document_no": "晋人社函〔2024〕15号"}
ZH_ANNEX = "培训机构,人工智能,合计\n山西大学,{n},{n}\n合计,{n},{n}\n"


def moment(day: str | date, hour: int = 10) -> datetime:
    """A moment of working hours on a day in Beijing."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(on.year, on.month, on.day, hour, tzinfo=BEIJING)


def make_plan_2024(cast: Cast) -> Plan:
    """The real plan, drafted and issued by three hands of the cast's province. Once a cast."""
    load_catalogue()
    handler, checker, signer = (cast.own[Role.PROVINCE][duty].actor for duty in HANDS)
    return load_plan_2024(handler=handler, checker=checker, signer=signer, at=moment(ISSUED))


def cell_of(plan: Plan, institution: str, occupation: str) -> PlanCell:
    """One cell, by the names of the annex."""
    return plan.cells.named().get(institution__name=institution, occupation__short_zh=occupation)


def big_data(plan: Plan) -> PlanCell:
    """太原理工大学 大数据: 150 seats."""
    return cell_of(plan, "太原理工大学", "大数据")


def use(cell: PlanCell, *, announced: int = 0, taken: int = 0) -> PlanCell:
    """A cell as it stands after announcements and openings."""
    PlanCell.objects.filter(pk=cell.pk).update(announced=announced, taken=taken)
    cell.refresh_from_db()
    return cell


def take(case: Any, step: str, member: Member, on: str, given: Given = NONE) -> Any:
    """Press a step as a member on a day, with the form as it is now."""
    case.refresh_from_db()
    return move(case, step, actor=member.actor, at=moment(on), rev=case.rev, given=given)


def three_hands(case: Any, step: str, cast: Cast, on: str, role: Role = Role.PROVINCE, **first: Any) -> Any:
    """Handle, check and sign on one day; the signer gives number and date of dispatch."""
    signed = Given({**NUMBER, "dispatched_on": on})
    take(case, step, cast.colleague(role, Duty.HANDLE), on, Given(first))
    take(case, step, cast.colleague(role, Duty.CHECK), on)
    return take(case, step, cast.colleague(role, Duty.SIGN), on, signed)


def ask(
    plan: Plan, rows: str, member: Member, on: str = "2024-09-20", reason: str = "4期20人，名额不够"
) -> PlanChange:
    """A request to change the plan."""
    return request_change(plan, rows, reason, actor=member.actor, at=moment(on))


def make_missing(
    cast: Cast, occupation: str = "密码", people: int = 30, starts: str = "2024-11-04"
) -> MissingOccupation:
    """A proposal of the cast's employer, made on 20 September."""
    load_catalogue()
    employer = cast.owner(Role.EMPLOYER)
    need = Need(
        Occupation.objects.get(short_zh=occupation),
        Level.JUNIOR,
        people,
        "陕西某培训机构",
        date.fromisoformat(starts),
        "省内暂不能开展",
    )
    province = cast.owner(Role.PROVINCE).office
    return propose_missing(
        need, employer=employer.office, province=province, actor=employer.actor, at=moment("2024-09-20")
    )


def make_entry(cast: Cast, institution: str = "太原理工大学", occupation: str = "大数据") -> CityEntry:
    """A city's entry, proposed on 3 June."""
    load_catalogue()
    city = cast.owner(Role.CITY)
    return propose_entry(
        Office.objects.get(name=institution),
        Occupation.objects.get(short_zh=occupation),
        Level.JUNIOR,
        province=cast.owner(Role.PROVINCE).office,
        actor=city.actor,
        at=moment("2024-06-03"),
    )
