"""The forms by which an employer and a city begin a case."""

from __future__ import annotations

from typing import Any

from yushu.catalogue.drafting import Need
from yushu.catalogue.models import Occupation
from yushu.doors.pages.forms_picking import Day, LevelPick, Line, Number, Pick, PlainForm
from yushu.doors.pages.portrait_batch import office_words
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.models import Office
from yushu.people.roles import Role


class MissingForm(PlainForm):
    """What an employer wants taught outside Shanxi; the province also says for whom and since when."""

    employer = Pick(Words("用人单位", "Employer"), office_words)
    received_on = Day(
        Words("收到日期", "Received on"),
        Words("收到单位材料的日子", "The day the employer's papers came"),
        required=False,
    )
    occupation = Pick(Words("职业", "Occupation"), lambda row: row.words)
    level = LevelPick()
    people = Number(Words("预计人数", "People expected"), min_value=1, max_value=10000)
    provider = Line(Words("省外培训机构", "Institution outside Shanxi"), max_length=100)
    starts_on = Day(
        Words("计划开班日期", "Training starts on"), Words("须在批准之后", "Approval must come before it")
    )
    reason = Line(
        Words("理由", "Reason"),
        Words(
            "说明省内为何不能开展、需求有多大", "Why it cannot be taught in Shanxi, and how large the need is"
        ),
        rows=4,
        max_length=500,
    )

    def __init__(self, actor: Actor, *args: Any) -> None:
        super().__init__(*args)
        self.fields["occupation"].queryset = Occupation.objects.visible_to(actor)
        if actor.role == Role.PROVINCE:
            employers = Office.objects.visible_to(actor).filter(role=Role.EMPLOYER).order_by("name")
            self.fields["employer"].queryset = employers
        else:
            del self.fields["employer"], self.fields["received_on"]

    def need(self) -> Need:
        """What is proposed."""
        names = ("occupation", "level", "people", "provider", "starts_on", "reason")
        return Need(**{name: self.cleaned_data[name] for name in names})


class EntryForm(PlainForm):
    """A project for a city's catalogue: who teaches what at which level."""

    institution = Pick(Words("培训机构", "Institution"), office_words)
    occupation = Pick(Words("职业", "Occupation"), lambda row: row.words)
    level = LevelPick()

    def __init__(self, actor: Actor, *args: Any) -> None:
        super().__init__(*args)
        offices = Office.objects.visible_to(actor).filter(role=Role.INSTITUTION).order_by("name")
        self.fields["institution"].queryset = offices
        self.fields["occupation"].queryset = Occupation.objects.visible_to(actor)
