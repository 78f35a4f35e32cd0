"""Small worlds of one claim, cut from a class made once: rows are written past the steps, the claim is real."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from tests.subsidies.second_calculator import Job, Trainee, Whole, reckon
from yushu.people.models import Bar, BarKind, Person
from yushu.people.roles import Role
from yushu.subsidies import models as s
from yushu.training import models as m

OPENED = date(2024, 6, 3)
PEOPLE, DATES = 10, 46
MORNING_AND_AFTERNOON = 2 * makers.HALF_DAY


class Ground:
    """A class of ten people and forty-six days, another to have been paid for before, and who stands for whom."""

    def __init__(self, cast: Cast, people: int = PEOPLE, dates: int = DATES) -> None:
        self.cast = cast
        self.case = makers.completed_class(cast, people, dates, opens=OPENED.isoformat())
        self.other = makers.completed_class(cast, PEOPLE, 1, first=700)
        self.project = makers.registered_project(cast, self.case)
        self.members = list(self.case.members.select_related("person").order_by("seq"))
        self.others = list(self.other.members.order_by("seq"))
        self.sessions = list(m.Session.objects.filter(training_class=self.case).order_by("on", "starts"))

    @property
    def dates(self) -> list[date]:
        return sorted({session.on for session in self.sessions})

    def stand(self, people: list[Trainee]) -> None:
        """The database comes to say what these facts say. All of one class."""
        first, kept = people[0], self.dates[: people[0].class_dates]
        m.Attendance.objects.filter(session__training_class=self.case).delete()
        m.Session.objects.filter(training_class=self.case).exclude(on__in=kept).delete()
        m.TrainingClass.objects.filter(pk=self.case.pk).update(
            opens_on=first.opened, ends_on=kept[-1], examined_on=first.completed
        )
        gone = [member.pk for member in self.members[len(people) :]]
        m.Member.objects.filter(pk__in=gone).update(joined_on=None)
        for member, other, one in zip(self.members, self.others, people, strict=False):
            self._person(member, other, one)
        self._attend(people)

    def _attend(self, people: list[Trainee]) -> None:
        by_day: dict[date, list[m.Session]] = {}
        for session in self.sessions:
            by_day.setdefault(session.on, []).append(session)
        rows = []
        for member, one in zip(self.members, people, strict=False):
            for day, spent in one.minutes.items():
                left = spent
                for session in by_day[day]:
                    part = min(left, makers.HALF_DAY)
                    left -= part
                    if part:
                        came = session.begins()
                        rows.append(
                            m.Attendance(
                                session=session,
                                member=member,
                                came_at=came,
                                left_at=came + timedelta(minutes=part),
                                minutes=part,
                                method="ROLL",
                            )
                        )
        m.Attendance.objects.bulk_create(rows)

    def _person(self, member: m.Member, other: m.Member, one: Trainee) -> None:
        certificates = m.TrainingCertificate.objects.filter(member=member)
        certificates.update(
            state="VALID" if one.certified else "REVOKED",
            began_on=one.opened,
            completed_on=one.completed,
            issued_on=one.completed,
        )
        cites = "A21" if one.left_school else "A20"
        verdict = {"target": {"mark": "ok", "reasons": [{"mark": "ok", "zh": "", "en": "", "cites": cites}]}}
        m.Enrolment.objects.filter(pk=member.enrolment_id).update(verdict=verdict)
        if one.registered:
            Bar.objects.create(**self.bar(member.person))
        for opened, ended in one.earlier:
            self._hold(member, other, opened, ended)
        self.say(member.person, one.jobs)

    def bar(self, person: Person) -> dict[str, Any]:
        return {
            "person": person,
            "kind": BarKind.SUBSIDY,
            "reason": "以虚假材料申领",
            "source": "市人社局",
            "since": OPENED,
        }

    def say(self, person: Person, jobs: tuple[Job, ...]) -> None:
        """Facts recorded of somebody, all of them known from the opening day on."""
        s.EmploymentFact.objects.bulk_create(
            s.EmploymentFact(
                person=person,
                kind=job.kind,
                employer_name="某公司",
                since=job.since,
                until=job.until,
                source="DOCUMENT",
                document="劳动合同复印件",
                received_on=OPENED,
                recorded_by=self.cast.owner(Role.CITY).person,
                known_since=moment(OPENED),
                record=self.project.chain,
            )
            for job in jobs
        )

    def _hold(self, member: m.Member, other: m.Member, opened: date, ended: date) -> None:
        guard, _ = s.YearGuard.objects.get_or_create(
            person=member.person, occupation=self.case.occupation, level=self.case.level
        )
        s.YearHold.objects.create(
            guard=guard,
            training_class=self.other,
            member=other,
            opened_on=opened,
            ended_on=ended,
            taken_by=self.project.chain,
            taken_at=moment(OPENED),
        )


def compare(one: s.Settlement, people: list[Trainee]) -> Whole:
    """The frozen settlement, line by line, against the second calculator."""
    mine, other = reckon(people, one.claim_day), reckon(people, one.claim_day, yes=True)
    lines = list(one.lines.order_by("seq"))
    assert [(x.days, x.worth_yuan, x.counts, x.due_yuan) for x in lines] == [
        (p.days, p.worth, p.counts, p.due) for p in mine.parts
    ]
    assert [x.employed for x in lines if x.counts] == [p.employed for p in mine.parts if p.counts]
    assert (one.base, one.employed, one.full, one.near, one.due_yuan, one.otherwise_yuan) == (
        mine.base,
        mine.employed,
        mine.full,
        mine.near,
        mine.due,
        other.due,
    )
    assert one.now_yuan == one.due_yuan - one.paid_before_yuan
    return mine


def settle(ground: Ground, on: date, scheme: Any = None) -> s.Settlement:
    """Computed; and claimed through both hands of the institution where something can be claimed."""
    one = make.draft(scheme or ground.project, ground.cast, on.isoformat())
    return make.claim(one, ground.cast, on.isoformat()) if one.base and one.now_yuan > 0 else one
