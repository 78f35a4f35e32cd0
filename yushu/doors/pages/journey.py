"""The trainee's own page: where I am, today's lesson, who holds my case until when, hours, the whole way, promises."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.casework.models import Notice
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.journey_facts import Facts, chosen, enrolments_of, facts_of
from yushu.doors.pages.journey_hours import Hours, day_number, hours_of, lesson_of
from yushu.doors.pages.journey_promises import promises_of
from yushu.doors.pages.journey_steps import brought, stops_of
from yushu.doors.pages.journey_turns import Turn, complain, turn_of
from yushu.doors.pages.notices import address
from yushu.doors.pages.shapes import Link
from yushu.doors.pages.speech import short_day
from yushu.doors.pages.told import both
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.training.enrolling import ENROLMENT

TITLE = Words("我的进度", "My journey")
NO_ENROLMENT = Words("你还没有报名", "You have not enrolled yet")
OWN_KINDS = ("enrolment", "training_certificate", "application", "certificate", "complaint")
"""Kinds whose page the trainee may see: a notice leads nowhere else."""
NOTICES = 4
TRAINED = 5
"""The last of the seven steps that lies with the training institution."""
MORE = (
    (Words("要我答复的事", "What I must answer"), "desk"),
    (Words("我的报名", "My enrolments"), "my_enrolments"),
    (Words("签到和学时明细", "Check-in and hours"), "checkin"),
    (Words("培训合格证书", "Training certificates"), "training_certificates"),
    (Words("我的申报", "My applications"), "applications"),
    (Words("学时和职称", "Hours and titles"), "brings"),
    (Words("补贴核算", "Subsidy"), "my_subsidy"),
    (Words("我的投诉", "My complaints"), "complaints"),
)


@desk(Role.TRAINEE)
@never_cache
@require_safe
def journey(request: DeskRequest) -> HttpResponse:
    """Where the visitor stands in the enrolment that is asked for, or in the one that goes on."""
    enrolments = enrolments_of(request)
    context: dict[str, Any] = {
        "notices": notices_of(request),
        "more": [Link(label, reverse(name)) for label, name in MORE],
        "complain": complain(),
    }
    if not enrolments:
        return render(request, "journey/none.html", context | {"heading": NO_ENROLMENT})
    one = chosen(enrolments, request.GET.get("enrolment", ""))
    facts = facts_of(request, one)
    context["complain"] = f"{complain()}?enrolment={one.pk}"
    return render(request, "journey/journey.html", context | page_of(facts) | {"tabs": tabs(enrolments, one)})


def page_of(facts: Facts) -> dict[str, Any]:
    """Everything the page shows of one enrolment."""
    hours = hours_of(facts)
    turn = turn_of(facts, hours)
    return {
        "heading": turn.stage.head,
        "about": about(facts),
        "turn": turn,
        "lesson": lesson_of(facts, hours),
        "hours": hours if _counts(turn, hours) else None,
        "made_up_by": facts.case.ends_on if facts.case else None,
        "stops": stops_of(facts, hours, turn),
        "brings": brought(facts),
        "promises": promises_of(facts),
        "contact": contact(facts, turn),
    }


def about(facts: Facts) -> Words:
    """Institution, class or course, and which day of the lessons it is."""
    announcement, case = facts.enrolment.announcement, facts.case
    parts = [
        name_of(announcement.institution),
        case.called if case else announcement.course,
        day_number(facts),
    ]
    said = [one for one in parts if one]
    return Words("，".join(one.zh for one in said), ", ".join(one.en for one in said))


def contact(facts: Facts, turn: Turn) -> str:
    """Whom to ask: of an exam those who hold it, of everything before the institution."""
    if turn.stage.step > TRAINED and facts.application is not None:
        return facts.application.sitting.contact
    return str(facts.enrolment.announcement.contact)


def _counts(turn: Turn, hours: Hours) -> bool:
    """Hours are shown once there are some, and before that to whom a class may still begin."""
    return hours.begun or turn.stage.way == "now"


def tabs(enrolments: list[Any], one: Any) -> list[Link]:
    """A chooser for who has enrolled more than once."""
    if len(enrolments) < 2:
        return []
    return [
        Link(
            it.announcement.course,
            f"?{urlencode({'enrolment': it.pk})}",
            Words("{d}，{s}", "{d}, {s}").fill(
                d=short_day(it.opened_on, 0), s=both(ENROLMENT.label(it.state))
            ),
            current=it is one,
        )
        for it in enrolments
    ]


def notices_of(request: DeskRequest) -> list[tuple[Notice, str]]:
    """The newest sentences to the visitor, each with the page it leads to, if there is one."""
    found = Notice.objects.visible_to(request.actor).select_related("chain")[:NOTICES]
    return [
        (one, address(one) if one.chain is not None and one.chain.kind in OWN_KINDS else "") for one in found
    ]
