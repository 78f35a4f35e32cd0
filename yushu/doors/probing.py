"""The probe of a load balancer, answered before anybody asks the database who is there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from yushu.doors.api.health import healthz
from yushu.doors.asking import DeskRequest
from yushu.people.actors import PUBLIC

ADDRESS = "/healthz"


class Probing:
    """Middleware: what comes after it reads sessions and the clock, and with the database down breaks.

    The probe must be answered then too, so it takes its answer here, as the public.
    """

    def __init__(self, get_response: Callable[[DeskRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponse:
        """Answer a probe at once; hand everything else on."""
        if request.path_info != ADDRESS:
            return self.get_response(request)
        request.actor = PUBLIC
        return healthz(request)
