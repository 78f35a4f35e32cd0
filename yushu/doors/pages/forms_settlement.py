"""The forms of settlements: as of which day, and what somebody objects."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yushu.doors.pages.forms_picking import Day, Line, Number, PlainForm
from yushu.doors.pages.told import say
from yushu.kernel.words import Words
from yushu.subsidies.filing import LONGEST, Said
from yushu.subsidies.objecting import GROUNDS


class SettlementForm(PlainForm):
    """Which classes, by the day they had ended by; whether it is a project's last. No sum is asked for."""

    as_of = Day(
        Words("截至", "As of"),
        Words("到这一天已结业的班列入本次核算", "Classes completed by this day are in it"),
    )
    final = forms.BooleanField(
        label=Words("这是项目的末次结算", "This is the last settlement of the project"),
        help_text=Words("办结后项目关闭，不再增加班次", "The project closes with it"),
        required=False,
    )

    def __init__(self, kind: str, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"as_of": today})
        if kind == "order":
            del self.fields["final"]

    def terms(self) -> dict[str, Any]:
        """What was chosen."""
        return {"as_of": self.cleaned_data["as_of"], "final": self.cleaned_data.get("final", False)}


class ObjectionForm(PlainForm):
    """What is wrong with which line. Name and contact are optional and kept sealed."""

    line = Number(
        Words("名单上的序号", "Number on the list"),
        Words("只反映整件申领时留空", "Leave empty when it is about the whole claim"),
        required=False,
        min_value=1,
        max_value=9999,
    )
    ground = forms.ChoiceField(
        label=Words("反映的问题", "What is wrong"),
        choices=lambda: [("", _("选择")), *((key, say(words)) for key, words in GROUNDS.items())],
        error_messages={"required": _("没有选。选一项。"), "invalid_choice": _("没有这一项。重新选。")},
    )
    text = Line(
        Words("写清楚", "Say it"),
        Words("哪里不实、怎么知道的、有什么可以核对", "What is untrue, how you know, what can be compared"),
        rows=5,
        max_length=LONGEST,
    )
    name = Line(
        Words("姓名", "Name"),
        Words(
            "可以不留；加密保存，被反映的机构看不到", "Optional; sealed, and never shown to the institution"
        ),
        required=False,
        max_length=60,
    )
    contact = Line(
        Words("联系方式", "Contact"),
        Words("可以不留；留了便于核实", "Optional; it helps the check"),
        required=False,
        max_length=100,
    )

    def said(self) -> Said:
        """What is objected."""
        names = ("ground", "text", "line", "name", "contact")
        return Said(**{name: self.cleaned_data[name] for name in names})
