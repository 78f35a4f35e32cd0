"""What the addresses of sittings and applications are aimed at in the permission matrix."""

from __future__ import annotations

from tests.aims import once, put, side, sitting, training_certificate
from tests.cast import Cast
from tests.certification import exammakers
from tests.targets import Kwargs, target
from yushu.casework.models import Case
from yushu.certification.models import Sitting


@target("exam_apply", sides=False)
def of_exam(cast: Cast, own: bool) -> Kwargs:
    return {"pk": open_sitting(cast, own).pk, "key": exammakers.blockchain().key, "level": "JUNIOR"}


@once
def open_sitting(cast: Cast, own: bool) -> Case:
    """A sitting that takes applications for a long time; every trainee may look at it."""
    training_certificate(cast, own)
    made = exammakers.opened(side(cast, own))
    Sitting.objects.filter(pk=made.pk).update(apply_until="2099-12-30", held_on="2099-12-31")
    return made


@target("assessor_new")
@target("sitting_confirm")
def of_sitting(cast: Cast, own: bool) -> Kwargs:
    return {"pk": sitting(cast, own).pk}


@target("scores")
@target("scores_file")
@target("scores_upload")
def of_held_sitting(cast: Cast, own: bool) -> Kwargs:
    return {"pk": put(sitting(cast, own), "EXAMINED").pk}
