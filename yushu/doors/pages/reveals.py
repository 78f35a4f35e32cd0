"""The full identity number: with a reason, once, and written down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from yushu.certification.models import Batch, Candidate
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.case import DESK
from yushu.doors.pages.forms_picking import Line, PlainForm
from yushu.doors.pages.portrait_batch import REVEALS
from yushu.doors.pages.shapes import Act, Fact, Link, Panel
from yushu.doors.pages.told import told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.reveal import LONGEST_REASON
from yushu.ledger.reveal import reveal as show_number

HEADING = Words("查看完整证件号", "See a full identity number")
ABOUT = Words(
    "写明事由才能查看。查看人、时间和事由记入本人和本件的办理记录，不能删除。",
    "A reason is needed. Who looked, when and why is recorded with the person and the case, for good.",
)
SHOWN = Words("只显示这一次，离开本页就看不到了。", "Shown this once; it is gone when you leave the page.")


class ReasonForm(PlainForm):
    """Why somebody must see a number."""

    reason = Line(
        Words("事由", "Reason"),
        Words("如：与身份证原件核对", "For example: comparing with the original card"),
        rows=2,
        max_length=LONGEST_REASON,
    )


@desk(*REVEALS)
@never_cache
def reveal(request: DeskRequest, pk: UUID, row: int) -> HttpResponse:
    """Ask for the reason; on a good one show the number, once."""
    batch = get_object_or_404(Batch.objects.visible_to(request.actor), pk=pk)
    person = get_object_or_404(batch.candidates.select_related("person", "document"), pk=row)
    form = ReasonForm(request.POST or None)
    number = _number(request, batch, person, form) if form.is_valid() else ""
    context = page(batch, person, form, number)
    return render(request, "case/reveal.html", context)


def _number(request: DeskRequest, batch: Batch, person: Candidate, form: ReasonForm) -> str:
    try:
        return show_number(
            person.document,
            actor=request.actor,
            at=request.at,
            happened_on=request.today,
            reason=form.cleaned_data["reason"],
            case_chain=batch.pk,
        )
    except Refusal as refused:
        form.add_error("reason", told(refused))
        return ""


def page(batch: Batch, person: Candidate, form: ReasonForm, number: str) -> dict[str, object]:
    """Whose number it is, and the form; or the number."""
    here = reverse("reveal", args=[batch.pk, person.pk])
    act = Act("reveal", Words("记下事由并查看", "Record the reason and see it"), "main")
    facts = [
        Fact(Words("姓名", "Name"), person.person.name),
        Fact(Words("证件号", "Identity number"), number or person.document.masked, "mono"),
    ]
    return {
        "heading": HEADING,
        "about": SHOWN if number else ABOUT,
        "crumbs": [
            Link(DESK, reverse("desk")),
            Link(batch.title(), reverse("case", args=["batch", batch.pk])),
        ],
        "facts": facts,
        "panel": None if number else Panel(HEADING, here, [act], form=form),
        "back": reverse("case", args=["batch", batch.pk]),
    }
