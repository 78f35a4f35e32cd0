"""Qualifications of many applicants of one sitting confirmed together: each by its own step, none lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yushu.casework.moving import Given, move
from yushu.certification.applying import A
from yushu.certification.applying_asks import SEEN
from yushu.certification.models import Application, Sitting, Way
from yushu.certification.sitting import BEFORE
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import page
from yushu.doors.pages.forms_picking import PlainForm
from yushu.doors.pages.forms_steps import AskField
from yushu.doors.pages.paging import cut
from yushu.doors.pages.portrait_assessing import SAID, TONES
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.sittings import mine
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role

HEADING = Words("集中确认资格", "Confirm qualifications together")
ABOUT = Words(
    "待确认{n}件，还剩{f}个座位。勾选的逐件确认、按申报次序给座位；不能确认的逐件写明原因，仍在名单里。",
    "{n} wait, {f} seats are left. Each ticked one is confirmed on its own, seats in the order of applying; "
    "whoever cannot be confirmed stays on the list with the reason.",
)
DONE = Words("已确认{n}人，座位号已通知本人。", "{n} confirmed; each was told the seat.")
FAILED = Words("{n}人没有确认", "{n} were not confirmed")
FAILED_ABOUT = Words("没有确认的保持原状，下面写明原因。", "They stand as they stood; here is why.")
NOBODY = Words("没有勾选。勾选要确认的人。", "Nobody is ticked. Tick whom to confirm.")
ALL = "all"
MOST = 100
"""People on one page; the next page has the next hundred."""


class Failure(NamedTuple):
    """Somebody who could not be confirmed, and why."""

    application: Application
    refusal: Refusal


class SeenForm(PlainForm):
    """What goes with every confirmation: which originals were compared."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields[SEEN.name] = AskField(SEEN)

    def given(self) -> Given:
        """The facts of each step."""
        seen = self.cleaned_data[SEEN.name]
        return Given({SEEN.name: seen} if seen else {})


