"""年度培训计划 as a table: drafted, issued under a number, closed when its year is over (R04, R28).

It stands under the model and imports none: guards and effects ask the plan they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "DRAFT", "拟订中"
    ISSUED = "ISSUED", "已下达"
    CLOSED = "CLOSED", "已结束"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    DISCARDED = "DISCARDED", "未下达，已作废"


PUBLIC_STATES = (S.ISSUED, S.CLOSED, S.WITHDRAWN)
"""A plan that was once issued is a public document and stays one."""
OF_ITS_YEAR = (S.DRAFT, S.ISSUED, S.CLOSED)
"""States in which a plan is the plan of its year: there can be only one."""

FIRST_YEAR, LAST_YEAR = 2021, 2100
"""The national programme began in 2021; a year outside these is a typing error."""

ANNEX = Ask(
    "annex",
    Words("分配表", "Table of seats"),
    "note",
    Words(
        "从表格粘贴：首行“培训机构、各专业、合计”，一家一行，末行“合计”",
        "Paste the table: first row Institution, the fields, Total; then one institution a row",
    ),
)
TOTAL = Ask(
    "total",
    Words("文件写的总人数", "Total stated in the document"),
    "number",
    Words("照正文填，用来核对表内合计", "As in the text; the table is checked against it"),
)


def cells_add_up(plan: Any, _taken: Taken | None) -> Iterable[Check]:
    """R28: the cells of the table give the total the document states."""
    seats, stated = plan.seats(), plan.stated_total
    if seats == stated:
        text = Words("各格合计{n}人，与文件写的总人数一致", "The cells add up to {n}, as the document states")
        yield Check("ok", text.fill(n=seats), "R28")
    else:
        text = Words(
            "各格合计{n}人，文件写{s}人，差{d}人", "The cells give {n}, the document says {s}: {d} apart"
        )
        yield Check("no", text.fill(n=seats, s=stated, d=abs(seats - stated)), "R28")


def no_cell_is_empty(plan: Any, _taken: Taken | None) -> Iterable[Check]:
    """A cell of nothing is no cell: an institution without seats does not stand in the plan."""
    empty = plan.empty_cells()
    if not plan.cell_count():
        yield Check("no", Words("分配表是空的", "The table of seats is empty"), "R28")
    for name in empty:
        yield Check(
            "no", Words("{c}是0人，应删去这一格", "{c} has no seats: leave the cell out").fill(c=name), "R28"
        )


def institutions_are_listed(plan: Any, taken: Taken | None) -> Iterable[Check]:
    """R22: each institution stands on the national list for its occupation on the day of issue."""
    yield from plan.listing_checks(taken.happened_on if taken else plan.entered_on)


def nobody_is_barred(plan: Any, taken: Taken | None) -> Iterable[Check]:
    """R24: no institution is barred from training on the day of issue."""
    for name in plan.barred_institutions(taken.happened_on if taken else plan.entered_on):
        text = Words("{o}在登记簿中不得承担培训", "{o} is barred from training").fill(o=name)
        yield Check("no", text, "R24")


def size_is_as_announced(plan: Any, _taken: Taken | None) -> Iterable[Check]:
    """R02: about so many a year. The document says "about", so another size only asks for a second look."""
    about, seats = plan.usual_size(), plan.seats()
    if seats != about:
        text = Words(
            "文件写每年{a}人左右，本计划{n}人", "The document says about {a} a year; this plan has {n}"
        )
        yield Check("look", text.fill(a=about, n=seats), "R02")


def nothing_is_held(plan: Any, _taken: Taken | None) -> Iterable[Check]:
    """R04: who recruits or teaches on the plan relies on it; then it can be amended, not withdrawn."""
    announced, taken = plan.held()
    if announced or taken:
        text = Words(
            "已公告{a}个、已开班{t}个名额，不能撤回；可以调整", "{a} announced, {t} opened: amend it instead"
        )
        yield Check("no", text.fill(a=announced, t=taken), "R04")
    else:
        yield Check("ok", Words("没有公告，也没有开班", "Nothing announced, nothing opened"), "R04")


def rewrite(plan: Any, taken: Taken) -> None:
    """Replace the cells of a draft by those of the table handed in."""
    plan.rewrite(str(taken.facts["annex"]), int(taken.facts["total"]), taken.happened_on)


def note_document(plan: Any, taken: Taken) -> None:
    """Keep the number and the day under which the plan went out."""
    plan.note_document(taken)


ISSUING = (
    cells_add_up,
    no_cell_is_empty,
    institutions_are_listed,
    nobody_is_barred,
    size_is_as_announced,
)

# fmt: off
PLAN = Process(
    name=Words("年度培训计划", "Yearly training plan"),
    kind="plan",
    states=S,
    start=S.DRAFT,
    ends=(S.CLOSED, S.WITHDRAWN, S.DISCARDED),
    opened_by=(Role.PROVINCE,),
    cites="R04",
    path=("issue", "close"),
    steps=(
        Step("issue", S.DRAFT, S.ISSUED, by=Role.PROVINCE, cites="R04", requires=ISSUING, hands=3,
             asks=(SIGNED_NO, DISPATCHED_ON), then=note_document,
             says=Says(Words("下达计划：{k}家机构{n}人", "Issue the plan: {n} seats, {k} institutions"),
                       Words("签发后：计划公开，{k}家机构可以按{n}个名额发布公告；要增减名额，须另有文号。",
                             "The plan is public, and {k} institutions may announce {n} seats. "
                             "Changes need a document number of their own."),
                       Words("下达计划", "Issue the plan"))),
        Step("revise", S.DRAFT, S.DRAFT, by=Role.PROVINCE, cites="R04", asks=(ANNEX, TOTAL), then=rewrite, power=True,
             says=Says(Words("换一张分配表", "Replace the table"),
                       Words("替换后：原来的{c}格作废，已经经办或复核的重新办起。",
                             "The present {c} cells are replaced; handling and checking begin again."))),
        Step("discard", S.DRAFT, S.DISCARDED, by=Role.PROVINCE, cites="R04", asks=(REASON,), power=True,
             says=Says(Words("作废草稿", "Discard the draft"),
                       Words("作废后：本件办结，这一年可以另拟计划。", "The case ends; another plan may be drafted."))),
        Step("close", S.ISSUED, S.CLOSED, by=Role.TIME, cites="R04", within=term("H-plan-close"),
             counts_from="year_ends_on",
             says=Says(Words("年度结束", "Close the year"),
                       Words("结束后：剩余名额作废，不结转到下一年。",
                             "Unused seats lapse; they do not pass to the next year."))),
        Step("withdraw", S.ISSUED, S.WITHDRAWN, by=Role.PROVINCE, cites="R04", hands=3, power=True,
             requires=(nothing_is_held,), asks=(REASON, SIGNED_NO, DISPATCHED_ON),
             says=Says(Words("撤回计划", "Withdraw the plan"),
                       Words("签发后：{n}个名额全部作废，这一年可以另下计划；撤回的计划仍可查。",
                             "All {n} seats lapse and another plan may be issued. This one stays on record."))),
    ),
)
# fmt: on
