"""The demonstration bar: stand at any post, be any trainee, move the rehearsal clock. Never in production."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yushu.casework.models import RehearsalClock
from yushu.casework.timely import sweep
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.shapes import Demo, Stand, StandGroup
from yushu.doors.standing import POST_KEY, rehearsed_now
from yushu.entitlements.settling import settle_entitlements
from yushu.kernel.clock import day_of
from yushu.kernel.words import Words
from yushu.people.models import Account, Post
from yushu.people.roles import OFFICE_ROLES, Duty, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONGEST = timedelta(days=3660)


def bar(request: DeskRequest) -> dict[str, Demo | None]:
    """Context processor: what the bar offers, or nothing in production."""
    if not settings.DEMONSTRATION or not hasattr(request, "actor"):
        return {"demo": None}
    actor = request.actor
    current = str(actor.post.pk) if actor.post else str(actor.account.pk) if actor.account else ""
    return {"demo": Demo(_posts(request.today), _trainees(), request.today, current)}


def _posts(today: date) -> list[StandGroup]:
    # seen: everybody may stand at any post of the demonstration
    held = Post.objects.held_on(today).filter(account__is_demonstration=True).select_related("office")
    ordered = sorted(held, key=_rank)
    return [
        StandGroup(
            Words(office.name, office.name_en or office.name), [Stand(str(p.pk), p.title) for p in posts]
        )
        for office, posts in groupby(ordered, key=lambda post: post.office)
    ]


def _rank(post: Post) -> tuple[int, str, str, int]:
    """The province first, offices of a kind by area, the hands of an office in their order."""
    office = post.office
    return OFFICE_ROLES.index(Role(post.role)), office.area, office.name, list(Duty).index(Duty(post.duty))


def _trainees() -> list[Stand]:
    # seen: everybody may be any trainee of the demonstration
    found = Account.objects.filter(is_demonstration=True, posts=None).exclude(person=None)
    return [Stand(str(a.pk), a.person.name) for a in found.select_related("person").order_by("username")[:40]]


@desk(*EVERYBODY)
@require_POST
def stand(request: DeskRequest) -> HttpResponse:
    """Become whoever the visitor chose: a post, a trainee, or the public."""
    _only_demonstration()
    key = request.POST.get("as", "")
    if not key:
        logout(request)
        return _back(request)
    # seen: a post of the demonstration, checked in the query
    post = (
        Post.objects.filter(pk=_uuid(key), account__is_demonstration=True).select_related("account").first()
    )
    account = post.account if post else get_object_or_404(Account, pk=_uuid(key), is_demonstration=True)
    login(request, account, backend=BACKEND)
    if post:
        request.session[POST_KEY] = str(post.pk)
    return redirect("desk" if post else "journey")


@desk(*EVERYBODY)
@require_POST
def rehearse(request: DeskRequest) -> HttpResponse:
    """Move the rehearsal clock on, and do what the nights between would have done."""
    _only_demonstration()
    days = _days_on(request)
    if days is None or not timedelta() < days <= LONGEST:
        messages.error(request, _("日期只能往后拨，写成2024-09-26的样子"))
        return _back(request)
    messages.success(request, _move_on(days))
    return _back(request)


def _move_on(days: timedelta) -> str:
    clock, _made = RehearsalClock.objects.get_or_create(pk=True)  # seen: one row, everybody's
    clock.seconds += int(days.total_seconds())
    clock.save()
    moment = rehearsed_now()
    lapsed, late = sweep(day_of(moment), at=moment)
    settle_entitlements(at=moment)
    facts = {"day": day_of(moment).isoformat(), "lapsed": lapsed, "late": late}
    return _("到了%(day)s：%(lapsed)d件期满，%(late)d件超期") % facts


def _days_on(request: DeskRequest) -> timedelta | None:
    try:
        if "to" in request.POST:
            return date.fromisoformat(request.POST["to"]) - request.today
        return timedelta(days=int(request.POST.get("days", "")))
    except ValueError:
        return None


def _only_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Http404


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _back(request: DeskRequest) -> HttpResponse:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return redirect(target if safe else "/")
