"""What the open pages ask: a certificate's serial and name, and the figures of the calculators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yushu.doors.pages.told import told
from yushu.doors.verifying import as_code
from yushu.kernel.errors import Refusal
from yushu.law.terms import EARLIEST, LATEST, LONGEST, Unit

TOO_LONG = _("太长；对照证书填")


class VerifyForm(forms.Form):
    """A serial with the holder's name, or the code alone."""

    use_required_attribute = False

    serial = forms.CharField(
        label=_("平台登记号"),
        help_text=_("印在证书左下角，如YS-2024-L-00017；填16位查验码也可以，姓名就不用填"),
        max_length=40,
        error_messages={"required": _("没有填平台登记号；照证书填"), "max_length": TOO_LONG},
    )
    name = forms.CharField(
        label=_("持证人姓名"),
        max_length=100,
        error_messages={"required": _("没有填姓名；照证书填"), "max_length": TOO_LONG},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["name"].required = not as_code((data or {}).get("serial", ""))


class DayField(forms.DateField):
    """A day typed or picked, within the calendar the law counts in."""

    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
    )
    default_error_messages = {
        "required": _("没有填日期；写成2024-09-06的样子"),
        "invalid": _("没有这一天；写成2024-09-06的样子"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class CountField(forms.IntegerField):
    """A number of days."""

    default_error_messages = {
        "required": _("没有填天数；填整数"),
        "invalid": _("不是整数；填整数"),
        "min_value": _("太小；最小填%(limit_value)s"),
        "max_value": _("太大；最大填%(limit_value)s"),
    }

    def __init__(self, *, least: int, **kwargs: Any) -> None:
        super().__init__(min_value=least, max_value=LONGEST, **kwargs)


class RefusableForm(forms.Form):
    """A form whose fields can take a refusal of the law."""

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside the field it is about, or above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, ValidationError(told(refusal)))


class DueForm(RefusableForm):
    """A term, and the stretch in which it stood still."""

    start = DayField(label=_("起算事件的日期"), help_text=_("如收文、考核、通知那天；当天不计"))
    count = CountField(least=1, label=_("期限"))
    unit = forms.ChoiceField(
        label=_("单位"),
        choices=[(Unit.DAY, _("日")), (Unit.WORKDAY, _("工作日")), (Unit.MONTH, _("个月"))],
        error_messages={"required": _("没有选单位"), "invalid_choice": _("没有这种单位；选一种")},
    )
    paused = DayField(label=_("退回补正的日期"), help_text=_("补正期间不计入办理时限"), required=False)
    resumed = DayField(label=_("补正后再报的日期"), required=False)

    def clean(self) -> dict[str, Any]:
        """A pause has both ends, in their order, after the start."""
        cleaned = super().clean() or {}
        start, paused, resumed = (cleaned.get(name) for name in ("start", "paused", "resumed"))
        if bool(paused) != bool(resumed) and not {"paused", "resumed"} & set(self.errors):
            self.add_error("resumed" if paused else "paused", _("退回和再报两个日期要么都填，要么都不填"))
        elif start and paused and resumed and not start <= paused <= resumed:
            self.add_error("resumed", _("日期先后不对；应为起算、退回、再报"))
        return cleaned


class WorthForm(RefusableForm):
    """What one person's training is worth."""

    days = CountField(least=0, label=_("培训日数"), help_text=_("每天的学时数见口径，不足一天的按口径取整"))
    opened = DayField(label=_("开班日期"), help_text=_("按开班那天的标准"))
