"""A fault of the server's own is told on the console, without anything about anybody."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace

from django.conf import settings

from yushu.config.complaining import Bare

NAME = "学员甲 149900200001011015"


def complaint(request: object = None) -> str:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise ValueError(NAME) from cause
    except ValueError:
        caught = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "at %s", ("/c/SECRETCODE/",), caught)
    record.request, record.status_code = request, 500
    return Bare().format(record)


def test_a_complaint_names_frames_and_kinds_but_no_message():
    said = complaint()

    assert "builtins.KeyError" in said
    assert said.endswith("builtins.ValueError")
    assert "test_complaining.py" in said
    assert NAME not in said


def test_a_complaint_names_the_route_but_not_the_address():
    request = SimpleNamespace(method="GET", resolver_match=SimpleNamespace(route="c/<str:code>/"))
    said = complaint(request)

    assert "GET /c/<str:code>/ answered 500" in said
    assert "SECRETCODE" not in said


def test_faults_of_requests_reach_the_console():
    logger = settings.LOGGING["loggers"]["django.request"]

    assert (logger["handlers"], logger["level"]) == (["console"], "ERROR")
    assert "filters" not in settings.LOGGING["handlers"]["console"]
