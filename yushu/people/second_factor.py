"""Whether somebody has to show a second factor before they may work."""

from __future__ import annotations

from typing import Protocol

from allauth.mfa.models import Authenticator
from django.conf import settings

from yushu.people.actors import Actor
from yushu.people.models import Account


class Asking(Protocol):
    """A request that knows who is acting."""

    actor: Actor


def has_second_factor(account: Account) -> bool:
    """Whether the account has set one up. Whoever has one is always asked for it at sign-in."""
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def needs_second_factor(request: Asking) -> bool:
    """Officers of a real installation work only with one; trainees may, a demonstration does without."""
    account, post = request.actor.account, request.actor.post
    if settings.DEMONSTRATION or account is None or post is None:
        return False
    return not has_second_factor(account)
