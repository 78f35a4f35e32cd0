"""One class put under an order and under a project at the same moment: one is refused (R20)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import connection, models

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.subsidies import makers as make
from tests.training import classmakers
from yushu.subsidies import models as s
from yushu.subsidies.arranging import add_classes
from yushu.training.models import TrainingClass

pytestmark = [pytest.mark.race, pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def both_at_once(cast: Cast, together: Callable[..., Any]) -> list[Any]:
    """One class put under an order and under a project at the same moment."""
    done = make.completed_class(cast)
    schemes = (make.make_order(cast), make.make_project(cast))
    by = {"actor": classmakers.hand(cast), "at": moment("2024-11-04")}
    return together([partial(add_classes, one, [done], **by) for one in schemes])


def test_of_two_who_put_one_class_under_two_schemes_one_is_refused(transactional_db, cast: Cast, together):
    said = both_at_once(cast, together)

    assert sorted(type(one).__name__ for one in said) == ["NoneType", "Refusal"]
    assert s.ClassUnder.objects.count() == 1


@contextmanager
def without_the_referee() -> Iterator[None]:
    """Places without their unique column, for a while."""
    one = s.ClassUnder._meta.get_field("training_class")
    many = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="+")
    many.set_attributes_from_name("training_class")
    many.model = s.ClassUnder
    with connection.schema_editor() as editor:
        editor.alter_field(s.ClassUnder, one, many)
    try:
        yield
    finally:
        s.ClassUnder.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.alter_field(s.ClassUnder, many, one)


def test_without_the_referee_one_class_stands_under_both(transactional_db, cast: Cast, together):
    with without_the_referee():
        said = both_at_once(cast, together)
        assert (said, s.ClassUnder.objects.count()) == ([None, None], 2)
