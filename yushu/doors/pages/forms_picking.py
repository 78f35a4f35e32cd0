"""Choosing one of the things there are, called in the visitor's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yushu.catalogue.models import Level
from yushu.doors.pages.told import say
from yushu.kernel.words import NOTHING, Words


class Pick(forms.ModelChoiceField):
    """One row of a table. `called` gives its name."""

    default_error_messages = {"required": _("没有选。选一项。"), "invalid_choice": _("没有这一项。重新选。")}

    def __init__(
        self, label: Words, called: Callable[[Any], Words], help_text: Words = NOTHING, **kwargs: Any
    ) -> None:
        self.called = called
        super().__init__(
            None, label=label, help_text=help_text if help_text.zh else "", empty_label=_("选择"), **kwargs
        )

    def label_from_instance(self, row: Any) -> str:
        """The name of a row."""
        return say(self.called(row))


class Day(forms.DateField):
    """A day, with the browser's own calendar."""

    default_error_messages = {
        "required": _("没有填日期。写成2024-09-26的样子。"),
        "invalid": _("这不是日期。写成2024-09-26的样子。"),
    }

    def __init__(self, label: Words, help_text: Words = NOTHING, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            label=label,
            help_text=help_text if help_text.zh else "",
            widget=widget,
            input_formats=["%Y-%m-%d"],
            **kwargs,
        )


class Number(forms.IntegerField):
    """A whole number that is typed, not stepped."""

    default_error_messages = {
        "required": _("没有填。填一个整数。"),
        "invalid": _("这不是整数。只填数字。"),
        "min_value": _("数太小，至少%(limit_value)s。"),
        "max_value": _("数太大，至多%(limit_value)s。"),
    }

    def __init__(self, label: Words, help_text: Words = NOTHING, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text if help_text.zh else "",
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            **kwargs,
        )


class Line(forms.CharField):
    """A line of text, or several with `rows`."""

    default_error_messages = {
        "required": _("没有填。填上再办。"),
        "max_length": _("太长，至多%(limit_value)d字。"),
    }

    def __init__(self, label: Words, help_text: Words = NOTHING, *, rows: int = 0, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(label=label, help_text=help_text if help_text.zh else "", widget=widget, **kwargs)


class LevelPick(forms.ChoiceField):
    """Junior, intermediate or senior."""

    default_error_messages = {"required": _("没有选。选一项。"), "invalid_choice": _("没有这一项。重新选。")}

    def __init__(self) -> None:
        super().__init__(
            label=Words("等级", "Level"),
            choices=lambda: [(level.value, say(level.words)) for level in Level],
        )


class PlainForm(forms.Form):
    """A form whose browser does not interrupt: what is wrong is said on the page."""

    use_required_attribute = False
