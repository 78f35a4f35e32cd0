"""Every kind of case there is, found by asking the models. Nobody has to sign up."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps

from yushu.casework.models import Case
from yushu.ledger.models import Chain


@cache
def kinds() -> dict[str, type[Case]]:
    """Kind of process to its model, such as "batch" to `Batch`."""
    models = (model for model in apps.get_models() if issubclass(model, Case))
    return {model.process.kind: model for model in models}


def case_of(chain_id: UUID | Any) -> Case:
    """The case a chain belongs to. Raises the model's DoesNotExist when there is none."""
    kind = Chain.objects.values_list("kind", flat=True).get(pk=chain_id)
    return kinds()[kind].objects.get(pk=chain_id)
