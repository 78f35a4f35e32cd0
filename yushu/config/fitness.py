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

SHORTEST_SECRET = 40
NEW_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(64))'"  # noqa: S105  # how to make one
NEW_KEY = "python -c 'import secrets; print(secrets.token_hex(32))'"


def unfit_settings(site: Any) -> Iterator[str]:
    """What is wrong with the settings of a real installation, each with how to mend it."""
    if PUBLISHED_WORDS in site.SECRET_KEY:
        yield f"YUSHU_SECRET_KEY 还是公开的默认值 (is the published default). {NEW_SECRET}"
    elif len(site.SECRET_KEY) < SHORTEST_SECRET:
        yield f"YUSHU_SECRET_KEY 太短，至少{SHORTEST_SECRET}个字符 (is too short). {NEW_SECRET}"
    if published_key("columns") in site.YUSHU_KEYRING.keys.values():
        yield f"YUSHU_KEYS 还是公开的默认密钥 (is the published default). 1:$({NEW_KEY})"
    if published_key("index") == site.YUSHU_INDEX_KEY:
        yield f"YUSHU_INDEX_KEY 还是公开的默认密钥 (is the published default). {NEW_KEY}"
    if site.YUSHU_INDEX_KEY in site.YUSHU_KEYRING.keys.values():
        yield f"YUSHU_INDEX_KEY 与 YUSHU_KEYS 用了同一把密钥 (is also one of YUSHU_KEYS). {NEW_KEY}"
    if site.DEBUG:
        yield "YUSHU_DEBUG 开着 (is on). 去掉这个变量 (unset it)"
    if "*" in site.ALLOWED_HOSTS:
        yield "YUSHU_HOSTS 含“*” (allows every host). 写明域名 (name the host)"


def unfit_database() -> Iterator[str]:
    """What a database holds that only a demonstration may."""
    try:
        if apps.get_model("people", "Account").objects.filter(is_demonstration=True).exists():
            yield "数据库里有演示账号 (demonstration accounts are in the database). 换一个数据库 (use another database)"
        if apps.get_model("casework", "RehearsalClock").objects.exclude(seconds=0).exists():
            yield "数据库里演示时钟被拨动过 (the rehearsal clock was moved). 换一个数据库 (use another database)"
    except DatabaseError as error:
        yield f"数据库还没有准备好 (the database is not ready): {error}. manage.py migrate"


def unfit(site: Any = settings) -> list[str]:
    """Everything that keeps this installation from serving; nothing in a demonstration."""
    if site.DEMONSTRATION:
        return []
    return [*unfit_settings(site), *unfit_database()]


def insist() -> None:
    """Refuse to serve when something is wrong, naming all of it at once."""
    found = unfit()
    if found:
        raise Misconfigured("本系统拒绝启动 (refusing to start):\n  - " + "\n  - ".join(found))


def check(app_configs: object, **kwargs: object) -> list[Error]:
    """The settings, as a system check: every command refuses what the server would refuse."""
    if settings.DEMONSTRATION:
        return []
    return [Error(fault, id=f"yushu.E{n:03d}") for n, fault in enumerate(unfit_settings(settings), start=1)]
