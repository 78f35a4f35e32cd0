"""What a person is asked before enrolling, and what an institution gives for an announcement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yushu.catalogue.levels import Level
from yushu.catalogue.models import Direction, Occupation, PlanCell
from yushu.doors.pages.forms_picking import Day, LevelPick, Line, Pick, PlainForm
from yushu.doors.pages.forms_steps import AskField
from yushu.doors.pages.told import say
from yushu.kernel.words import NOTHING, Words
from yushu.people.actors import Actor
from yushu.people.documents import KIND_WORDS
from yushu.training.models import Announcement
from yushu.training.opening import Course
from yushu.training.routes import LEVELS_HELD, STUDIES, TITLES, Held, Record, Study, Title
from yushu.training.rules import Answers, Earlier
from yushu.training.terms import TERMS

CHOOSE = Words("选择", "Choose")
SINCE = Words("没有填日期。填取得证书的日期。", "The date is missing. Give the day on the certificate.")
ANSWERS = ("study", "related", "graduates_on", "insured", "willing")


class OneOf(forms.ChoiceField):
    """One of some words, in the visitor's language."""

    default_error_messages = {"required": _("没有选。选一项。"), "invalid_choice": _("没有这一项。重新选。")}

    def __init__(
        self, label: Words, words: dict[Any, Words], help_text: Words = NOTHING, **kwargs: Any
    ) -> None:
        def choices() -> list[tuple[str, str]]:
            return [("", say(CHOOSE)), *((str(key), say(text)) for key, text in words.items())]

        hint = help_text if help_text.zh else ""
        super().__init__(label=label, help_text=hint, choices=choices, **kwargs)


def yes_no(label: Words, help_text: Words = NOTHING) -> OneOf:
    """A question with two answers."""
    return OneOf(label, {"yes": Words("是", "Yes"), "no": Words("否", "No")}, help_text)


class AnswersForm(PlainForm):
    """The questions of eligibility for one announcement. Nothing is kept unless somebody enrols."""

    study = OneOf(Words("最高学历（在读的按在读）", "Highest study, finished or under way"), STUDIES)
    related = yes_no(
        Words("所学专业与这个职业相关", "Is the major related to the occupation?"),
        Words("如计算机、软件、信息、自动化、数学等", "Such as computing, software, information, automation"),
    )
    graduates_on = Day(
        Words("毕业证日期（没毕业的填预计）", "Day of the diploma, or the expected one"),
        Words("按毕业证落款；在读的填学籍上的预计毕业日期", "As on the diploma, or in the school record"),
    )
    insured = yes_no(
        Words("开班那天，有单位给你交职工社保", "Will an employer pay your insurance on the opening day?"),
        Words("灵活就业自己交的不算", "What you pay for yourself does not count"),
    )
    willing = yes_no(Words("愿意从事数字技术工作", "Do you want to work in digital technology?"))
    works_since = Day(
        Words("从事本职业自", "Working in this occupation since"),
        Words("没有工作过就空着", "Leave empty if you have not"),
        required=False,
    )
    title = OneOf(Words("专业技术职称", "Professional title"), TITLES, required=False)
    title_since = Day(Words("取得职称日期", "Title held since"), required=False)
    held = OneOf(
        Words("已有本职业等级证书", "Level certificate of this occupation"), LEVELS_HELD, required=False
    )
    held_since = Day(Words("取得等级日期", "Level held since"), required=False)
    earlier = Day(
        Words("上次享受补贴的同类培训的结业日期", "End of your last subsidised training of this kind"),
        Words("同一职业、同一等级；没有就空着", "Same occupation and level; leave empty if none"),
        required=False,
    )

    def __init__(self, announcement: Announcement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.announcement = announcement
        if announcement.level == Level.JUNIOR:
            del self.fields["held"], self.fields["held_since"]

    def clean(self) -> dict[str, Any]:
        """A title or a level comes with its day."""
        cleaned = super().clean() or {}
        for name in ("title", "held"):
            has = cleaned.get(name) not in ("", None, "NONE")
            if has and not cleaned.get(f"{name}_since") and f"{name}_since" not in self.errors:
                self.add_error(f"{name}_since", say(SINCE))
        return cleaned

    def record(self) -> Record:
        """Study, title, level and work as they were answered."""
        said = self.cleaned_data
        return Record(
            Study(said["study"]),
            said["related"] == "yes",
            said["graduates_on"],
            Title(said.get("title") or Title.NONE),
            said.get("title_since"),
            Held(said.get("held") or Held.NONE),
            said.get("held_since"),
            said.get("works_since"),
        )

    def answers(self) -> Answers:
        """What was answered, for the rules."""
        said = self.cleaned_data
        occupation, level = self.announcement.occupation.key, self.announcement.level
        last = said.get("earlier")
        earlier = (Earlier(occupation, level, last),) if last else ()
        return Answers(self.record(), said["insured"] == "yes", said["willing"] == "yes", earlier)


class EnrolForm(AnswersForm):
    """The same answers once more, hidden, with the commitment that was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label=Words("以上承诺我已读过，由本人签署", "I have read the commitment and sign it myself"),
        error_messages={"required": _("没有勾选。读过承诺，勾选后再报名。")},
    )

    def __init__(self, announcement: Announcement, *args: Any, **kwargs: Any) -> None:
        super().__init__(announcement, *args, **kwargs)
        for name, field in self.fields.items():
            if name != "agreed":
                field.widget = forms.HiddenInput()


class CommitForm(PlainForm):
    """The commitment alone, for whom the institution has entered."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label=Words("以上承诺我已读过，由本人签署", "I have read the commitment and sign it myself"),
        error_messages={"required": _("没有勾选。读过承诺，勾选后再签署。")},
    )


