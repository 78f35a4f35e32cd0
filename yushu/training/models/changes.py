"""Changes of an approved class: sessions dropped and sessions added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.training import readiness, slots
from yushu.training.changing import CLASS_CHANGE
from yushu.training.classing import S as Class
from yushu.training.models.classes import TrainingClass
from yushu.training.models.sessions import Session
from yushu.training.timetable import made


class ClassChange(Case):
    """Sessions an approved class drops and adds, with the reason. `adds` are rows of a timetable as they were typed."""

    process = CLASS_CHANGE
    state = state_field(CLASS_CHANGE)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="class_changes")
    drops = models.JSONField(default=list)
    adds = models.JSONField(default=list)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(CLASS_CHANGE),
            models.CheckConstraint(condition=~Q(reason=""), name="class_change_has_a_reason"),
        ]

    def subtitle(self) -> Words:
        """Of which class."""
        return self.training_class.called

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With the class."""
        return cls.objects.filter(pk__in=pks).select_related(
            "training_class__occupation", "training_class__institution"
        )

    @property
    def institution(self) -> Any:
        """Whose class it is."""
        return self.training_class.institution

    def figures(self) -> dict[str, object]:
        """Sessions dropped, sessions added."""
        return {"d": len(self.drops), "a": len(self.adds)}

    def dropped(self) -> models.QuerySet[Session]:
        """The sessions it drops."""
        return self.training_class.sessions.standing().filter(pk__in=self.drops)

    def added(self) -> list[Session]:
        """The sessions it adds, not yet kept."""
        return made(self.training_class, self.adds)

    def drop_checks(self) -> Iterable[Check]:
        """R24."""
        begun = self.dropped().exclude(settled_by=None) | self.dropped().filter(attendances__isnull=False)
        if count := begun.distinct().count():
            text = Words("有{n}节已经上过，不能去掉", "{n} sessions have been held and cannot be dropped")
            yield Check("no", text.fill(n=count), "R24")

    def hour_checks(self) -> Iterable[Check]:
        """R05."""
        kept = self.training_class.sessions.planned().exclude(pk__in=self.drops)
        yield from readiness.hour_checks(self.training_class, [*kept, *self.added()])

    def apply(self, taken: Taken) -> None:
        """Drop, then add; raises Refusal when a teacher or a room is no longer free."""
        if self.training_class.state not in (Class.APPROVED, Class.RUNNING):
            wrong = Words("培训班不在进行中", "The class is not in progress")
            raise Refusal(wrong, Words("撤回变更", "Withdraw the change"), cites="R24")
        for session in self.dropped():
            session.claims.all().delete()
        self.dropped().update(dropped_on=taken.happened_on)
        for session in self.added():
            session.save()
            slots.claim(session)
