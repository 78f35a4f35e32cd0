"""Sentences from the engine to an office or a person: unread on the desk, all in a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yushu.casework.models import Notice
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import SIGNED_IN, desk
from yushu.doors.pages.paging import cut
from yushu.doors.pages.shapes import Cell, Column, Row, Table
from yushu.kernel.words import Words
from yushu.people.actors import Actor

SHOWN = 4
NEW = Words("新", "New")
READ = Words("已读", "Read")


@dataclass(frozen=True)
class Unread:
    """The newest unread notices, and how many there are."""

    lines: tuple[Notice, ...]
    total: int


def unread(actor: Actor) -> Unread:
    """What the actor has not marked as read. Two queries."""
    waiting = Notice.objects.visible_to(actor).filter(read_at=None).select_related("chain")
    return Unread(tuple(waiting[:SHOWN]), waiting.count())


@desk(*SIGNED_IN)
def notices(request: DeskRequest) -> HttpResponse:
    """All notices, the newest first."""
    rows = Notice.objects.visible_to(request.actor).select_related("chain")
    total = rows.count()
    shown, pager = cut(request, rows, total)
    columns = [
        Column(Words("通知", "Notice"), phone="first"),
        Column(Words("时间", "Time"), phone="plain"),
        Column(Words("状态", "State"), "tag", "verdict"),
    ]
    context = {
        "heading": Words("通知", "Notices"),
        "listed": Words("共{n}条", "{n} notices").fill(n=total),
        "table": Table(columns, [_row(notice) for notice in shown]),
        "pager": pager,
        "pending": rows.filter(read_at=None).exists(),
    }
    return render(request, "lists/notices.html", context)


def _row(notice: Notice) -> Row:
    state = Cell(READ) if notice.read_at else Cell(NEW, tone="now")
    return Row(
        [Cell(notice.words, href=address(notice)), Cell(notice.at), state], str(notice.pk), notice.words
    )


def address(notice: Notice) -> str:
    """The page of the case a notice is about; nothing when it is about none."""
    return reverse("case", args=[notice.chain.kind, notice.chain_id]) if notice.chain else ""


@desk(*SIGNED_IN)
@require_POST
def notices_read(request: DeskRequest) -> HttpResponse:
    """Mark notices as read: the one named, or all."""
    waiting = Notice.objects.visible_to(request.actor).filter(read_at=None)
    asked = request.POST.get("notice", "")
    if asked.isdecimal() and len(asked) < 19:
        waiting = waiting.filter(pk=int(asked))
    waiting.update(read_at=request.at)
    return redirect("desk" if request.POST.get("from") == "desk" else "notices")
