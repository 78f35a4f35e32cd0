"""Certificates as PDF: masked for whoever sees the case, in full for the holder, a slip for everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.doors import verifying
from yushu.doors.asking import DeskRequest
from yushu.doors.files import certificates as sheets
from yushu.doors.files.printing import Busy, as_paper
from yushu.doors.guard import EVERYBODY, SIGNED_IN, desk
from yushu.doors.pages import verify
from yushu.doors.pages.case import DESK
from yushu.doors.pages.forms_picking import PlainForm
from yushu.doors.pages.reveals import ReasonForm
from yushu.doors.pages.shapes import Act, Fact, Link, Panel
from yushu.doors.pages.told import say, told
from yushu.doors.verifying import Certificate
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.reveal import reveal
from yushu.people.models import IdDocument
from yushu.people.persons import standing
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate

HEADING = Words(
    "打印培训合格证书，证件号完整", "Print the training certificate with the full identity number"
)
OWN = Words(
    "打印件上是你的完整证件号。给别人看的，用证件号隐去中段的打印件。",
    "The print bears your full identity number. To show it to others, take the one with the number masked.",
)
STAFF_ABOUT = Words(
    "写明事由才能打印。打印人、时间和事由记入持证人和本证的办理记录，不能删除。",
    "A reason is needed. Who printed, when and why is recorded with the holder and the certificate, for good.",
)
OWN_ACT = Words("打印完整证书", "Print the full certificate")
STAFF_ACT = Words("记下事由并打印", "Record the reason and print")
BY_HOLDER = Words("本人打印本人证书", "The holder prints their own certificate").zh
ENDED = Words("证书{s}，不能再打印", "The certificate can no longer be printed: {s}")
MEND = Words("打印登记查验单", "Print the verification sheet instead")
NO_PAPER = Words("没有登记证件号", "No identity number is on file")
BUSY = Words("正在打印的太多，过一会儿再点", "Too many are being printed; try again in a moment")
FULL_ROLES = (Role.TRAINEE, Role.INSTITUTION, Role.PROVINCE)


def printed(request: DeskRequest, name: str, back: str, make: Callable[[], bytes]) -> HttpResponse:
    """The sheet; or back to where it was asked for, with what is in its way."""
    try:
        return as_paper(make(), name)
    except Busy:
        messages.error(request, say(BUSY))
    except Refusal as refused:
        messages.error(request, told(refused))
    return redirect(back)


def address_of(request: DeskRequest, found: Certificate) -> str:
    """Where anybody can see how the certificate stands."""
    return request.build_absolute_uri(reverse("certificate", args=[found.code]))


def slip(request: DeskRequest, found: Certificate) -> bytes:
    """How a certificate stands at this moment."""
    entered = verifying.registration(found)
    return sheets.slip(
        found,
        verify.kind_of(found),
        verify.verdict(found, request.at),
        verify.facts(found),
        verify.log_facts(entered, found),
        address=address_of(request, found),
        at=request.at,
    )


@desk(*EVERYBODY)
@never_cache
@require_safe
def certificate_slip(request: DeskRequest, code: str) -> HttpResponse:
    """The slip of a certificate of either kind, for whoever holds its code."""
    found = verifying.any_by_code(code)
    if found is None:
        raise Http404
    back = reverse("certificate", args=[found.code])
    return printed(request, f"{found.number}-slip.pdf", back, lambda: slip(request, found))


@desk(*SIGNED_IN)
@never_cache
@require_safe
def certificate_pdf(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The training certificate with the number masked; of one that has ended, only the slip."""
    found = get_object_or_404(certificates(request), pk=pk)
    back = reverse("case", args=["training_certificate", found.pk])
    if verifying.public_state(found) != "valid":
        return printed(request, f"{found.number}-slip.pdf", back, lambda: slip(request, found))
    masked = partial(sheets.certificate, found, address_of(request, found), found.masked)
    return printed(request, f"{found.number}.pdf", back, masked)


@desk(*FULL_ROLES)
@never_cache
def certificate_full(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The training certificate with the full number: for the holder; for others with a reason, written down."""
    found = get_object_or_404(certificates(request), pk=pk)
    form = form_of(request)
    if request.method == "POST" and form.is_valid():
        here = reverse("certificate_full", args=[found.pk])
        return printed(request, f"{found.number}.pdf", here, lambda: in_full(request, found, form))
    return render(request, "case/reveal.html", page(request, found, form))


def certificates(request: DeskRequest) -> QuerySet[TrainingCertificate]:
    """Training certificates the visitor sees, with what is printed of them."""
    rows = TrainingCertificate.objects.visible_to(request.actor)
    return rows.select_related("occupation", "direction", "institution", "leaf", "person", "replaced_by")


def form_of(request: DeskRequest) -> PlainForm:
    """A reason; the holder needs none."""
    kind = PlainForm if request.actor.role == Role.TRAINEE else ReasonForm
    return kind(request.POST if request.method == "POST" else None)


@transaction.atomic
def in_full(request: DeskRequest, found: TrainingCertificate, form: PlainForm) -> bytes:
    """The certificate with the number that was revealed for it; what cannot be printed is not revealed."""
    if verifying.public_state(found) != "valid":
        raise Refusal(ended(request, found), MEND, cites="A37")
    papers = IdDocument.objects.filter(
        person=standing(found.person), masked=found.masked
    )  # seen: with its case
    paper = papers.order_by("pk").first()
    if paper is None:
        raise Refusal(NO_PAPER, MEND)
    number = reveal(
        paper,
        actor=request.actor,
        at=request.at,
        happened_on=request.today,
        reason=form.cleaned_data.get("reason", BY_HOLDER),
        case_chain=found.pk,
    )
    return sheets.certificate(found, address_of(request, found), number)


def ended(request: DeskRequest, found: TrainingCertificate) -> Words:
    """Why nothing is printed any more."""
    return ENDED.fill(s=verify.verdict(found, request.at).title)


def page(request: DeskRequest, found: TrainingCertificate, form: PlainForm) -> dict[str, object]:
    """Whose certificate it is, and the button; of one that has ended, that it has."""
    own, valid = request.actor.role == Role.TRAINEE, verifying.public_state(found) == "valid"
    back = reverse("case", args=["training_certificate", found.pk])
    here = reverse("certificate_full", args=[found.pk])
    panel = Panel(
        HEADING, here, [Act("print", OWN_ACT if own else STAFF_ACT, "main")], form=form, cites="R06"
    )
    facts = [
        Fact(Words("持证人", "Holder"), found.holder),
        Fact(Words("证件号", "Identity number"), found.masked, "mono"),
        Fact(Words("平台登记号", "Serial"), found.number, "mono"),
    ]
    about = OWN if own else STAFF_ABOUT
    return {
        "heading": HEADING,
        "about": about if valid else ended(request, found),
        "crumbs": [Link(DESK, reverse("desk")), Link(found.title(), back)],
        "facts": facts,
        "panel": panel if valid else None,
        "back": back,
    }
