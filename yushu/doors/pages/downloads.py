"""What can be taken away from a case: its people as a workbook, the whole file for printing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from yushu.casework.calendar import working_calendar
from yushu.casework.models import Act
from yushu.casework.rails import rail
from yushu.certification.models import Batch, Candidate
from yushu.doors.asking import DeskRequest
from yushu.doors.files.candidates import people_list
from yushu.doors.files.workbooks import as_download
from yushu.doors.guard import SIGNED_IN, STAFF, desk
from yushu.doors.pages import record
from yushu.doors.pages.case import common_facts, seen_case
from yushu.doors.pages.portrait_batch import points, verdict_of
from yushu.doors.pages.portraits import portrait_of
from yushu.doors.pages.told import say
from yushu.doors.pages.verbs import HANDS_DONE
from yushu.kernel.words import Words
from yushu.people.roles import Duty

HEAD = (
    Words("序号", "No."),
    Words("姓名", "Name"),
    Words("证件号", "Identity number"),
    Words("方向", "Direction"),
    Words("理论知识", "Theory"),
    Words("专业能力", "Practice"),
    Words("结论", "Result"),
    Words("国家证书号", "National number"),
    Words("要改的问题", "To be mended"),
)


@desk(*STAFF)
def people_file(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The people of a batch as a workbook, numbers masked."""
    batch = get_object_or_404(Batch.objects.visible_to(request.actor), pk=pk)
    people = batch.candidates.select_related("person", "document", "direction")
    content = people_list([_row(person) for person in people], HEAD, batch.title())
    return as_download(content, f"batch-{batch.number}.xlsx")


def _row(person: Candidate) -> list[Any]:
    verdict, _tone = verdict_of(person)
    return [
        person.seq,
        person.person.name,
        person.document.masked,
        say(person.direction.words) if person.direction else "",
        "" if person.theory is None else points(person.theory),
        "" if person.practice is None else points(person.practice),
        say(verdict),
        person.national_cert_no,
        person.why,
    ]


@desk(*SIGNED_IN)
def case_file(request: DeskRequest, kind: str, pk: UUID) -> HttpResponse:
    """The whole file of a case, set for paper: facts, people, record, and room to sign."""
    case = seen_case(request, kind, pk)
    portrait = portrait_of(case)
    context = {
        "heading": case.title(),
        "about": case.subtitle(),
        "nodes": rail(case, request.today, working_calendar()),
        "facts": [*common_facts(case), *portrait.facts(case)],
        "tables": portrait.papers(case, request),
        "ledger": record.ledger(case, record.lines_of(case), request.actor),
        "signatures": signatures(case),
        "printed": request.at,
    }
    return render(request, "case/file.html", context)


def signatures(case: Any) -> list[dict[str, Any]]:
    """Who handled, checked and signed the latest step of several hands; a line to sign for each."""
    acts = (
        Act.objects.filter(chain_id=case.pk).exclude(duty="").select_related("post", "office")
    )  # seen: with its case
    several = {step.name for step in case.process.steps if step.hands > 1}
    found = [act for act in acts.order_by("pk") if act.step in several]
    latest = [act for act in found if act.step == found[-1].step and act.entered_rev == found[-1].entered_rev]
    return [
        {
            "label": HANDS_DONE[Duty(act.duty)],
            "who": act.post.title if act.post else "",
            "on": act.happened_on,
            "act": case.process.named(act.step).called,
        }
        for act in latest
    ]
