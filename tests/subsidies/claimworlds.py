"""A class of a hundred made once, cut to the world of each row of the worked table; then the claim is real."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import makers
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as make
from tests.subsidies.claimtable import FULL_DAY, Before, Stayed, World
from tests.subsidies.second_calculator import Job
from tests.subsidies.worlds import Ground
from yushu.catalogue.models import Direction, Occupation
from yushu.kernel.clock import BEIJING
from yushu.people.models import Bar
from yushu.people.roles import Role
from yushu.subsidies import models as s
from yushu.subsidies.arranging import add_classes
from yushu.training import models as m

MOST = 100
SITE = ((time(7), time(11), "theory_offline"), (time(11), time(15), "practice_offline"))
LINE = ((time(15), time(19), "theory_online"), (time(19), time(23), "practice_online"))
SLOT = 240
"""Minutes of a session: two a date on site and two online, so that eight hours of the clock fit into each."""
FIRST_RULE = date(2024, 5, 23)
Verdict = dict[str, Any]


def verdict(group: str) -> Verdict:
    """How an enrolment was admitted: as graduating, or as of those who left school within two years."""
    cites = "A21" if group == "b" else "A20"
    return {"target": {"mark": "ok", "reasons": [{"mark": "ok", "zh": "", "en": "", "cites": cites}]}}


class ClaimGround(Ground):
    """The ground, cut to one row: a class, another of the same person or of the same project, and their facts."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast, MOST, 1)
        m.Enrolment.objects.filter(memberships__training_class=self.case).update(verdict=verdict("a"))

    @property
    def one(self) -> m.Member:
        """The person whom the row is about."""
        return self.members[0]

    def cut(self, world: World) -> Any:
        """The database comes to say what the row gives; back comes the order or project that claims."""
        chosen = self.members[: world.others + 1]
        self.schedule(self.case, world.dates, world.number("class_days"), world.day("completed"), world.stays)
        self.seat(self.case, chosen, world.day("completed"))
        whole = [Stayed(FULL_DAY, 0)] * world.number("class_days")
        self.attend(self.case, {self.one.pk: world.stays, **{one.pk: whole for one in chosen[1:]}})
        self.certify(world.row["certified"])
        m.Enrolment.objects.filter(pk=self.one.enrolment_id).update(verdict=verdict(world.row["group"]))
        if world.row["register"] == "yes":
            Bar.objects.create(**self.bar(self.one.person))
        self.hire(chosen[1 : 1 + world.number("others_employed")], world.steady)
        self.say(self.one.person, world.jobs)
        if world.row["ruled"]:
            kind, _, answer = world.row["ruled"].partition("=")
            makers.settled_ruling(self.cast, "A13", answer, subject=kind)
        if world.before:
            self.earlier(world.before)
        return self.scheme(world)

    def schedule(
        self, case: m.TrainingClass, dates: Sequence[date], planned: int, ended: date, stays: Sequence[Stayed]
    ) -> None:
        """The timetable; dates beyond what was planned are made up."""
        m.Attendance.objects.filter(session__training_class=case).delete()
        m.Session.objects.filter(training_class=case).delete()
        like = self.sessions[0]
        slots = SITE + (LINE if any(stay.online for stay in stays) else ())
        m.Session.objects.bulk_create(
            m.Session(
                training_class=case,
                on=day,
                starts=starts,
                ends=ends,
                kind=kind,
                teacher_id=like.teacher_id,
                room_id=like.room_id,
                topic=like.topic,
                makeup=place >= planned,
                settled_by_id=like.settled_by_id,
                confirmed_by_id=like.confirmed_by_id,
                settled_at=datetime.combine(day, time(23), BEIJING),
                confirmed_at=datetime.combine(day, time(23), BEIJING),
            )
            for place, day in enumerate(dates)
            for starts, ends, kind in slots
        )
        m.TrainingClass.objects.filter(pk=case.pk).update(
            opens_on=dates[0], ends_on=dates[planned - 1], examined_on=ended
        )

    def seat(self, case: m.TrainingClass, chosen: Sequence[m.Member], ended: date) -> None:
        """These have joined, and nobody else; all of them certified on the day of the exam."""
        opened = m.TrainingClass.objects.get(pk=case.pk).opens_on
        m.Member.objects.filter(training_class=case).update(joined_on=None)
        m.Member.objects.filter(pk__in=[one.pk for one in chosen]).update(joined_on=opened)
        m.TrainingCertificate.objects.filter(member__in=chosen).update(
            began_on=opened, completed_on=ended, issued_on=ended
        )

    def attend(self, case: m.TrainingClass, stays: dict[int, Sequence[Stayed]]) -> None:
        """Who stayed how long on which date, put into the sessions of that date."""
        by_day: dict[date, list[m.Session]] = {}
        for session in m.Session.objects.filter(training_class=case).order_by("on", "starts"):
            by_day.setdefault(session.on, []).append(session)
        rows = []
        for member, spent in stays.items():
            for sessions, stay in zip(by_day.values(), spent, strict=False):
                parts = (
                    min(stay.on_site, SLOT),
                    stay.on_site - SLOT,
                    min(stay.online, SLOT),
                    stay.online - SLOT,
                )
                rows += [
                    self.presence(session, member, part)
                    for session, part in zip(sessions, parts, strict=False)
                    if part > 0
                ]
        m.Attendance.objects.bulk_create(rows)

    def presence(self, session: m.Session, member: int, minutes: int) -> m.Attendance:
        came = session.begins()
        left = came + timedelta(minutes=minutes)
        terms: dict[str, Any] = {"came_at": came, "left_at": left, "minutes": minutes, "method": "ROLL"}
        return m.Attendance(session=session, member_id=member, **terms)

    def certify(self, said: str) -> None:
        """The certificate of the one: valid, never issued, revoked, or issued on a later day."""
        rows = m.TrainingCertificate.objects.filter(member=self.one)
        if said == "no":
            rows.update(issued_on=date(2099, 1, 1))
        elif said == "revoked":
            rows.update(state="REVOKED")
        elif said != "yes":
            rows.update(issued_on=date.fromisoformat(said))

    def hire(self, chosen: Iterable[m.Member], jobs: tuple[Job, ...]) -> None:
        for member in chosen:
            self.say(member.person, jobs)

    # The other class

    def earlier(self, before: Before) -> None:
        """Another class of the same person, claimed and paid for unless the row says that nobody claimed it."""
        mine = self.others[0]
        self.schedule(self.other, [before.opened], 1, before.ended, ())
        self.seat(self.other, [mine], before.ended)
        m.TrainingClass.objects.filter(pk=self.other.pk).update(
            ends_on=before.ended, **self.differing(before.what)
        )
        m.Member.objects.filter(pk=mine.pk).update(person=self.one.person)
        self.attend(self.other, {mine.pk: [Stayed(FULL_DAY, 0)]})
        if before.what == "not claimed":
            return
        if before.opened < FIRST_RULE:
            self._hold(self.one, mine, before.opened, before.ended)
            return
        on = max(date(2024, 11, 12), before.ended + timedelta(days=30))
        self.say(self.one.person, (Job("LICENCE", before.ended, on),))
        project = makers.registered_project(self.cast, self.other, name="项目乙")
        paid = make.pay(self.publish(self.claim(project, on), on), _after(on, 20))
        assert paid.now_yuan == 150, "one day at the first rate: the earlier class was subsidised"

    def differing(self, what: str) -> dict[str, Any]:
        """What sets the other class apart: level, occupation, direction, or the code it was found by."""
        same = {
            "occupation": self.case.occupation,
            "level": self.case.level,
            "direction": self.case.direction,
        }
        if what == "other level":
            return {**same, "level": "MIDDLE"}
        if what == "other direction":
            mine, theirs = (
                Direction.objects.create(occupation=self.case.occupation, zh=zh, en=en)
                for zh, en in (("方向甲", "direction one"), ("方向乙", "direction two"))
            )
            m.TrainingClass.objects.filter(pk=self.case.pk).update(direction=mine)
            return {**same, "direction": theirs}
        if what == "other occupation":
            return {**same, "occupation": Occupation.objects.of_code("2-02-38-01").get(), "direction": None}
        if what.startswith("code "):
            return {**same, "occupation": Occupation.objects.of_code(what.removeprefix("code ")).get()}
        assert what in ("", "not claimed"), what
        return same

    def also(self, said: str, opened: date) -> None:
        """`5/2/10/2024-08-30`: another class of the project, five people, two in work, ten days, its exam."""
        people, working, days, ended = said.split("/")
        chosen = self.others[: int(people)]
        dates = [day for day in (opened + timedelta(days=n) for n in range(90)) if day.weekday() < 5][
            : int(days)
        ]
        self.schedule(self.other, dates, len(dates), date.fromisoformat(ended), ())
        self.seat(self.other, chosen, date.fromisoformat(ended))
        self.attend(self.other, {one.pk: [Stayed(FULL_DAY, 0)] * len(dates) for one in chosen})
        since = dates[-1] + timedelta(days=1)
        self.hire(chosen[: int(working)], (Job("CONTRACT", since), Job("INSURANCE", since)))
        hand = self.cast.owner(Role.INSTITUTION).actor
        add_classes(self.project, [self.other], actor=hand, at=moment(make.DAY))

    # The claim

    def scheme(self, world: World) -> Any:
        """The project; or an order of the same class instead."""
        if world.row["also"]:
            self.also(world.row["also"], world.day("opened"))
        if world.row["scheme"] == "project":
            return self.project
        self.project.places.all().delete()
        case = m.TrainingClass.objects.get(pk=self.case.pk)
        return makers.registered_order(self.cast, case)

    def claim(self, scheme: Any, on: date) -> s.Settlement:
        """Drafted and signed by both hands of the institution."""
        return make.claim(make.draft(scheme, self.cast, on.isoformat()), self.cast, on.isoformat())

    def approve(self, case: s.Settlement, on: date) -> s.Settlement:
        """Taken up and decided by the city."""
        take(case, "accept", self.cast.owner(Role.CITY), on.isoformat())
        return make.approve(case, self.cast, on.isoformat())

    def publish(self, case: s.Settlement, on: date) -> s.Settlement:
        """And published until the period is over."""
        return make.expire(self.approve(case, on), _after(on, 20))

    def first_stage(self, scheme: Any, on: date, event: str) -> s.Settlement:
        """An earlier claim of the same order or project, and what became of it."""
        case = self.claim(scheme, on)
        if event == "REFUSED":
            take(case, "accept", self.cast.owner(Role.CITY), on.isoformat())
            three_hands(case, "refuse", self.cast, on.isoformat(), Role.CITY, reason="就业材料不实，查实")
            return case
        case = self.publish(case, on)
        if event == "BANK":
            run = pay.gathered(self.cast, case.payments.get(), on=_after(on, 20))
            pay.send(run, self.cast, _after(on, 21))
            pay.answer(run, self.cast, pay.failed_line(run.lines.get()), on=_after(on, 22))
            return case
        case = make.pay(case, _after(on, 20))
        if event == "REVOKED":
            m.TrainingCertificate.objects.filter(member=self.one).update(state="REVOKED")
        return case

    def objected(self, case: s.Settlement, event: str, on: date) -> s.Settlement:
        """`UPHELD EMPLOYMENT`: an objection in the publicity and what became of it; the settlement that then stands."""
        outcome, ground = event.split(" ")
        case = self.approve(case, on)
        seq = None if ground == "WHOLE" else case.lines.get(member=self.one).seq
        one = make.objection(case, ground, seq, _after(on, 1))
        if outcome != "OPEN":
            make.decide(one, self.cast, {"UPHELD": "uphold", "DISMISSED": "dismiss"}[outcome], _after(on, 2))
        if outcome == "UPHELD":
            case = make.approve(s.Settlement.objects.get(replaces=case), self.cast, _after(on, 3))
        return make.expire(case, _after(on, 24))


def _after(on: date, days: int) -> str:
    return (on + timedelta(days=days)).isoformat()
