"""What complaints, inspections and draws are asked with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yushu.casework.models import Party, offices_of
from yushu.doors.pages.forms_picking import Line, Number, Pick, PlainForm
from yushu.doors.pages.portrait_oversight import office_words
from yushu.doors.pages.told import say
from yushu.kernel.crypto import CODE_LENGTH, random_code
from yushu.kernel.words import Words
from yushu.oversight.complaining import CATEGORIES
from yushu.oversight.filing import LONGEST, SHORTEST, About, Said
from yushu.oversight.visiting import MOST
from yushu.people.actors import Actor
from yushu.people.models import Office, Person
from yushu.people.roles import Role
from yushu.training.classing import S as Class
from yushu.training.models import TrainingClass

BLAMED = (Role.INSTITUTION, Role.EVALUATOR, Role.CITY)
ATTACHED = Words(
    "挂到我的账户，在“我的”里看进度；不勾就不记是谁",
    "Link it to my account so that I can follow it; unticked, nobody knows it was me",
)


class ComplaintForm(PlainForm):
    """What happened, of whom, and whatever one wants to leave of oneself."""

    category = forms.ChoiceField(
        label=Words("投诉事项", "What it is about"),
        choices=lambda: [("", _("选择")), *((code, say(words)) for code, words in CATEGORIES)],
        error_messages={
            "required": _("没有选投诉事项；选一项"),
            "invalid_choice": _("没有这一项；从所列各项中选"),
        },
    )
    against = Pick(
        Words("投诉谁", "Whom you complain of"),
        office_words,
        Words("不清楚就不选，由省人社厅办理", "Leave it when you do not know: the province takes it"),
        required=False,
    )
    text = Line(
        Words("发生了什么", "What happened"),
        Words("时间、地点、谁、做了什么；10至3000字", "When, where, who, what; 10 to 3000 characters"),
        rows=6,
        min_length=SHORTEST,
        max_length=LONGEST,
        error_messages={"min_length": _("太短，至少%(limit_value)d字；写清时间、地点、谁、做了什么")},
    )
    name = Line(Words("你的姓名", "Your name"), required=False, max_length=60)
    contact = Line(
        Words("联系方式", "How to reach you"),
        Words(
            "加密保存，只有承办人写明事由才能看，看过留记录",
            "Kept encrypted; only the officer in charge sees it, with a reason that is recorded",
        ),
        required=False,
        max_length=100,
    )
    attached = forms.BooleanField(label=ATTACHED, required=False)
    sending = forms.CharField(required=False, max_length=CODE_LENGTH, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, subject: About, data: Any = None) -> None:
        opened = {"against": subject.against, "attached": True, "sending": random_code()}
        super().__init__(data, initial=opened)
        self._actor, self._subject = actor, subject
        bodies = Office.objects.visible_to(actor).filter(role__in=BLAMED, parent=None)
        fields: dict[str, Any] = self.fields
        fields["against"].queryset = bodies.order_by("role", "name")
        if actor.role != Role.TRAINEE:
            del self.fields["attached"]

    def said(self) -> Said:
        """The complaint itself."""
        return Said(**{key: self.cleaned_data[key] for key in ("category", "text", "name", "contact")})

    def sent_as(self) -> str:
        """What tells one opened form from another."""
        return str(self.cleaned_data["sending"])

    def about(self) -> About:
        """Whom it is about, and the page it was made from."""
        return About(self.cleaned_data["against"], self._subject.case, self._subject.called)

    def person(self) -> Person | None:
        """The person who wants to follow it, if they said so."""
        return self._actor.person if self.cleaned_data.get("attached") else None


class CodeForm(PlainForm):
    """The code that was given when the complaint was made."""

    code = Line(
        Words("查询码", "Code"),
        Words(
            "投诉时给你的16位码，大小写都可以", "The sixteen characters you were given; case does not matter"
        ),
        max_length=40,
    )


class InspectionForm(PlainForm):
    """Whom to visit and why."""

    institution = Pick(Words("检查谁", "Whom to inspect"), office_words)
    training_class = Pick(
        Words("培训班", "Class"),
        lambda row: row.title(),
        Words("查机构本身就不选", "None to inspect the institution itself"),
        required=False,
    )
    why = Line(
        Words("为什么检查", "Why"),
        Words("只有检查单位和监督单位看到", "Only the inspecting and the supervising offices see it"),
        rows=2,
        min_length=4,
        max_length=300,
        error_messages={"min_length": _("太短，至少%(limit_value)d字")},
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.visible_to(actor).filter(role__in=(Role.INSTITUTION, Role.EVALUATOR))
        fields: dict[str, Any] = self.fields
        fields["institution"].queryset = offices.order_by("name")
        fields["training_class"].queryset = may_be_visited(actor)


def may_be_visited(actor: Actor) -> Any:
    """Classes that are approved or run, of those the visitor supervises."""
    rows = TrainingClass.objects.visible_to(actor).filter(
        state__in=(Class.APPROVED, Class.RUNNING, Class.STOPPED)
    )
    if actor.role == Role.CITY:
        mine = Party.objects.filter(
            role=Role.CITY, office_id__in=offices_of(actor)
        )  # seen: the visitor's own
        rows = rows.filter(chain_id__in=mine.values("chain_id"))
    return rows.select_related("institution", "occupation")


class DrawForm(PlainForm):
    """How many are drawn, and whether warning signs weigh."""

    size = Number(
        Words("抽几个班", "How many classes"),
        Words("从在训的班里抽", "Among the classes that run"),
        min_value=1,
        max_value=MOST,
    )
    weighed = forms.BooleanField(
        label=Words(
            "预警多的班多放签：每项预警多一支，最多五支",
            "Classes with warning signs get more tickets: one for each sign, five at most",
        ),
        required=False,
    )
