"""Officers at their pages: a day on the rehearsal clock, a step pressed as a browser would press it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cast import Member
from yushu.casework.models import Case, RehearsalClock
from yushu.kernel.clock import BEIJING, now

HIDDEN = re.compile(r'<input type="hidden" name="rev" value="(\d+)">')


def set_day(day: str) -> None:
    """Ten in the morning of a day, on the clock that the pages read."""
    moment = now()
    wanted = date.fromisoformat(day)
    local = moment.astimezone(BEIJING)
    target = local.replace(year=wanted.year, month=wanted.month, day=wanted.day, hour=10, minute=0, second=0)
    seconds = int((target - moment) / timedelta(seconds=1))
    RehearsalClock.objects.update_or_create(pk=True, defaults={"seconds": seconds})


def case_page(client: Client, case: Case) -> str:
    """The page of a case as text."""
    answer = client.get(reverse("case", args=[case.process.kind, case.pk]))
    assert answer.status_code == 200, answer
    return answer.content.decode()


def open_step(client: Client, case: Case, step: str) -> Any:
    """The page of a step."""
    return client.get(reverse("step", args=[case.process.kind, case.pk, step]))


def press(member: Member, case: Case, step: str, on: str, rev: int | None = None, **fields: Any) -> Any:
    """Open the page of a step on a day and send its form, with the revision that stands in it."""
    set_day(on)
    client = member.client()
    page = open_step(client, case, step)
    if rev is None:
        found = HIDDEN.search(page.content.decode())
        rev = int(found[1]) if found else -1
    address = reverse("step", args=[case.process.kind, case.pk, step])
    return client.post(address, {"rev": rev, "step": step, **fields}, follow=True)


def told(answer: Any) -> str:
    """The messages on the page that was reached."""
    return " ".join(str(message) for message in answer.context["messages"])


def errors(answer: Any) -> dict[str, list[str]]:
    """What the form of the page says is wrong, by field."""
    return dict(answer.context["panel"].form.errors)
