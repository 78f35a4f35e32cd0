"""What Shanxi cannot teach: an employer proposes, the province approves before training starts (R26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import make_missing, make_plan_2024, moment, take, three_hands
from yushu.casework.models import Deadline
from yushu.casework.stepping import checks
from yushu.catalogue.drafting import Need, propose_missing
from yushu.catalogue.levels import Level
from yushu.catalogue.loading import load_catalogue
from yushu.catalogue.missing import S
from yushu.catalogue.models import Listing, MissingOccupation, Occupation
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.people.actors import PUBLIC
from yushu.people.models import Office
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def marks(proposal: MissingOccupation) -> list[tuple[str, str]]:
    return [(check.mark, check.text.zh) for check in checks(proposal, proposal.process.named("approve"))]


def test_the_document_sets_no_days_for_the_decision(cast: Cast) -> None:
    clock = Deadline.objects.get(chain_id=make_missing(cast).pk, closed_at=None)
    assert (clock.step, clock.limit, clock.due_on) == ("approve", None, None)


def test_the_province_approves_so_many_under_a_number(cast: Cast) -> None:
    proposal = three_hands(make_missing(cast), "approve", cast, "2024-10-08", approved_people=20)
    assert (proposal.state, proposal.approved_people, proposal.document_no) == (
        S.APPROVED,
        20,
        "晋人社函〔2024〕15号",
    )
    assert (
        proposal.process.named("approve")
        .says.does.fill(**proposal.figures())
        .zh.startswith("签发后：用人单位甲可以送人到陕西某培训机构培训，至多20人")
    )


@pytest.mark.parametrize("people", [0, 31])
def test_an_approval_stays_within_the_proposal(cast: Cast, people: int) -> None:
    proposal = make_missing(cast)
    with pytest.raises(Refusal) as refused:
        three_hands(proposal, "approve", cast, "2024-10-08", approved_people=people)
    assert "应在1至30之间" in refused.value.wrong.zh


def test_once_training_has_begun_nothing_can_be_approved(cast: Cast) -> None:
    proposal = make_missing(cast, starts="2024-10-08")
    with pytest.raises(Refusal) as refused:
        three_hands(proposal, "approve", cast, "2024-10-08", approved_people=20)
    assert refused.value.wrong.zh == "计划2024-10-08开班，已不能事先批准"
    assert refused.value.cites == "R26"


def test_the_day_before_training_begins_is_still_before(cast: Cast) -> None:
    proposal = make_missing(cast, starts="2024-10-09")
    assert three_hands(proposal, "approve", cast, "2024-10-08", approved_people=1).state == S.APPROVED


def test_what_the_plan_has_seats_for_can_be_taught_here(cast: Cast) -> None:
    make_plan_2024(cast)
    proposal = make_missing(cast, occupation="大数据")
    assert ("no", "本年计划里太原理工大学 大数据有150个名额") in marks(proposal)
    with pytest.raises(Refusal):
        three_hands(proposal, "approve", cast, "2024-10-08", approved_people=20)


def test_a_listed_institution_asks_for_a_second_look(cast: Cast) -> None:
    proposal = make_missing(cast)
    assert ("ok", "省内没有机构在“密码”的名单上") in marks(proposal)
    Listing.objects.create(
        office=Office.objects.get(name="山西大学"),
        kind="TEACHES",
        occupation=proposal.occupation,
        since=date(2024, 1, 1),
        source="国家名单",
    )
    assert ("look", "山西大学在名单上，核实它为何不能开展") in marks(proposal)


def test_how_large_demand_must_be_an_officer_judges(cast: Cast) -> None:
    assert ("look", "单位预计需要30人；文件没有写多少算较大，由你判断") in marks(make_missing(cast))


def test_a_refusal_gives_reasons(cast: Cast) -> None:
    proposal = three_hands(make_missing(cast), "refuse", cast, "2024-10-08", reason="省内已有机构筹备")
    assert (proposal.state, proposal.approved_people) == (S.REFUSED, None)


def test_the_employer_takes_it_back_and_another_cannot(cast: Cast) -> None:
    proposal = make_missing(cast)
    with pytest.raises(Forbidden):
        take(proposal, "withdraw", cast.stranger(Role.EMPLOYER), "2024-09-23")
    assert take(proposal, "withdraw", cast.owner(Role.EMPLOYER), "2024-09-23").state == S.WITHDRAWN


def test_the_province_enters_the_letter_of_an_employer_that_does_not_sign_in(cast: Cast) -> None:
    load_catalogue()
    officer, employer = cast.owner(Role.PROVINCE), cast.owner(Role.EMPLOYER).office
    need = Need(
        Occupation.objects.get(key="robotics"), Level.JUNIOR, 12, "省外机构", date(2024, 12, 2), "需求大"
    )
    proposal = propose_missing(
        need,
        employer=employer,
        province=officer.office,
        actor=officer.actor,
        at=moment("2024-09-26"),
        received_on=date(2024, 9, 24),
    )
    assert (proposal.opened_on, proposal.employer) == (date(2024, 9, 24), employer)


def test_an_employer_proposes_for_itself_and_for_somebody(cast: Cast) -> None:
    load_catalogue()
    mine, other = cast.owner(Role.EMPLOYER), cast.stranger(Role.EMPLOYER)
    need = Need(
        Occupation.objects.get(key="robotics"), Level.JUNIOR, 12, "省外机构", date(2024, 12, 2), "需求大"
    )
    given = {"province": cast.owner(Role.PROVINCE).office, "actor": mine.actor, "at": moment("2024-09-26")}
    with pytest.raises(Forbidden):
        propose_missing(need, employer=other.office, **given)
    with pytest.raises(Invalid):
        propose_missing(replace(need, people=0), employer=mine.office, **given)


def test_only_its_parties_and_overseers_see_it(cast: Cast) -> None:
    proposal = make_missing(cast)
    seen = MissingOccupation.objects.visible_to
    assert proposal in seen(cast.actor(Role.EMPLOYER))
    assert proposal in seen(cast.actor(Role.PROVINCE))
    for reader in (cast.stranger(Role.EMPLOYER).actor, cast.actor(Role.CITY), PUBLIC):
        assert not seen(reader).exists()
    with pytest.raises(Forbidden):
        take(proposal, "approve", cast.colleague(Role.PROVINCE, Duty.SIGN), "2024-10-08")
