"""The first page: the year at a glance, three errands, the tools and the catalogues."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.catalogue.board import build_board
from yushu.catalogue.models import Field, Listing, ListingKind, Occupation, Plan
from yushu.certification.progress import progress_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.exhibits import Progress
from yushu.doors.pages.forms_public import VerifyForm
from yushu.doors.pages.shapes import Fact, Link
from yushu.kernel.words import Words
from yushu.law.pack import pack, term
from yushu.law.terms import UNIT_LABELS
from yushu.people.actors import PUBLIC
from yushu.people.areas import CITIES
from yushu.subsidies.models import Settlement

WAITS = (
    (Words("评价机构报送数据", "The evaluation body reports the data"), "R09"),
    (Words("省人社厅确认并报审", "The province confirms and forwards"), "R10"),
    (
        Words(
            "国家专业技术人才知识更新工程指导协调小组办公室审核", "The national coordination office reviews"
        ),
        "",
    ),
    (Words("评价机构颁发证书", "The evaluation body issues the certificate"), "R11"),
)
NO_LIMIT = Words("未规定期限", "no time limit set")


@desk(*EVERYBODY)
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """What the programme is, how far the year has come, and where to go."""
    plan = Plan.objects.visible_to(PUBLIC).of_year(request.today.year).first()
    return render(
        request,
        "public/home.html",
        {
            "progress": _progress(plan, request.today) if plan else None,
            "form": VerifyForm(),
            "fields": _fields(plan),
            "waits": waits(request.today),
            "tools": _tools(),
            "catalogues": _catalogues(request.today),
        },
    )


def _progress(plan: Plan, today: date) -> Progress:
    """Seats, seats taken, certificates. Classes nobody has entered yet are unknown, not none."""
    total = build_board(plan.cells.named(), progress_of(plan)).total
    return Progress(plan.year, today, total.seats, total.opened or None, total.certified)


def _fields(plan: Plan | None) -> list[Link]:
    """The occupations of the five fields, with the seats this year's plan gives them."""
    seats = Sum("plan_cells__seats", filter=Q(plan_cells__plan=plan))
    found = Occupation.objects.filter(field__in=Field.values).annotate(planned=seats).order_by("place")
    words = Words("{n}个名额", "{n} seats")
    return [
        Link(
            occupation.short,
            reverse("occupation", args=[occupation.key]),
            words.fill(n=occupation.planned) if occupation.planned else "",
        )
        for occupation in found
    ]


def waits(today: date) -> list[Fact]:
    """The longest each step after the examination may take, as the pack says today."""
    return [Fact(label, _longest(cites, today), kind="text" if cites else "quiet") for label, cites in WAITS]


def _longest(cites: str, today: date) -> Words:
    if not cites:
        return NO_LIMIT
    limit = term(cites).on(pack(), today)
    unit = UNIT_LABELS[limit.unit]
    return Words(f"{limit.length}{unit.zh}", f"{limit.length} {unit.en}")


def _tools() -> list[Link]:
    address = reverse("calculators")
    return [
        Link(
            Words("期限哪天到", "When a term ends"), f"{address}#due", Words("写明算法", "with its working")
        ),
        Link(
            Words("一个人的培训值多少补贴", "What a training is worth"),
            f"{address}#worth",
            Words("写明算法", "with its working"),
        ),
        Link(
            Words("条款和规则", "Clauses and rules"), reverse("clauses"), Words("逐条对照", "place by place")
        ),
        Link(
            Words("工作日历", "Working calendar"),
            reverse("calendar"),
            Words("放假和调休", "holidays and shifts"),
        ),
        Link(Words("数据接口", "API"), reverse("api_docs"), Words("单位成批核对", "for checking many")),
    ]


def _catalogues(today: date) -> list[Link]:
    counts = Listing.objects.on(today).aggregate(
        teach=Count("office", distinct=True, filter=Q(kind=ListingKind.TEACHES)),
        assess=Count("office", distinct=True, filter=Q(kind=ListingKind.ASSESSES)),
    )
    bodies = Words("{n}家", "{n} bodies")
    shown = Settlement.objects.published().count()  # seen: by all
    return [
        Link(
            Words("职业目录", "Occupations"),
            reverse("occupations"),
            Words("{n}个职业", "{n} occupations").fill(n=Occupation.objects.count()),
        ),
        Link(
            Words("培训机构目录", "Training institutions"),
            reverse("institutions"),
            bodies.fill(n=counts["teach"]),
        ),
        Link(
            Words("评价机构目录", "Evaluation bodies"), reverse("evaluators"), bodies.fill(n=counts["assess"])
        ),
        Link(
            Words("国家职业标准", "National standards"),
            reverse("standards"),
            Words("按职业、等级", "by occupation and level"),
        ),
        Link(
            Words("各市培训项目目录", "City catalogues"),
            reverse("cities"),
            Words("{n}个市", "{n} cities").fill(n=len(CITIES)),
        ),
        Link(
            Words("补贴公示", "Subsidies before payment"),
            reverse("publicity"),
            Words("正在公示{n}件", "{n} published now").fill(n=shown),
        ),
    ]
