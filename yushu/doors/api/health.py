"""Whether this process can serve: the database answers, and the ledger is guarded."""

from __future__ import annotations

from django.db import Error, connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.ledger import guards

WELL, ILL = "ok", "failed"


@desk(*EVERYBODY)
@require_safe
def healthz(_request: DeskRequest) -> JsonResponse:
    """200 when everything answers, 503 otherwise. It says which part failed and nothing more."""
    try:
        database, ledger = WELL, ILL if guards.missing(connection) else WELL
    except Error:
        database, ledger = ILL, ILL
    fit = database == ledger == WELL
    answer = {"status": WELL if fit else ILL, "database": database, "ledger": ledger}
    response = JsonResponse(answer, status=200 if fit else 503)
    response["Cache-Control"] = "no-store"
    return response
