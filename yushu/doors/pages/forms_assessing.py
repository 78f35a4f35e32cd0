"""What a person says when applying for an exam, and what an evaluator gives for a sitting and its scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yushu.catalogue.models import Level, Listing, ListingKind, Occupation
from yushu.certification.applying_asks import MOST_PROOFS
from yushu.certification.drafting import Asked, Course, Signed, Terms
from yushu.certification.models import Sitting, Way
from yushu.certification.rules import points, tenths
from yushu.certification.scoring import Points
from yushu.doors.pages.forms_picking import Day, Line, Number, Pick, PlainForm
from yushu.doors.pages.forms_training import AnswersForm, OneOf
from yushu.doors.pages.portrait_batch import office_words
from yushu.doors.pages.told import say
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.models import Office

WAYS = {
    Way.PROMISE: Words("告知承诺：不交证明，承诺属实", "Commitment: no proofs, but a promise"),
    Way.PROOFS: Words("证明材料：写明各项，出示原件", "Proofs: name them, show the originals"),
}
MOST_COURSES = 20


class RecordForm(AnswersForm):
    """What decides about the routes to an exam: study, title, level, work. Nothing is kept before applying."""

    def __init__(self, course: Course, *args: Any, **kwargs: Any) -> None:
        super().__init__(course, *args, **kwargs)
        for name in ("insured", "willing", "earlier"):
            del self.fields[name]


class ApplyForm(RecordForm):
    """The same answers once more, hidden; the way, chosen once; the commitment that was read."""

    way = OneOf(
        Words("用哪种方式", "In which way"),
        WAYS,
        Words("只选一次，申报后不能改选", "Chosen once; it cannot be changed after applying"),
    )
    proofs = Line(
        Words("证明材料", "Proofs"),
        Words(
            "选证明材料的才填：逐项写名称、编号和日期", "Only for proofs: name, number and date of each one"
        ),
        rows=3,
        required=False,
        max_length=MOST_PROOFS,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label=Words(
            "告知书和承诺书我已读过，由本人签署", "I have read notice and commitment and sign myself"
        ),
        help_text=Words("选告知承诺的必须勾选", "Required for a commitment"),
        required=False,
    )

    def __init__(self, course: Course, *args: Any, promise: bool = True, **kwargs: Any) -> None:
        super().__init__(course, *args, **kwargs)
        for name, field in self.fields.items():
            if name not in ("way", "proofs", "agreed"):
                field.widget = forms.HiddenInput()
        if not promise:
            self.fields["way"].choices = [(Way.PROOFS.value, say(WAYS[Way.PROOFS]))]
            del self.fields["agreed"]

    def asked(self, language: str) -> Asked:
        """What is handed in; a box that is not ticked is no signature."""
        said = self.cleaned_data
        signed = Signed(language, said["seen"]) if said.get("agreed") else None
        promised = signed if said["way"] == Way.PROMISE else None
        return Asked(self.record(), said["way"], said.get("proofs", ""), promised)


class SittingForm(PlainForm):
    """A sitting: where, when, for how many, what is examined."""

    site = Pick(
        Words("考核站点", "Site"),
        office_words,
        Words("名单上的站点", "A listed site"),
    )
    room = Line(Words("考场", "Room"), max_length=60)
    held_on = Day(Words("考核日期", "Exam day"))
    starts = forms.TimeField(
        label=Words("开始时间", "Starts at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("没有填时间。写成09:00的样子。"),
            "invalid": _("这不是时间。写成09:00的样子。"),
        },
    )
    apply_from = Day(Words("申报开始", "Applications from"))
    apply_until = Day(Words("申报截止", "Applications until"), Words("在考核日以前", "Before the exam day"))
    capacity = Number(Words("座位", "Seats"), min_value=1, max_value=2000)
    fee_yuan = Number(
        Words("收费（元）", "Fee (yuan)"), Words("不收费填0", "0 for none"), min_value=0, max_value=100_000
    )
    contact = Line(Words("联系", "Contact"), max_length=100)
    courses = forms.MultipleChoiceField(
        label=Words("考核的职业和等级", "Occupations and levels examined"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("没有选。选一项。"), "invalid_choice": _("没有这一项。重新选。")},
    )

    def __init__(self, actor: Actor, evaluator: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Listing.objects.visible_to(actor).of(ListingKind.SITE).values("office")
        listed = Listing.objects.visible_to(actor).of(ListingKind.ASSESSES).filter(office=evaluator)
        self.fields["site"].queryset = Office.objects.visible_to(actor).filter(pk__in=sites).order_by("name")
        occupations = Occupation.objects.visible_to(actor).filter(pk__in=listed.values("occupation"))
        self.offered = {
            f"{one.key}:{level.value}": Course(one, level.value) for one in occupations for level in Level
        }
        self.fields["courses"].choices = [(key, say(one.words)) for key, one in self.offered.items()]

    def chosen(self) -> list[Course]:
        """What is examined."""
        return [self.offered[key] for key in self.cleaned_data["courses"]]

    def terms(self) -> Terms:
        """Where, when, for how many."""
        return Terms(**{name: value for name, value in self.cleaned_data.items() if name != "courses"})


class AssessorForm(PlainForm):
    """A person who examines."""

    name = Line(Words("姓名", "Name"), max_length=100)
    number = Line(
        Words("居民身份证号", "Resident identity number"),
        Words("用来核对有没有教过考生", "To see whether they have taught a candidate"),
        max_length=30,
    )
    qualification = Line(
        Words("职称或等级", "Title or level"), Words("如高级工程师", "Such as senior engineer"), max_length=60
    )


class ScoreField(forms.CharField):
    """Points from 0 to 100 with one decimal at most, as tenths; empty is not yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=6, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs
        )

    def clean(self, value: Any) -> int | None:
        """The points in tenths."""
        text = super().clean(value)
        if not text:
            return None
        found = tenths(text)
        if found is None:
            raise forms.ValidationError(_("不是成绩。填0至100，最多一位小数。"))
        return found


class ScoresForm(PlainForm):
    """The score sheet of a sitting: two scores or a mark of absence for each seat."""

    def __init__(self, sitting: Sitting, data: Any = None) -> None:
        super().__init__(data)
        self.rows = list(sitting.seated_applications().prefetch_related("scores"))
        for row in self.rows:
            known = next(iter(row.scores.all()), None)
            for part in ("theory", "practice"):
                value = getattr(known, part, None)
                text = "" if value is None else points(value)
                self.fields[f"{part}--{row.seat}"] = ScoreField(initial=text)
            self.fields[f"absent--{row.seat}"] = forms.BooleanField(
                required=False, initial=bool(known and known.absent)
            )

    def __iter__(self) -> Iterator[Any]:
        """The fields stand in the table, none under each other."""
        return iter(())

    def given(self) -> dict[int, Points]:
        """What was written, by seat."""
        said = self.cleaned_data
        return {
            row.seat: Points(
                said[f"theory--{row.seat}"], said[f"practice--{row.seat}"], said[f"absent--{row.seat}"]
            )
            for row in self.rows
        }
