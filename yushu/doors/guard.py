"""Who may stand at a door. Every view says so; nothing is open by accident."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from yushu.doors.asking import DeskRequest
from yushu.people.roles import OFFICE_ROLES, Role
from yushu.people.second_factor import needs_second_factor

View = Callable[..., HttpResponse]

EVERYBODY = (*OFFICE_ROLES, Role.TRAINEE, Role.PUBLIC)
SIGNED_IN = (*OFFICE_ROLES, Role.TRAINEE)
STAFF = OFFICE_ROLES


def desk(*roles: Role) -> Callable[[View], View]:
    """Let only these roles in. Nobody signed in is asked to sign in; a stranger gets 404, not 403.

    The roles stay readable as `view.desk`, which the permission matrix walks.
    """
    allowed = frozenset(roles)

    def guarded(view: View) -> View:
        @wraps(view)
        def stand(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor.role in allowed:
                if Role.PUBLIC not in allowed and needs_second_factor(request):
                    return redirect("second_factor")
                return view(request, *args, **kwargs)
            if request.actor.role == Role.PUBLIC:
                return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
            raise Http404

        stand.desk = allowed  # type: ignore[attr-defined]  # a mark on the function, read by the matrix
        return stand

    return guarded
