"""The words of navigation, by who is looking. Five at most."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from yushu.doors.asking import DeskRequest
from yushu.doors.pages.shapes import Link
from yushu.kernel.words import Words
from yushu.people.roles import Role


@dataclass(frozen=True)
class Place:
    """A word of navigation, the page it leads to, and the pages that count as being there."""

    label: Words
    url: str
    covers: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


CATALOGUE = frozenset(
    {
        "occupations",
        "occupation",
        "institutions",
        "evaluators",
        "cities",
        "standards",
        "requests",
        "missing_new",
        "city_entry_new",
    }
)
LAW = frozenset({"law", "clauses", "clause", "calculators", "calendar"})

DESK = Place(Words("办事台", "Desk"), "desk", frozenset({"notices"}))
PLANS = Place(
    Words("计划", "Plans"),
    "plans",
    frozenset({"plan", "plan_new", "plan_change_new"}),
    frozenset({"plan", "plan_change"}),
)
BATCHES = Place(
    Words("证书", "Certificates"),
    "batches",
    frozenset(
        {
            "certificates",
            "batch_new",
            "row_mend",
            "reveal",
            "sittings",
            "sitting_new",
            "assessor_new",
            "scores",
            "applications",
        }
    ),
    frozenset({"batch", "certificate", "sitting", "application"}),
)
CATALOGUES = Place(
    Words("目录", "Catalogue"), "occupations", CATALOGUE, frozenset({"missing_occupation", "city_entry"})
)
POLICY = Place(Words("政策", "Policy"), "clauses", LAW)

CLASSWORK = frozenset(
    {
        "classes",
        "class_new",
        "class_roster",
        "class_timetable",
        "class_change_new",
        "class_makeup",
        "class_people",
        "class_results",
        "class_results_enter",
        "teaching",
        "session",
        "session_code",
        "session_roll",
        "attendance_correct",
        "rosters",
        "roster_print",
        "training_certificates",
    }
)
TRAINING = Place(
    Words("培训", "Training"),
    "announcements",
    frozenset({"announcement_new", "applicants", "applicant_new"}) | CLASSWORK,
    frozenset({"announcement", "enrolment", "class", "class_change", "roster", "training_certificate"}),
)

PLANNING = Place(
    Words("计划目录", "Plans and lists"),
    PLANS.url,
    PLANS.covers | CATALOGUES.covers | {CATALOGUES.url},
    PLANS.kinds | CATALOGUES.kinds,
)
"""Plan and catalogue in one word, for those who have more to look after."""
COURSEWORK = Place(
    Words("培训发证", "Training"),
    TRAINING.url,
    TRAINING.covers | BATCHES.covers | {BATCHES.url},
    TRAINING.kinds | BATCHES.kinds,
)
"""Training and certificates in one word, for the same."""
OVERSIGHT = Place(
    Words("检查", "Oversight"),
    "inspections",
    frozenset(
        {
            "inspection_new",
            "rectifications",
            "complaints",
            "complaint_contact",
            "accounts",
            "signs",
            "sign",
            "draws",
            "draw",
            "draw_new",
        }
    ),
    frozenset({"complaint", "account", "inspection", "rectification"}),
)

HOME = Place(Words("首页", "Home"), "home")
VERIFY = Place(Words("查证书", "Verify"), "verify", frozenset({"certificate"}))
COURSES = Place(
    Words("找课程", "Courses"),
    "courses",
    frozenset({"course", "course_check", "course_enrol", "exams", "exam_apply"}),
)
TOOLS = Place(Words("政策工具", "Policy tools"), "calculators", LAW)
MINE = Place(
    Words("我的", "Mine"),
    "journey",
    frozenset(
        {
            "desk",
            "account",
            "notices",
            "certificates",
            "my_enrolments",
            "enrolment_commit",
            "checkin",
            "training_certificates",
            "applications",
            "brings",
            "my_subsidy",
            "complaints",
        }
    ),
    frozenset({"certificate", "enrolment", "training_certificate", "application", "complaint"}),
)

PAID = frozenset(
    {
        "settlements",
        "settlement_new",
        "settlement_line",
        "settlement_form",
        "objections",
        "payments",
        "payment_runs",
        "run_file",
        "run_answer",
        "payees",
        "payee_new",
        "recoveries",
        "recovery_new",
    }
)
PAID_KINDS = frozenset({"settlement", "objection", "payment", "payment_run", "payee", "recovery"})
MONEY = Place(
    Words("补贴", "Subsidies"),
    "orders",
    frozenset(
        {
            "order_new",
            "projects",
            "project_new",
            "scheme_revise",
            "scheme_classes",
            "employment_checks",
            "employment_ask",
            "employment_ask_class",
            "employment_facts",
            "fact_new",
            "fact_correct",
            "insurance_lines",
            "rulings",
            "ruling_new",
            *PAID,
        }
    ),
    frozenset({"order", "project", "employment", "ruling"}) | PAID_KINDS,
)
PAYING = Place(MONEY.label, "payments", PAID | {"rulings"}, PAID_KINDS)
"""The same word for the finance office: it comes in where something is to be paid."""

STAFF = (DESK, PLANS, BATCHES, CATALOGUES, POLICY)
ORDERS = (DESK, MONEY, PLANS, CATALOGUES, POLICY)
"""Employers."""
PAYS = (DESK, PAYING, PLANS, CATALOGUES, POLICY)
"""Finance."""
TEACHING = (DESK, PLANNING, COURSEWORK, MONEY, OVERSIGHT)
"""Whoever announces, approves or supervises training; the policy is a click away on every page."""
OPEN = (HOME, COURSES, VERIFY, CATALOGUES, TOOLS)
TRAINEE = (HOME, COURSES, VERIFY, TOOLS, MINE)
TEACHES = frozenset({Role.INSTITUTION, Role.PROVINCE, Role.CITY, Role.AUDITOR})


def places(request: DeskRequest) -> tuple[Place, ...]:
    """The places offered to whoever makes this request."""
    role = request.actor.role if hasattr(request, "actor") else Role.PUBLIC
    if role == Role.PUBLIC:
        return OPEN
    if role == Role.TRAINEE:
        return TRAINEE
    if role in (Role.FINANCE, Role.EMPLOYER):
        return PAYS if role == Role.FINANCE else ORDERS
    return TEACHING if role in TEACHES else STAFF


def links(request: DeskRequest) -> list[Link]:
    """The navigation of this page, with the place we are at marked."""
    return [Link(p.label, reverse(p.url), current=_is_at(request, p)) for p in places(request)]


def _is_at(request: DeskRequest, place: Place) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    if match.url_name in ("case", "case_file", "step"):
        return match.kwargs.get("kind", "") in place.kinds
    return match.url_name == place.url or match.url_name in place.covers
