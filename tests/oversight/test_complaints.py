"""A citizen complains, nobody learns who it was without a reason, and an answer comes in time (R23, R24)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.catalogue.makers import moment, take
from tests.oversight import makers as make
from yushu.casework.models import Deadline, Notice, Party
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.ledger import book
from yushu.oversight.filing import About, Said, ask_back, by_code, file_complaint, reveal_contact
from yushu.oversight.models import AccountRequest, Complaint
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

ANSWERED = {"finding": "TRUE", "answer": "经查，当天下午的课没有上，已责令补课。"}


def due(case: Complaint) -> tuple[str, date | None]:
    clock = Deadline.objects.get(chain_id=case.pk, closed_at=None)
    return clock.step, clock.due_on


def everything_written(case: Any) -> str:
    """The whole record of a case, with the words of those who pressed."""
    return "".join(f"{line.who}{line.facts}" for line in book.history([case.pk]))


def test_it_goes_to_the_city_of_whoever_is_complained_of(cast: Cast):
    case = make.complaint(cast)

    assert case.handler() == cast.owner(Role.CITY).office
    assert Complaint.objects.visible_to(cast.actor(Role.CITY)).get() == case
    assert not Complaint.objects.visible_to(cast.stranger(Role.CITY).actor).exists()


@pytest.mark.parametrize("role", [Role.CITY, None])
def test_it_goes_to_the_province_when_it_is_about_a_city_or_nobody_known(cast: Cast, role: Role | None):
    about = About(cast.owner(role).office if role else None)

    case, _ = file_complaint(make.SAID, about, key=make.KEY, at=moment(make.FILED))

    assert case.handler().role == Role.PROVINCE


def test_whoever_is_complained_of_sees_no_complaint(cast: Cast):
    make.complaint(cast)

    for duty in (Duty.HANDLE, Duty.CHECK, Duty.SIGN):
        assert not Complaint.objects.visible_to(cast.own[Role.INSTITUTION][duty].actor).exists()


def test_name_contact_text_and_code_are_not_readable_in_the_database(cast: Cast):
    case, code = make.filed(cast)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM oversight_complaint")
        row = "".join(str(bytes(v) if isinstance(v, memoryview) else v) for v in cursor.fetchone())

    assert case.category in row  # the row was read
    assert code not in row
    assert not [said for said in ("班长", "投诉者", "139 0000") if said in row or str(said.encode()) in row]


def test_a_code_has_eighty_bits_and_finds_its_complaint_alone(cast: Cast):
    (first, one), (_, two) = make.filed(cast), make.filed(cast)

    assert len(one) == 16
    assert one != two
    assert by_code(make.KEY, one) == first
    assert by_code(make.KEY, one[:-1] + ("0" if one[-1] != "0" else "1")) is None
    assert by_code(make.KEY, "") is None


def test_one_may_complain_without_saying_who_one_is(cast: Cast):
    case = make.complaint(cast, said=Said("FEES", make.TEXT))

    assert not case.has_contact()
    assert not Party.objects.filter(chain_id=case.pk, role=Role.TRAINEE).exists()


@pytest.mark.parametrize("said", [Said("FEES", "太短"), Said("FEES", "字" * 3001), Said("NONE", make.TEXT)])
def test_what_cannot_be_handled_is_refused_at_the_door(cast: Cast, said: Said):
    with pytest.raises(Refusal):
        make.filed(cast, said=said)

    assert not Complaint.objects.exists()


def test_who_complained_while_signed_in_sees_it_and_the_officers_still_do_not_see_who(cast: Cast):
    trainee = cast.owner(Role.TRAINEE)

    case = make.complaint(cast, person=trainee)

    assert Complaint.objects.visible_to(trainee.actor).get() == case
    assert trainee.person.name not in everything_written(case)


def test_it_is_taken_up_within_five_working_days_and_answered_within_fifteen_of_receipt(cast: Cast):
    case = make.complaint(cast)
    assert due(case) == ("accept", date(2024, 10, 14))  # Saturday 12 October 2024 was worked

    take(case, "accept", cast.owner(Role.CITY), "2024-10-14")

    assert due(case) == ("answer", date(2024, 10, 28))


def test_the_answer_takes_two_persons_and_reaches_the_code(cast: Cast):
    case, code = make.filed(cast)
    take(case, "accept", cast.owner(Role.CITY), "2024-10-09")

    make.two_hands(case, "answer", cast, "2024-10-20", **ANSWERED)

    found = by_code(make.KEY, code)
    assert found is not None
    assert (found.state, found.finding, found.answered_on) == ("ANSWERED", "TRUE", date(2024, 10, 20))


def test_nobody_answers_alone(cast: Cast):
    case = make.accepted(cast)
    take(case, "answer", cast.owner(Role.CITY), "2024-10-20", Given(ANSWERED))

    with pytest.raises((Forbidden, Refusal)):
        take(case, "answer", cast.owner(Role.CITY), "2024-10-20")

    assert Complaint.objects.get().state == "ACCEPTED"


def test_the_term_is_extended_once_with_a_reason_and_counts_from_receipt(cast: Cast):
    case = make.accepted(cast)
    with pytest.raises(Invalid):
        make.two_hands(case, "extend", cast, "2024-10-20")

    make.two_hands(case, "extend", cast, "2024-10-20", reason="要等第三方鉴定")

    assert due(case) == ("answer", date(2024, 11, 18))
    assert case.process.find("EXTENDED", "extend") is None


def test_a_term_that_has_ended_is_not_extended_and_stays_late(cast: Cast):
    case = make.accepted(cast)
    sweep(date(2024, 10, 30), at=moment("2024-10-30"))

    with pytest.raises(Refusal):
        make.two_hands(case, "extend", cast, "2024-10-30", reason="忘了")
    make.two_hands(case, "answer", cast, "2024-10-30", **ANSWERED)

    assert Deadline.objects.get(chain_id=case.pk, step="answer").late_since == date(2024, 10, 29)


def test_passing_it_on_moves_it_to_another_office_and_keeps_the_day_it_was_received(cast: Cast):
    case = make.complaint(cast)

    take(
        case,
        "transfer",
        cast.owner(Role.CITY),
        "2024-10-10",
        Given({"target": "140200", "reason": "在大同办班"}),
    )

    other = cast.stranger(Role.CITY)
    assert case.handler() == other.office
    assert due(case) == ("accept", date(2024, 10, 14))
    assert not Complaint.objects.visible_to(cast.actor(Role.CITY)).exists()
    assert Deadline.objects.get(chain_id=case.pk, closed_at=None).office == other.office


def test_it_is_not_passed_on_to_oneself_or_to_nobody(cast: Cast):
    case = make.complaint(cast)

    for target in ("140100", "141100"):
        with pytest.raises(Refusal):
            take(
                case,
                "transfer",
                cast.owner(Role.CITY),
                "2024-10-10",
                Given({"target": target, "reason": "误收"}),
            )


def test_the_institution_reads_the_officers_words_and_nothing_else(cast: Cast):
    asked = make.account(cast)
    seen = cast.owner(Role.INSTITUTION)

    mine = AccountRequest.objects.visible_to(seen.actor).get()
    told = "".join(f"{n.zh}{n.en}" for n in Notice.objects.visible_to(seen.actor))
    record = everything_written(mine) + str(vars(mine)) + told

    assert mine.summary == make.SUMMARY
    for secret in (make.TEXT, "投诉者某", "139 0000 0000", asked.complaint.title().zh):
        assert secret not in record


def test_the_account_has_a_term_and_what_is_not_given_lapses(cast: Cast):
    asked = make.account(cast)
    assert set(Deadline.objects.filter(chain_id=asked.pk).values_list("due_on", flat=True)) == {
        date(2024, 10, 16)
    }

    sweep(date(2024, 10, 17), at=moment("2024-10-17"))

    asked.refresh_from_db()
    assert asked.state == "LAPSED"


def test_the_account_goes_along_when_the_complaint_is_passed_on(cast: Cast):
    asked = make.account(cast)

    case = asked.complaint
    take(
        case,
        "transfer",
        cast.owner(Role.CITY),
        "2024-10-10",
        Given({"target": "140200", "reason": "在大同办班"}),
    )

    assert AccountRequest.objects.visible_to(cast.stranger(Role.CITY).actor).get() == asked


def test_only_the_office_in_charge_sees_the_contact_with_a_reason_and_it_is_written_down(cast: Cast):
    case = make.complaint(cast)
    city = cast.actor(Role.CITY)

    assert reveal_contact(case, actor=city, at=moment(make.FILED), reason="约投诉人核实") == (
        "投诉者某",
        "139 0000 0000",
    )

    line = next(line for line in book.history([case.pk]) if line.verb == "reveal")
    assert line.facts["reason"] == "约投诉人核实"
    assert "139" not in everything_written(case)


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.AUDITOR, Role.INSTITUTION])
def test_nobody_else_sees_the_contact(cast: Cast, role: Role):
    with pytest.raises(Forbidden):
        reveal_contact(make.complaint(cast), actor=cast.actor(role), at=moment(make.FILED), reason="想看一看")


def test_the_contact_is_not_shown_without_a_reason(cast: Cast):
    case = make.complaint(cast)

    with pytest.raises(Refusal):
        reveal_contact(case, actor=cast.actor(Role.CITY), at=moment(make.FILED), reason=" 看 ")

    assert "reveal" not in [line.verb for line in book.history([case.pk])]


def test_only_whoever_has_the_code_takes_it_back(cast: Cast):
    case = make.accepted(cast)
    with pytest.raises(Refusal):
        take(case, "withdraw", cast.owner(Role.CITY), "2024-10-10")

    ask_back(case, at=moment("2024-10-10"))
    with pytest.raises(Refusal):
        ask_back(case, at=moment("2024-10-10"))
    take(case, "withdraw", cast.owner(Role.CITY), "2024-10-10")

    assert case.state == "WITHDRAWN"


def test_what_is_declined_says_why_to_whoever_has_the_code(cast: Cast):
    case, code = make.filed(cast)

    make.two_hands(case, "decline", cast, "2024-10-10", reason="属于劳动仲裁，请向仲裁委申请")

    assert by_code(make.KEY, code).answer == "属于劳动仲裁，请向仲裁委申请"


def test_a_person_who_is_a_party_is_told_of_the_answer(cast: Cast):
    trainee = cast.owner(Role.TRAINEE)
    case = make.complaint(cast, person=trainee)
    take(case, "accept", cast.owner(Role.CITY), "2024-10-09")

    make.two_hands(case, "answer", cast, "2024-10-20", **ANSWERED)

    assert Notice.objects.visible_to(trainee.actor).filter(zh__contains="已答复").count() == 1