@desk(Role.EVALUATOR)
def sitting_confirm(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Tick applicants of a sitting and confirm them in one go."""
    sitting = mine(request, pk, BEFORE)
    form = SeenForm(request.POST if request.method == "POST" else None)
    ticked, failures = request.POST.getlist("rows"), list[Failure]()
    if form.is_bound and form.is_valid() and request.POST.get("step") != ALL:
        if not ticked:
            form.add_error(None, say(NOBODY))
        elif failures := confirmed(request, sitting, ticked, form.given()):
            form = SeenForm(request.POST)
        else:
            return redirect("case", kind="sitting", pk=pk)
    return render(request, "assessing/confirm.html", context(request, sitting, form, failures))


def confirmed(request: DeskRequest, sitting: Sitting, ticked: Sequence[str], given: Given) -> list[Failure]:
    """Confirm each as it was seen, in the order of applying; those who could not be, and why."""
    seen = dict(key.rpartition(".")[::2] for key in ticked)
    wanted = [row for row in waiting(request, sitting) if str(row.pk) in seen]
    failures = []
    for row in wanted:
        rev = seen[str(row.pk)]
        try:
            known = int(rev) if rev.isdecimal() and len(rev) < 9 else -1
            move(row, "confirm", actor=request.actor, at=request.at, rev=known, given=given)
        except Refusal as refused:
            failures.append(Failure(row, refused))
    if len(wanted) > len(failures):
        messages.success(request, say(DONE.fill(n=len(wanted) - len(failures))))
    return [*failures, *gone(request, sitting, set(seen) - {str(row.pk) for row in wanted})]


def gone(request: DeskRequest, sitting: Sitting, keys: set[str]) -> list[Failure]:
    """Who was ticked and does not wait any more: named as well, so that nobody drops out without a word."""
    known = [key for key in keys if is_uuid(key)]
    rows = Application.objects.visible_to(request.actor).filter(sitting=sitting, pk__in=known)
    mend = Words("打开这件申报看办理记录", "Open the application and read its record")
    failures = []
    for row in rows.select_related("person", "occupation", "sitting"):
        wrong = Words("已经是“{s}”", "It is already “{s}”").fill(s=row.process.label(row.state))
        failures.append(Failure(row, Invalid(wrong, mend)))
    return failures


def is_uuid(text: str) -> bool:
    """Whether a ticked key can name an application at all."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def waiting(request: DeskRequest, sitting: Sitting) -> Any:
    """Those of a sitting who wait for confirmation, in the order of applying."""
    rows = Application.objects.visible_to(request.actor).filter(sitting=sitting, state=A.APPLIED)
    return rows.select_related("person", "occupation", "sitting").order_by("seq")


def context(
    request: DeskRequest, sitting: Sitting, form: SeenForm, failures: Sequence[Failure]
) -> dict[str, Any]:
    """The list with its ticks; those who could not be confirmed above it."""
    sitting.refresh_from_db()
    rows = waiting(request, sitting)
    total = rows.count()
    shown, pager = cut(request, rows, total, per=MOST)
    left = {failure.application.pk for failure in failures}
    everybody = request.POST.get("step") == ALL
    rows = [_row(row, everybody or row.pk in left) for row in shown]
    here = f"{reverse('sitting_confirm', args=[sitting.pk])}?{request.GET.urlencode()}"
    table = Table(COLUMNS, rows, EMPTY, choose="rows")
    panel = Panel(HEADING, here, ACTS if rows else [], form=form, table=table, cites="R09", key="confirm")
    crumbs = [Link(sitting.title(), reverse("case", args=["sitting", sitting.pk]))]
    about = ABOUT.fill(n=total, f=sitting.left())
    return page(HEADING, about, panel, crumbs) | {"faults": failed(failures), "pager": pager}


ACTS = [
    Act("confirm", Words("确认勾选的人", "Confirm those ticked"), "main"),
    Act(ALL, Words("勾选本页全部", "Tick everybody on this page")),
]
EMPTY = Words("没有待确认的申报", "No application waits")
COLUMNS = [
    Column(Words("次序", "Place"), "num", "off"),
    Column(Words("姓名", "Name"), phone="first"),
    Column(Words("职业和等级", "Occupation and level"), phone="plain"),
    Column(Words("方式", "Way")),
    Column(Words("条件", "Conditions"), "tag", "verdict"),
    Column(Words("要看的", "To look at"), phone="whole"),
]


def _row(one: Application, ticked: bool) -> Row:
    """What decides about somebody, as it stood on applying; whatever is not plainly met is to be looked at."""
    reasons = one.decision["reasons"]
    worst = next((mark for mark in ("no", "look") if any(r["mark"] == mark for r in reasons)), "ok")
    look = [Words(r["zh"], r["en"]) for r in reasons if r["mark"] != "ok"]
    remarks = Words("；".join(w.zh for w in look), "; ".join(w.en for w in look)) if look else None
    cells = [
        Cell(one.seq),
        Cell(one.person.name, reverse("case", args=["application", one.pk])),
        Cell(one.course),
        Cell(Way(one.way).words),
        Cell(SAID[worst], tone=TONES[worst]),
        Cell(remarks),
    ]
    return Row(cells, f"{one.pk}.{one.rev}", one.person.name, checked=ticked)


def failed(failures: Sequence[Failure]) -> Sheet | None:
    """Who was not confirmed, and why, row by row."""
    if not failures:
        return None
    columns = [
        Column(Words("次序", "Place"), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("为什么没有确认", "Why not"), phone="whole"),
    ]
    rows = [
        Row(
            [
                Cell(one.application.seq),
                Cell(one.application.person.name, reverse("case", args=["application", one.application.pk])),
                Cell(told(one.refusal), tone="late", cites=one.refusal.cites),
            ],
            str(one.application.pk),
        )
        for one in failures
    ]
    return Sheet("failed", FAILED.fill(n=len(failures)), Table(columns, rows), FAILED_ABOUT)
