"""The addresses of the API, to be mounted at "api/"."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI

from yushu.doors.api import certificates, law, plan
from yushu.doors.api.answering import ReadableJson, answer_refusals, version
from yushu.doors.api.description import ABOUT, TITLE
from yushu.doors.pages.api_docs import api_docs

api = NinjaAPI(
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
answer_refusals(api)

urlpatterns = [path("docs", api_docs, name="api_docs"), path("", api.urls)]
