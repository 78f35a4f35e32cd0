"""The filters of the open catalogues: on which day, for which occupation."""

from __future__ import annotations

from datetime import date
from typing import Self

from django import forms
from django.utils.translation import gettext_lazy as _

from yushu.catalogue.models import Occupation
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.forms_public import DayField
from yushu.doors.pages.told import say


class OnDay(forms.Form):
    """A list as it stood on a day."""

    on = DayField(label=_("哪一天的名单"), required=False)

    @classmethod
    def of(cls, request: DeskRequest) -> Self:
        """The filter as asked, today's without asking. A day that is none says so and counts as not asked."""
        asked = {"on": request.today.isoformat(), **request.GET.dict()}
        form = cls(asked)
        form.is_valid()
        return form

    def day(self, today: date) -> date:
        """The day asked for."""
        return self.cleaned_data.get("on") or today


class OnDayAndOccupation(OnDay):
    """A list as it stood on a day, for one occupation or all."""

    occupation = forms.ChoiceField(label=_("职业"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        found = [(one.key, say(one.short)) for one in Occupation.objects.all()]
        self.fields["occupation"].choices = [("", _("全部职业")), *found]

    def chosen(self) -> str | None:
        """The key asked for; nothing for all."""
        return self.cleaned_data.get("occupation") or None
