"""The form of a step, built from what its row of the table asks of this hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from yushu.casework.facts import cleaned
from yushu.casework.models import Case
from yushu.casework.process import Ask
from yushu.casework.stepping import Given
from yushu.doors.pages.panels import Open
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words

HAPPENED_ON = Ask(
    "happened_on",
    Words("办理日期", "Day of the act"),
    "date",
    Words(
        "对方办这件事的日子，不早于上一步，不晚于今天",
        "The day the other side acted: not before the last step",
    ),
)
UNTICKED = Words(
    "有一行填了内容却没有勾选。勾选它，或清空那一格。",
    "A row is filled in but not ticked. Tick it or clear its box.",
)
PLEASE_CHOOSE = Words("选择", "Choose")


class AskField(forms.Field):
    """One fact a step asks for, read and refused by the engine in its own words."""

    def __init__(self, ask: Ask, **kwargs: Any) -> None:
        self.ask = ask
        hint = ask.hint if ask.hint.zh else ""
        super().__init__(
            label=ask.label, help_text=hint, required=ask.required, widget=widget_of(ask), **kwargs
        )

    def clean(self, value: Any) -> Any:
        """The fact as the engine keeps it; a refusal becomes the message beside the field."""
        try:
            return cleaned((self.ask,), {self.ask.name: value}).get(self.ask.name, "")
        except Refusal as refused:
            raise ValidationError(told(refused)) from None


def widget_of(ask: Ask) -> forms.Widget:
    """The control that suits the kind of fact."""
    if ask.kind == "note":
        return forms.Textarea(attrs={"rows": 4})
    if ask.kind in ("date", "day"):
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if ask.kind == "number":
        return forms.TextInput(attrs={"inputmode": "numeric"})
    if ask.kind == "choice":
        return forms.Select(
            choices=[("", say(PLEASE_CHOOSE)), *((code, say(words)) for code, words in ask.choices)]
        )
    return forms.TextInput()


class StepForm(forms.Form):
    """What the next hand gives: its facts, the day when it records for another, and per-row facts."""

    use_required_attribute = False

    def __init__(self, case: Case, opened: Open, today: date, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.opened = opened
        self.asks = opened.asks
        if opened.basis.kind == "record":
            self.fields["happened_on"] = AskField(HAPPENED_ON, initial=today)
        stands = case.stands()
        for ask in self.asks:
            self.fields[ask.name] = AskField(ask, initial=stands.get(ask.name))
        self.keys = case.row_keys() if opened.chooses else []
        for key in self.keys:
            for ask in opened.step.row_asks:
                self.fields[row_field(ask, key)] = AskField(ask)

    def __iter__(self) -> Any:
        """The fields that stand under each other; those of rows stand in their table."""
        names = [name for name in self.fields if "--" not in name]
        return (self[name] for name in names)

    @property
    def day(self) -> date | None:
        """The legal day when recording for another; else the engine takes today."""
        text = self.cleaned_data.get("happened_on")
        return date.fromisoformat(text) if text else None

    def clean(self) -> None:
        """What was written beside a row that is not ticked would be lost without a word: refuse it."""
        super().clean()
        chosen = set(self.chosen())
        for key in self.keys:
            if key not in chosen and any(self.cleaned_data.get(name) for name in self._names(key)):
                self.add_error(None, say(UNTICKED))
                return

    def _names(self, key: str) -> list[str]:
        return [row_field(ask, key) for ask in self.opened.step.row_asks]

    def chosen(self) -> tuple[str, ...]:
        """The rows that are ticked."""
        return tuple(self.data.getlist("rows")) if hasattr(self.data, "getlist") else ()

    def given(self) -> Given:
        """Everything for the engine, in its own shape."""
        facts = {
            ask.name: self.cleaned_data[ask.name] for ask in self.asks if self.cleaned_data[ask.name] != ""
        }
        if not self.opened.chooses:
            return Given(facts)
        rows = self.chosen()
        return Given(facts, rows, {key: self._row(key) for key in rows if key in self.keys})

    def _row(self, key: str) -> dict[str, Any]:
        asked = {ask.name: self.cleaned_data[row_field(ask, key)] for ask in self.opened.step.row_asks}
        return {name: value for name, value in asked.items() if value != ""}

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the engine beside its field, or above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, told(refusal))


def row_field(ask: Ask, key: str) -> str:
    """The name of a row's own field."""
    return f"{ask.name}--{key}"