class ApplicantForm(AnswersForm):
    """Somebody the institution enters: the paper, the name, the phone, and the same questions."""

    field_order = ("kind", "number", "name", "phone")
    kind = OneOf(Words("证件类型", "Identity paper"), KIND_WORDS, initial="RESIDENT")
    number = Line(Words("证件号码", "Identity number"), max_length=40)
    name = Line(Words("姓名", "Name"), Words("照证件填", "As on the paper"), max_length=100)
    phone = Line(Words("手机号码", "Mobile phone"), max_length=20, required=False)


class AnnouncementForm(PlainForm):
    """A new announcement: a cell of the plan or an occupation outside it, a level, and its terms."""

    cell = Pick(
        Words("用哪一格计划名额", "Seats of which cell of the plan"),
        lambda cell: Words(
            f"{cell.plan.year} {cell.occupation.short.zh}", f"{cell.plan.year} {cell.occupation.short.en}"
        ),
        Words("计划外的班空着，学员不享受补贴", "Leave empty for a class outside the plan: never subsidised"),
        required=False,
    )
    occupation = Pick(
        Words("职业", "Occupation"),
        lambda row: row.words,
        Words(
            "计划外的班才填；计划内的按名额的专业", "Only outside the plan; else the field of the cell counts"
        ),
        required=False,
    )
    level = LevelPick()
    direction = Pick(
        Words("方向", "Direction"),
        lambda row: Words(f"{row.occupation.short.zh}·{row.zh}", f"{row.occupation.short.en}: {row.en}"),
        Words("分方向的等级要选", "Where the level is divided"),
        required=False,
    )

    def __init__(self, actor: Actor, cells: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cell"].queryset = cells
        self.fields["occupation"].queryset = Occupation.objects.visible_to(actor)
        self.fields["direction"].queryset = Direction.objects.visible_to(actor).select_related("occupation")
        for ask in TERMS:
            self.fields[ask.name] = AskField(ask)

    def clean(self) -> dict[str, Any]:
        """A cell or an occupation."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("cell") or cleaned.get("occupation")):
            wrong = Words(
                "没有选名额，也没有选职业。选其中一项。", "Neither a cell nor an occupation: choose one."
            )
            self.add_error("cell", say(wrong))
        return cleaned

    def course(self) -> Course:
        """What is announced."""
        said, cell = self.cleaned_data, self.cleaned_data.get("cell")
        occupation = cell.occupation if isinstance(cell, PlanCell) else said["occupation"]
        return Course(occupation, said["level"], said.get("direction"), cell)

    def terms(self) -> dict[str, Any]:
        """What it says."""
        return {ask.name: self.cleaned_data[ask.name] for ask in TERMS if self.cleaned_data[ask.name] != ""}


class CourseFilter(forms.Form):
    """What the list of courses can be narrowed to."""

    occupation = forms.ChoiceField(label=Words("职业", "Occupation"), required=False)
    city = forms.ChoiceField(label=Words("城市", "City"), required=False)
    past = forms.ChoiceField(label=Words("报名", "Enrolment"), required=False)

    def __init__(self, cities: list[tuple[str, Words]], *args: Any) -> None:
        super().__init__(*args)
        every, anywhere = Words("全部职业", "All occupations"), Words("全省", "All Shanxi")
        fields = self.fields
        found = [(one.key, say(one.short)) for one in Occupation.objects.all()]
        fields["occupation"].choices = [("", say(every)), *found]
        fields["city"].choices = [("", say(anywhere)), *((code, say(name)) for code, name in cities)]
        fields["past"].choices = [
            ("", say(Words("正在报名", "Open now"))),
            ("yes", say(Words("已截止的", "Past"))),
        ]
