"""How one kind of case is shown: its facts, its tables, its tools, the rows to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
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


def nothing_more(_case: Any, _request: DeskRequest) -> dict[str, Any]:
    """What every page of a case has is enough."""
    return {}


def nobody(_case: Any) -> Table:
    """No row to choose from."""
    return Table((), ())


@dataclass(frozen=True)
class Portrait:
    """How one kind of case is shown. `people` are the rows a step may choose from.

    `works` are the pages on which this visitor may go on with the case in its present state. A kind with a page of
    its own names its `template`, and what it shows `more`.
    """

    facts: Callable[[Any], list[Fact]] = no_facts
    sheets: Callable[[Any, DeskRequest], list[Sheet]] = no_sheets
    tools: Callable[[Any], list[Link]] = no_tools
    people: Callable[[Any], Table] = nobody
    whole: Callable[[Any, DeskRequest], list[Sheet]] | None = None
    works: Callable[[Any, Actor], list[Link]] = no_works
    template: str = "case/case.html"
    more: Callable[[Any, DeskRequest], dict[str, Any]] = nothing_more

    def papers(self, case: Case, request: DeskRequest) -> list[Sheet]:
        """The tables without pages, for paper."""
        return (self.whole or self.sheets)(case, request)
