"""What the desk can be narrowed to: a kind of case, an office, whose turn, a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms

from yushu.casework.desk import Job
from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.told import say
from yushu.kernel.words import Words
from yushu.people.models import Office

EVERY_KIND = Words("全部事项", "All kinds")
EVERY_OFFICE = Words("全部机构", "All offices")
WHOSE = (
    ("", Words("本单位承办的", "Waiting for my office")),
    ("mine", Words("我承办的", "Waiting for me")),
    ("others", Words("待对方办理的", "Waiting for others")),
)
CONCERNED = ("institution", "asked_by", "employer", "evaluator")
"""The column that names whom a case concerns, the first that it has."""


class FilterForm(forms.Form):
    """The row of controls above the desk. Every one may be left alone."""

    kind = forms.ChoiceField(label=Words("事项", "Kind"), required=False)
    office = forms.ChoiceField(label=Words("机构", "Office"), required=False)
    whose = forms.ChoiceField(label=Words("承办", "Whose turn"), required=False)
    text = forms.CharField(label=Words("编号或名称", "Number or name"), required=False, max_length=60)


class Filters:
    """The controls with what can be chosen, and the jobs that remain."""

    def __init__(self, request: DeskRequest, jobs: Sequence[Job]) -> None:
        self.form = FilterForm(request.GET)
        fields = self.form.fields
        fields["kind"].choices = [("", say(EVERY_KIND)), *sorted(_kinds(jobs))]
        fields["office"].choices = [
            ("", say(EVERY_OFFICE)),
            *sorted(_offices(jobs), key=lambda pair: pair[1]),
        ]
        fields["whose"].choices = [(code, say(words)) for code, words in WHOSE]
        self.form.is_valid()
        self.asked = self.form.cleaned_data

    @property
    def whose(self) -> str:
        """Whose turn is asked for."""
        return str(self.asked.get("whose", ""))

    def kept(self, jobs: Iterable[Job]) -> list[Job]:
        """The jobs that fit."""
        kind, office, text = (self.asked.get(key, "") for key in ("kind", "office", "text"))
        return [
            job
            for job in jobs
            if kind in ("", job.case.process.kind)
            and office in ("", _key(concerned(job.case)))
            and (self.whose != "mine" or job.mine)
            and _says(job.case, text)
        ]


def concerned(case: Case) -> Office | None:
    """The office a case concerns."""
    for name in CONCERNED:
        if office := getattr(case, name, None):
            return office
    return None


def _kinds(jobs: Iterable[Job]) -> set[tuple[str, str]]:
    return {(job.case.process.kind, say(job.case.process.name)) for job in jobs}


def _offices(jobs: Iterable[Job]) -> set[tuple[str, str]]:
    found = (office for job in jobs if (office := concerned(job.case)))
    return {(str(office.pk), say(Words(office.name, office.name_en or office.name))) for office in found}


def _key(office: Office | None) -> str:
    return str(office.pk) if office else "none"


def _says(case: Case, text: str) -> bool:
    needle = text.strip().casefold()
    return not needle or any(
        needle in side.casefold() for words in (case.title(), case.subtitle()) for side in words
    )
