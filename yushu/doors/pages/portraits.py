"""What the page of each kind of case shows besides what all cases have: facts, tables, tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
from yushu.doors.pages import (
    portrait_assessing,
    portrait_batch,
    portrait_catalogue,
    portrait_class,
    portrait_roster,
    portrait_training,
)
from yushu.doors.pages.shapes import Fact, Link, Sheet, Table
from yushu.people.actors import Actor


def no_facts(_case: Any) -> list[Fact]:
    """Nothing beyond what all cases have."""
    return []


def no_sheets(_case: Any, _request: DeskRequest) -> list[Sheet]:
    """No table."""
    return []


def no_tools(_case: Any) -> list[Link]:
    """No tool."""
    return []


def no_works(_case: Any, _actor: Actor) -> list[Link]:
    """No page of work."""
    return []


def nobody(_case: Any) -> Table:
    """No row to choose from."""
    return Table((), ())


@dataclass(frozen=True)
class Portrait:
    """How one kind of case is shown. `people` are the rows a step may choose from.

    `works` are the pages on which this visitor may go on with the case in its present state.
    """

    facts: Callable[[Any], list[Fact]] = no_facts
    sheets: Callable[[Any, DeskRequest], list[Sheet]] = no_sheets
    tools: Callable[[Any], list[Link]] = no_tools
    people: Callable[[Any], Table] = nobody
    whole: Callable[[Any, DeskRequest], list[Sheet]] | None = None
    works: Callable[[Any, Actor], list[Link]] = no_works

    def papers(self, case: Case, request: DeskRequest) -> list[Sheet]:
        """The tables without pages, for paper."""
        return (self.whole or self.sheets)(case, request)


PORTRAITS = {
    "batch": Portrait(
        portrait_batch.facts,
        portrait_batch.sheets,
        portrait_batch.tools,
        portrait_batch.choices,
        portrait_batch.whole,
    ),
    "certificate": Portrait(portrait_batch.certificate_facts, no_sheets, portrait_batch.certificate_tools),
    "plan": Portrait(
        portrait_catalogue.plan_facts, portrait_catalogue.plan_sheets, portrait_catalogue.plan_tools
    ),
    "plan_change": Portrait(portrait_catalogue.change_facts, portrait_catalogue.change_sheets),
    "missing_occupation": Portrait(portrait_catalogue.missing_facts),
    "city_entry": Portrait(portrait_catalogue.entry_facts),
    "sitting": Portrait(
        portrait_assessing.sitting_facts,
        portrait_assessing.sitting_sheets,
        portrait_assessing.file_tool,
        whole=portrait_assessing.sitting_whole,
        works=portrait_assessing.sitting_works,
    ),
    "application": Portrait(
        portrait_assessing.application_facts,
        portrait_assessing.application_sheets,
        portrait_assessing.file_tool,
    ),
    "announcement": Portrait(
        portrait_training.announcement_facts,
        portrait_training.announcement_sheets,
        portrait_training.announcement_tools,
        works=portrait_class.announcement_works,
    ),
    "class": Portrait(
        portrait_class.facts,
        portrait_class.sheets,
        portrait_class.tools,
        whole=portrait_class.whole,
        works=portrait_class.works,
    ),
    "class_change": Portrait(portrait_class.change_facts, portrait_class.change_sheets),
    "roster": Portrait(
        portrait_roster.facts, portrait_roster.sheets, portrait_roster.tools, portrait_roster.choices
    ),
    "training_certificate": Portrait(
        portrait_roster.certificate_facts, no_sheets, portrait_roster.certificate_tools
    ),
    "enrolment": Portrait(portrait_training.enrolment_facts, portrait_training.enrolment_sheets),
}


def portrait_of(case: Case) -> Portrait:
    """How this case is shown; a kind nobody has drawn shows what all cases have."""
    return PORTRAITS.get(case.process.kind, Portrait())
