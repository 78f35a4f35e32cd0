"""Addresses that anybody may open."""

from __future__ import annotations

from django.urls import path

from yushu.doors.api.health import healthz
from yushu.doors.pages import calculators, catalogues, law_pages, papers, policies, public, verify

urlpatterns = [
    path("", public.home, name="home"),
    path("verify/", verify.verify, name="verify"),
    path("c/<str:code>/", verify.certificate, name="certificate"),
    path("c/<str:code>/print/", verify.certificate_print, name="certificate_print"),
    path("c/<str:code>/slip.pdf", papers.certificate_slip, name="certificate_slip"),
    path("c/<str:code>/proof.json", verify.certificate_proof, name="certificate_proof"),
    path("law/", law_pages.law, name="law"),
    path("law/clauses/", law_pages.clauses, name="clauses"),
    path("law/clauses/<str:name>/", law_pages.clause, name="clause"),
    path("law/calculators/", calculators.calculators, name="calculators"),
    path("catalogue/occupations/", catalogues.occupations, name="occupations"),
    path("catalogue/occupations/<slug:key>/", catalogues.occupation, name="occupation"),
    path("catalogue/institutions/", catalogues.institutions, name="institutions"),
    path("catalogue/evaluators/", catalogues.evaluators, name="evaluators"),
    path("catalogue/standards/", catalogues.standards, name="standards"),
    path("catalogue/cities/", catalogues.cities, name="cities"),
    path("about/accessibility/", policies.accessibility, name="accessibility"),
    path("about/privacy/", policies.privacy, name="privacy"),
    path("about/policy/", policies.policy, name="policy"),
    path("healthz", healthz, name="healthz"),
]
