"""What the addresses of complaints, inspections and rectifications are aimed at in the permission matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.crypto import get_random_string

from tests.aims import CASES, once, side, training_class
from tests.cast import Cast
from tests.oversight import fraud, makers
from tests.targets import BODIES, Kwargs, target
from yushu.casework.models import Case
from yushu.kernel.clock import day_of, now
from yushu.oversight.filing import index_of
from yushu.oversight.models import Complaint, Draw, Inspection, Rectification
from yushu.oversight.visiting import draw_classes
from yushu.people.roles import Role
from yushu.training.models import Session, TrainingClass


@once
def complaint(cast: Cast, own: bool) -> Complaint:
    """What that side's trainee complains of, signed in, to that side's city."""
    us = side(cast, own)
    return makers.complaint(us, person=us.owner(Role.TRAINEE))


@once
def account(cast: Cast, own: bool) -> Case:
    """What that side's institution is asked."""
    return makers.account(side(cast, own))


@once
def inspection(cast: Cast, own: bool) -> Inspection:
    """A class of that side, visited by its city."""
    return makers.visited(side(cast, own), case=training_class(cast, own))


@once
def rectification(cast: Cast, own: bool) -> Rectification:
    """What that side's institution must mend after another visit."""
    us = side(cast, own)
    visit = makers.explained(us, case=training_class(cast, own))
    makers.two_hands(visit, "rectify", us, "2024-10-11", order="一、每节课核对人数。")
    return visit.rectifications.get()


CASES |= {
    "complaint": complaint,
    "account": account,
    "inspection": inspection,
    "rectification": rectification,
}


@target("complaint_contact")
def of_complaint(cast: Cast, own: bool) -> Kwargs:
    return {"pk": complaint(cast, own).pk}


@target("complaint")
def of_its_code(cast: Cast, own: bool) -> Kwargs:
    """A code is known to whoever made the complaint; here it is set, since nobody can look it up."""
    found, code = complaint(cast, own), get_random_string(16, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    index = index_of(settings.YUSHU_INDEX_KEY, code)
    Complaint.objects.filter(pk=found.pk).update(code_index=index)
    return {"code": code}


@target("draw")
def of_draw(cast: Cast, own: bool) -> Kwargs:
    return {"pk": draw(cast, own).pk}


@once
def draw(cast: Cast, own: bool) -> Draw:
    """One class of that side drawn by its city; the visit lies ahead."""
    training_class(cast, own)
    city = side(cast, own).actor(Role.CITY)
    return draw_classes(1, (), actor=city, at=makers.moment(makers.FILED))


@target("sign")
def of_hit(cast: Cast, own: bool) -> Kwargs:
    return {"code": "device", "key": suspicious(cast, own).pk}


@once
def suspicious(cast: Cast, own: bool) -> TrainingClass:
    """A class of that side in which one device stood for three, not long ago."""
    first = 600 if own else 620
    return lately(fraud.device(side(cast, own), first=first, apart=first, teacher=first + 50))


def lately(case: TrainingClass) -> Any:
    """The class as if it were held these days: signs look a year back from today."""
    today = day_of(now())
    TrainingClass.objects.filter(pk=case.pk).update(ends_on=today)
    for place, session in enumerate(case.sessions.all()):
        Session.objects.filter(pk=session.pk).update(on=today - timedelta(days=place + 1))
    return case


BODIES |= {
    "complain": {"category": "FEES", "text": "报名以后又收了材料费三百元，没有票据。"},
    "complaint_contact": {"reason": "约投诉人核实"},
    "draw_new": {"size": "1"},
    "inspection_new": {"why": "信访件反映上课人数少"},
}
