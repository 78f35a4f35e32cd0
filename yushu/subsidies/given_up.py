"""What was asked back and given up before it came: written off, or handed to the court (A37, R18).

It was paid and never returned. So it is never paid to the same person again, and it is not taken out of what a later
claim brings for others: that would ask for it a second time, beside the court or after the province has let it go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Sum

from yushu.subsidies.recovering import GIVEN_UP


def given_up(settlement: Any, members: Collection[int]) -> dict[int, int]:
    """Of each of these members how much was to come back and never will by a step here. Two queries."""
    ended = {"settlement__recovery__state__in": GIVEN_UP, "member__in": members}
    lines: Any = settlement._meta.get_field("lines").related_model
    owed = lines.objects.filter(now_yuan__lt=0, **ended)  # seen: by whoever settles
    left: dict[int, int] = defaultdict(int)
    for member, yuan in owed.order_by().values_list("member").annotate(y=Sum("now_yuan")):
        left[member] -= yuan
    shares: Any = settlement._meta.get_field("shares").related_model
    came = shares.objects.filter(yuan__lt=0, **ended)  # seen: by whoever settles
    for member, yuan in came.order_by().values_list("member").annotate(y=Sum("yuan")):
        left[member] += yuan
    return {member: yuan for member, yuan in left.items() if yuan}
