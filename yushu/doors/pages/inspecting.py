"""Oversight as lists; how an inspection begins; how a complainant can be reached."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import begun, page
from yushu.doors.pages.case import DESK
from yushu.doors.pages.forms_oversight import InspectionForm
from yushu.doors.pages.oversight_shelves import ACCOUNTS, COMPLAINTS, INSPECTIONS, RECTIFICATIONS, tabs
from yushu.doors.pages.reveals import SHOWN, ReasonForm
from yushu.doors.pages.shapes import Act, Fact, Link, Panel
from yushu.doors.pages.shelves import listed
from yushu.doors.pages.told import told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.oversight.filing import reveal_contact
from yushu.oversight.models import AccountRequest, Cause, Complaint, Inspection, Rectification
from yushu.oversight.visiting import Reason, begin_inspection
from yushu.oversight.watching import BY_CODE
from yushu.people.actors import Actor
from yushu.people.models import Office
from yushu.people.roles import Duty, Role
from yushu.training.models import TrainingClass

INSPECTS = (Role.CITY, Role.PROVINCE)
SUPERVISES = (*INSPECTS, Role.AUDITOR)
INVOLVED = (*SUPERVISES, Role.INSTITUTION, Role.EVALUATOR)


def begins(actor: Actor) -> list[Link]:
    """What the visitor may begin: an inspection for a cause, or a draw."""
    if actor.role not in INSPECTS or actor.duty != Duty.HANDLE:
        return []
    return [
        Link(Words("立项检查", "Begin an inspection"), reverse("inspection_new")),
        Link(Words("随机抽查", "Draw at random"), reverse("draw_new")),
    ]


@desk(*INVOLVED)
@require_safe
def inspections(request: DeskRequest) -> HttpResponse:
    """Inspections: an institution sees its own once the visit is recorded."""
    context = listed(request, INSPECTIONS, Inspection.objects.visible_to(request.actor))
    shown = {"tabs": tabs(request.actor, "inspections"), "tools": begins(request.actor)}
    return render(request, "lists/list.html", context | shown)


@desk(*INVOLVED)
@require_safe
def rectifications(request: DeskRequest) -> HttpResponse:
    """Rectifications."""
    context = listed(request, RECTIFICATIONS, Rectification.objects.visible_to(request.actor))
    return render(request, "lists/list.html", context | {"tabs": tabs(request.actor, "rectifications")})


@desk(*INVOLVED)
@require_safe
def accounts(request: DeskRequest) -> HttpResponse:
    """What institutions were asked to account for."""
    context = listed(request, ACCOUNTS, AccountRequest.objects.visible_to(request.actor))
    return render(request, "lists/list.html", context | {"tabs": tabs(request.actor, "accounts")})


@desk(*SUPERVISES, Role.TRAINEE)
@require_safe
def complaints(request: DeskRequest) -> HttpResponse:
    """Complaints: of the office that handles them; a person sees those linked to the own account."""
    context = listed(request, COMPLAINTS, Complaint.objects.visible_to(request.actor))
    own = request.actor.role == Role.TRAINEE
    tools = [Link(Words("我要投诉", "Make a complaint"), reverse("complain"))] if own else []
    shown = {"tabs": [] if own else tabs(request.actor, "complaints"), "tools": tools}
    return render(request, "lists/list.html", context | shown)


BEGIN = Words("立项检查", "Begin an inspection")
BEGIN_ABOUT = Words(
    "检查前机构不会得到通知；检查记录由两名检查人签字后，机构才看到。",
    "The institution is not told. It reads the record once two inspectors have signed it.",
)


@desk(*INSPECTS)
def inspection_new(request: DeskRequest) -> HttpResponse:
    """Begin an inspection for a cause: a complaint, a warning sign, or what is written."""
    first = origin(request)
    form = InspectionForm(request.actor, request.POST if request.method == "POST" else None, initial=first)

    def begin() -> Case:
        data, reason = form.cleaned_data, reason_of(first, form.cleaned_data["why"])
        by: dict[str, Any] = {"actor": request.actor, "at": request.at}
        return begin_inspection(data["institution"], data["training_class"], reason, **by)

    act = Act("begin", BEGIN, "main")
    panel = Panel(BEGIN, request.get_full_path(), [act], form=form, cites="R24", key="new")
    crumbs = [Link(Words("检查", "Inspections"), reverse("inspections"))]
    context = page(BEGIN, BEGIN_ABOUT, panel, crumbs)
    return begun(request, form, begin) or render(request, "case/new.html", context)


def origin(request: DeskRequest) -> dict[str, Any]:
    """What the address says the inspection comes of: a complaint, a class, a sign."""
    first: dict[str, Any] = {}
    if key := as_uuid(request.GET.get("complaint", "")):
        found = get_object_or_404(Complaint.objects.visible_to(request.actor), pk=key)
        first |= {
            "complaint": found,
            "institution": found.against,
            "training_class": class_about(request, found),
        }
    if key := as_uuid(request.GET.get("class", "")):
        group = get_object_or_404(TrainingClass.objects.visible_to(request.actor), pk=key)
        first |= {"training_class": group, "institution": group.institution}
    if key := as_uuid(request.GET.get("office", "")):
        first["institution"] = get_object_or_404(Office.objects.visible_to(request.actor), pk=key)
    sign = request.GET.get("sign", "")
    return first | ({"sign": sign} if sign in BY_CODE else {})


def class_about(request: DeskRequest, found: Complaint) -> TrainingClass | None:
    """The class a complaint was made from, if any."""
    mine = TrainingClass.objects.visible_to(request.actor)
    return mine.filter(pk=found.about_id).first() if found.about_id else None


def as_uuid(text: str) -> UUID | None:
    """The key a text means."""
    try:
        return UUID(text)
    except ValueError:
        return None


def reason_of(first: dict[str, Any], why: str) -> Reason:
    """Why, with what it comes of."""
    if found := first.get("complaint"):
        return Reason(Cause.COMPLAINT, why, complaint=found)
    if sign := first.get("sign"):
        return Reason(Cause.SIGN, why, sign=sign)
    return Reason(Cause.OTHER, why)


CONTACT = Words("看投诉人的联系方式", "See how to reach the complainant")
CONTACT_ABOUT = Words(
    "写明事由才能看。谁看的、什么时候、什么事由，记入本件办理记录，不能删除；投诉人也看得到。",
    "A reason is needed. Who looked, when and why stays on record, where the complainant can read it.",
)


@desk(*INSPECTS)
@never_cache
def complaint_contact(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Ask for the reason; on a good one show name and contact, once."""
    found = get_object_or_404(Complaint.objects.visible_to(request.actor), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    shown = contact_of(request, found, form) if form.is_valid() else None
    return render(request, "case/reveal.html", contact_page(found, form, shown))


def contact_of(request: DeskRequest, found: Complaint, form: ReasonForm) -> tuple[str, str] | None:
    """Name and contact, once the reason is written down."""
    try:
        return reveal_contact(found, actor=request.actor, at=request.at, reason=form.cleaned_data["reason"])
    except Refusal as refused:
        form.add_error("reason", told(refused))
        return None


def contact_page(found: Complaint, form: ReasonForm, shown: tuple[str, str] | None) -> dict[str, Any]:
    """The form; or what it opened."""
    back = reverse("case", args=["complaint", found.pk])
    act = Act("reveal", Words("记下事由并查看", "Record the reason and see it"), "main")
    name, contact = shown or ("", "")
    blank = Words("没有留", "none left")
    facts = [
        Fact(Words("姓名", "Name"), name or (blank if shown else "****")),
        Fact(Words("联系方式", "Contact"), contact or (blank if shown else "****")),
    ]
    here = reverse("complaint_contact", args=[found.pk])
    return {
        "heading": CONTACT,
        "about": SHOWN if shown else CONTACT_ABOUT,
        "crumbs": [Link(DESK, reverse("desk")), Link(found.title(), back)],
        "facts": facts,
        "panel": None if shown else Panel(CONTACT, here, [act], form=form, cites="R24"),
        "back": back,
    }
