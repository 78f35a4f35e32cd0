"""Batches and level certificates as lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yushu.certification.issuance import ISSUANCE
from yushu.certification.life import LIFE
from yushu.certification.models import Batch, LevelCertificate
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import SIGNED_IN, STAFF, desk
from yushu.doors.pages.portrait_batch import course, office_words
from yushu.doors.pages.shapes import Cell, Link
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell, with_due
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.roles import Duty, Role

CERTIFICATES = Words("证书", "Certificates")


def _ready(rows: QuerySet[Any]) -> QuerySet[Any]:
    named = rows.select_related("evaluator", "institution", "occupation")
    return with_due(named.annotate(headcount=Count("candidates")))


def _batch(batch: Any) -> list[Cell]:
    return [
        Cell(batch.number, reverse("case", args=["batch", batch.pk])),
        Cell(office_words(batch.institution)),
        Cell(course(batch.occupation.short, batch.level)),
        Cell(office_words(batch.evaluator)),
        Cell(batch.headcount),
        Cell(batch.examined_on),
        Cell(batch.due),
        state_cell(ISSUANCE, batch.state),
    ]


BATCHES = Shelf(
    title=CERTIFICATES,
    about=Words(
        "考核后30日内报送，收到后10日内报审，审核通过后30日内颁发。",
        "Reported within 30 days of the exam, forwarded within 10, issued within 30 of the approval.",
    ),
    process=ISSUANCE,
    heads=(
        Head(Words("批次", "Batch"), "number", "mono", "first"),
        Head(Words("培训机构", "Institution"), "institution__name"),
        Head(Words("职业和等级", "Occupation and level"), "occupation__place"),
        Head(Words("评价机构", "Evaluator"), "evaluator__name"),
        Head(Words("人数", "People"), "headcount", "num"),
        Head(Words("考核日期", "Exam day"), "examined_on"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_batch,
    search=("number", "institution__name", "evaluator__name", "occupation__zh", "class_name"),
    ready=_ready,
)


@desk(*STAFF)
def batches(request: DeskRequest) -> HttpResponse:
    """Batches on their way to certificates."""
    context = listed(request, BATCHES, Batch.objects.visible_to(request.actor))
    return render(
        request, "lists/list.html", context | {"tabs": tabs("batches"), "tools": tools(request.actor)}
    )


def tools(actor: Actor) -> list[Link]:
    """What an evaluator can begin here."""
    if actor.role == Role.EVALUATOR and actor.duty == Duty.HANDLE:
        return [Link(Words("报名单，建立批次", "Open a batch"), reverse("batch_new"))]
    return []


def tabs(current: str) -> list[Link]:
    """Sittings, applications, batches and certificates beside each other, in the order of the work."""
    return [
        Link(Words("考核场次", "Sittings"), reverse("sittings"), current=current == "sittings"),
        Link(Words("考核申报", "Applications"), reverse("applications"), current=current == "applications"),
        Link(Words("发证批次", "Batches"), reverse("batches"), current=current == "batches"),
        Link(
            Words("等级证书", "Level certificates"),
            reverse("certificates"),
            current=current == "certificates",
        ),
    ]


def _certificate(certificate: Any) -> list[Cell]:
    return [
        Cell(certificate.number, reverse("case", args=["certificate", certificate.pk])),
        Cell(certificate.holder),
        Cell(certificate.masked),
        Cell(course(certificate.occupation.short, certificate.level)),
        Cell(office_words(certificate.evaluator)),
        Cell(certificate.issued_on),
        state_cell(LIFE, certificate.state),
    ]


LEVEL_CERTIFICATES = Shelf(
    title=CERTIFICATES,
    about=Words(
        "每张证书都进入公开登记，任何人可以查验。",
        "Every certificate stands in the public log; anybody can verify it.",
    ),
    process=LIFE,
    heads=(
        Head(Words("平台登记号", "Number"), "number", "mono", "first"),
        Head(Words("持证人", "Holder"), "holder"),
        Head(Words("证件号", "Identity number"), "", "mono"),
        Head(Words("职业和等级", "Occupation and level"), "occupation__place"),
        Head(Words("评价机构", "Evaluator"), "evaluator__name"),
        Head(Words("颁发日期", "Issued"), "issued_on"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_certificate,
    search=("number", "holder", "evaluator__name", "occupation__zh", "national_cert_no"),
    order=("-issued_on", "-number"),
    ready=lambda rows: rows.select_related("occupation", "evaluator"),
)


@desk(*SIGNED_IN)
def certificates(request: DeskRequest) -> HttpResponse:
    """Level certificates; a holder sees their own."""
    context = listed(request, LEVEL_CERTIFICATES, LevelCertificate.objects.visible_to(request.actor))
    shown = [] if request.actor.role == Role.TRAINEE else tabs("certificates")
    return render(request, "lists/list.html", context | {"tabs": shown})
