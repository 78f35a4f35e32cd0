"""What keeps a real installation from starting, and says which setting it is.

A demonstration may have all of it; it holds nobody's data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps  # by name: this file is read before any model is
from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError

from yushu.config.environment import PUBLISHED_WORDS, published_key
from yushu.kernel.errors import Misconfigured
from yushu.kernel.words import Words
from yushu.ledger.guards import refuse_if_unguarded

SHORTEST_SECRET = 40
NEW_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(64))'"  # noqa: S105  # how to make one
NEW_KEY = "python -c 'import secrets; print(secrets.token_hex(32))'"

PUBLISHED = Words("还是公开的默认值", "is the published default")
SHORT = Words("太短，至少{n}个字符", "is shorter than {n} characters").fill(n=SHORTEST_SECRET)
SHARED = Words("与YUSHU_KEYS用了同一把密钥", "is one of YUSHU_KEYS too")
ON = Words("开着，去掉它", "is on; unset it")
ANY_HOST = Words("含“*”，写明域名", "allows every host; name yours")
DEMONSTRATED = Words("演示账号在里面，换一个数据库", "holds demonstration accounts; use another")
REHEARSED = Words("演示时钟被拨动过，换一个数据库", "has a moved rehearsal clock; use another")
NOT_READY = Words("还没有准备好，先运行manage.py migrate", "is not ready; run manage.py migrate first")
REFUSED = Words("本系统拒绝启动", "refusing to start")


def _fault(name: str, wrong: Words, mend: str = "") -> str:
    """One line for whoever reads a log: which setting, what is wrong in both languages, how to mend it."""
    return f"{name}: {wrong.zh} / {wrong.en}" + (f": {mend}" if mend else "")


def unfit_settings(site: Any) -> Iterator[str]:
    """What is wrong with the settings of a real installation, each with how to mend it."""
    if PUBLISHED_WORDS in site.SECRET_KEY:
        yield _fault("YUSHU_SECRET_KEY", PUBLISHED, NEW_SECRET)
    elif len(site.SECRET_KEY) < SHORTEST_SECRET:
        yield _fault("YUSHU_SECRET_KEY", SHORT, NEW_SECRET)
    yield from _unfit_keys(site)
    if site.DEBUG:
        yield _fault("YUSHU_DEBUG", ON)
    if "*" in site.ALLOWED_HOSTS:
        yield _fault("YUSHU_HOSTS", ANY_HOST)


def _unfit_keys(site: Any) -> Iterator[str]:
    if published_key("columns") in site.YUSHU_KEYRING.keys.values():
        yield _fault("YUSHU_KEYS", PUBLISHED, f"1:$({NEW_KEY})")
    if published_key("index") == site.YUSHU_INDEX_KEY:
        yield _fault("YUSHU_INDEX_KEY", PUBLISHED, NEW_KEY)
    if published_key("log") == site.YUSHU_LOG_KEY:
        yield _fault("YUSHU_LOG_KEY", PUBLISHED, NEW_KEY)
    if site.YUSHU_INDEX_KEY in site.YUSHU_KEYRING.keys.values():
        yield _fault("YUSHU_INDEX_KEY", SHARED, NEW_KEY)


def unfit_database() -> Iterator[str]:
    """What a database holds that only a demonstration may."""
    try:
        if apps.get_model("people", "Account").objects.filter(is_demonstration=True).exists():
            yield _fault("YUSHU_DATABASE_URL", DEMONSTRATED)
        if apps.get_model("casework", "RehearsalClock").objects.exclude(seconds=0).exists():
            yield _fault("YUSHU_DATABASE_URL", REHEARSED)
    except DatabaseError as error:
        yield _fault("YUSHU_DATABASE_URL", NOT_READY, str(error))


def unfit(site: Any = settings) -> list[str]:
    """Everything that keeps this installation from serving; nothing in a demonstration."""
    if site.DEMONSTRATION:
        return []
    return [*unfit_settings(site), *unfit_database()]


def insist() -> None:
    """Refuse to serve when something is wrong, naming all of it at once.

    The guards of the ledger are asked of a demonstration too: without them it would show a proof it has not.
    """
    found = unfit()
    if found:
        raise Misconfigured("\n  - ".join([f"{REFUSED.zh} / {REFUSED.en}", *found]))
    refuse_if_unguarded()


def check(app_configs: object, **kwargs: object) -> list[Error]:
    """The settings, as a system check: every command refuses what the server would refuse."""
    if settings.DEMONSTRATION:
        return []
    return [Error(fault, id=f"yushu.E{n:03d}") for n, fault in enumerate(unfit_settings(settings), start=1)]
