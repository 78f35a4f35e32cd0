"""Who is checked in at a moment, as the machine knows it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from yushu.kernel.clock import BEIJING
from yushu.training.models import Attendance, Method, Session, TrainingClass


def session_at(case: TrainingClass, moment: datetime) -> Session | None:
    """The session of the class that is on at a moment."""
    local = moment.astimezone(BEIJING)
    on = case.sessions.standing().filter(on=local.date(), starts__lte=local.time(), ends__gt=local.time())
    found: Session | None = on.order_by("starts").first()
    return found


def checked_in(session: Session, moment: datetime) -> QuerySet[Attendance]:
    """Those who had checked in themselves by then and had not left. A roll called later proves nothing of then."""
    here = Q(left_at=None) | Q(left_at__gte=moment)
    return Attendance.objects.filter(here, session=session, came_at__lte=moment, method=Method.CODE)
