"""The API as one object: its operations, its manners, its description."""

from __future__ import annotations

from typing import Any

from yushu.doors.api import certificates, law, plan, training_certificates
from yushu.doors.api.answering import HouseApi, ReadableJson, answer_refusals, version
from yushu.doors.api.description import ABOUT, TITLE

api = HouseApi(
    title=TITLE.en,
    version=version(),
    description=ABOUT.en,
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api",
    renderer=ReadableJson(),
    openapi_extra={"info": {"x-zh": {"title": TITLE.zh, "description": ABOUT.zh}}},
)
api.add_router("/law", law.router)
api.add_router("/plan", plan.router)
api.add_router("/certificates", certificates.router)
api.add_router("/training-certificates", training_certificates.router)
answer_refusals(api)


def document() -> dict[str, Any]:
    """The OpenAPI document, as served."""
    return dict(api.get_openapi_schema())
