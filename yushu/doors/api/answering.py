"""How the API answers: in the caller's language, in readable JSON, and refusing with what to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from yushu.doors.api.asking import UNREADABLE, told
from yushu.doors.api.description import HEALTH, HEALTH_SCHEMA
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.law.working import Line

Operation = TypeVar("Operation", bound=Callable[..., Any])
Say = Callable[[Words], str]
"""Says a text in the caller's language."""
MOST_FAULTS = 100
"""Faults told in one answer; whoever sends more reads enough in a hundred."""

MISSING = (Words("没有这一项", "is missing"), Words("补上", "add it"))
NO_OBJECT = (
    Words("应是一组键值", "is not an object"),
    Words("写成{…}", "write it as {…}"),
)
NO_LIST = (Words("应是列表", "is not a list"), Words("写成[…]", "write it as […]"))
NOT_READ = (
    Words("不能读取", "cannot be read"),
    Words("对照接口说明改正", "correct it from the API's description"),
)
NO_JSON = (
    Words("正文不是JSON，或者过大", "the body is not JSON, or is too large"),
    Words("用UTF-8发送JSON，一次不超过2MB", "send JSON in UTF-8, no more than 2 MB at once"),
)
NO_BODY = (Words("没有正文", "there is no body"), Words("发送JSON", "send JSON"))
NOT_THERE = (
    Words("没有这个地址", "there is nothing at this address"),
    Words("核对地址", "check the address"),
)
SAID_BY_THE_READER = {
    "missing": MISSING,
    "model_type": NO_OBJECT,
    "model_attributes_type": NO_OBJECT,
    "dict_type": NO_OBJECT,
    "list_type": NO_LIST,
}


class Fault(Schema):
    """One thing that is wrong."""

    field: str = told("哪一项；members[0]是第一人", "which value; members[0] is the first person")
    wrong: str = told("哪里不对", "what is wrong with it")
    mend: str = told("怎样改", "how to mend it")
    cites: list[str] = told("依据的条款编号", "ids of the clauses it rests on")


class Faults(Schema):
    """Why a request was refused."""

    errors: list[Fault] = told("不对的地方，最多列100处", "what is wrong, 100 at most")


REFUSALS: dict[int, Any] = {400: Faults, 404: Faults, 422: Faults}
"""What every operation may answer instead: unreadable, not there, readable but not allowed."""


class Answer(Schema):
    """What every answer carries: the clauses it rests on, and the version of the policy pack."""

    cites: list[str] = told("依据的条款编号", "ids of the clauses the answer rests on")
    pack_version: str = told("所用政策包的版本", "version of the policy pack used")


class LineAnswer(Schema):
    """A line of a working."""

    label: str = told("名称", "what it is")
    how: str = told("怎样得来", "how it came about")
    amount: int = told("数额", "how much")
    unit: str = told("单位", "its unit")
    cites: list[str] = told("依据的条款编号", "ids of the clauses it rests on")


class Trouble(NamedTuple):
    """A fault before a language is chosen."""

    field: str
    wrong: Words
    mend: Words
    cites: str = ""


class ReadableJson(JSONRenderer):
    """JSON in which Chinese reads as Chinese."""

    json_dumps_params = {"ensure_ascii": False}


class HouseApi(NinjaAPI):
    """An API whose every answer names its language."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """An answer still to be filled."""
        return in_language(request, super().create_temporal_response(request))

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document, with the one operation that stands outside."""
        schema = super().get_openapi_schema(**kwargs)
        schema["paths"]["/healthz"] = HEALTH
        schema["components"]["schemas"]["Health"] = HEALTH_SCHEMA
        return schema


def everybody(view: Operation) -> Operation:
    """Mark an operation as open to everybody, for the permission matrix."""
    view.desk = frozenset(EVERYBODY)  # type: ignore[attr-defined]  # a mark on the function
    return view


def language_of(request: HttpRequest) -> str:
    """The language a caller asks for: `lang`, else Accept-Language, else Chinese."""
    asked = request.GET.get("lang", "").lower()
    if asked.startswith(("zh", "en")):
        return "en" if asked.startswith("en") else "zh-hans"
    return get_language_from_request(request)


def words_to(request: HttpRequest) -> Say:
    """Says `Words` in the caller's language."""
    language = language_of(request)
    return lambda words: words.pick(language)


def told_lines(lines: Iterable[Line], say: Say) -> list[LineAnswer]:
    """A working in one language."""
    return [
        LineAnswer(
            label=say(line.label),
            how=say(line.how),
            amount=line.amount,
            unit=say(line.unit),
            cites=list(line.cites),
        )
        for line in lines
    ]


def version() -> str:
    """The pack every answer names."""
    return f"{pack().name}-{pack().version}"


def refused(request: HttpRequest, status: int, faults: Iterable[Trouble]) -> HttpResponse:
    """A refusal in the caller's language."""
    say = words_to(request)
    errors = [
        {"field": f.field, "wrong": say(f.wrong), "mend": say(f.mend), "cites": [f.cites] if f.cites else []}
        for f in faults
    ]
    content = ReadableJson().render(request, {"errors": errors[:MOST_FAULTS]}, response_status=status)
    return in_language(
        request, HttpResponse(content, status=status, content_type="application/json; charset=utf-8")
    )


@desk(*EVERYBODY)
@csrf_exempt
def nowhere(request: DeskRequest, **_rest: str) -> HttpResponse:
    """An address below api/ at which there is nothing: a program is told so in the form it reads."""
    return refused(request, 404, [Trouble("", *NOT_THERE)])


def in_language(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its language named, for caches too."""
    response["Content-Language"] = language_of(request)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def place(location: tuple[Any, ...]) -> str:
    """Where a fault is: ("body", "asked", "members", 0, "days") is members[0].days."""
    parts = location[2:] if location[0] == "body" else location[1:]
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".")


def _fault(error: Mapping[str, Any]) -> Trouble:
    if error["type"] == "said":
        return Trouble(place(error["loc"]), error["ctx"]["wrong"], error["ctx"]["mend"])
    where = place(error["loc"])
    if error["type"] == "missing" and not where:
        return Trouble(where, *NO_BODY)
    return Trouble(where, *SAID_BY_THE_READER.get(error["type"], NOT_READ))


def _status(error: Mapping[str, Any]) -> int:
    return int(error.get("ctx", {}).get("status", UNREADABLE))


def answer_refusals(api: NinjaAPI) -> None:
    """Teach an API to refuse in the house's form. What is unreadable weighs more than what is not allowed."""

    def unfit(request: HttpRequest, error: Any) -> HttpResponse:
        status = min(_status(fault) for fault in error.errors)
        return refused(request, status, map(_fault, error.errors))

    def refusal(request: HttpRequest, error: Any) -> HttpResponse:
        return refused(request, error.status, [Trouble(error.field, error.wrong, error.mend, error.cites)])

    def broken(request: HttpRequest, error: Any) -> HttpResponse:
        return refused(
            request,
            error.status_code,
            [Trouble("", *(NO_JSON if error.status_code == UNREADABLE else NOT_READ))],
        )

    def too_much(request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
        return refused(request, UNREADABLE, [Trouble("", *NO_JSON)])

    def absent(request: HttpRequest, _error: Any) -> HttpResponse:
        return refused(request, 404, [Trouble("", *NOT_THERE)])

    api.add_exception_handler(ValidationError, unfit)
    api.add_exception_handler(Refusal, refusal)
    api.add_exception_handler(HttpError, broken)
    api.add_exception_handler(SuspiciousOperation, too_much)
    api.add_exception_handler(Http404, absent)
