"""Signing in: what the sign-in packages ask us, and how guessing is counted.

Wrong passwords are counted per account and address, so that a stranger who guesses locks
out only the address they guess from. A device that has signed in to the account before
carries a signed cookie and is counted by itself: not even somebody guessing from the same
office keeps its owner out. All of it runs on real time, never on the rehearsal clock.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yushu.doors.asking import DeskRequest
from yushu.kernel.crypto import blind_index, open_sealed, seal
from yushu.people.models import Account
from yushu.people.presence import posts_on

DEVICE_COOKIE = "yushu_device"
DEVICE_SALT = "yushu.device"
DEVICE_SECONDS = 180 * 24 * 3600
MOST_ACCOUNTS = 20
"""A shared computer vouches for its last twenty users."""

SECRET_PLACE = "mfa_authenticator.data"  # noqa: S105  # a table and column, not a secret


def client_address(request: DeskRequest) -> str | None:
    """Where a request comes from: behind our own proxies, what the outermost of them saw."""
    if settings.YUSHU_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.YUSHU_PROXIES:
            return hops[-settings.YUSHU_PROXIES]
    return request.META.get("REMOTE_ADDR")


# devices ────────────────────────────────────────────────────────────────────


def _mark(username: str) -> str:
    return blind_index(settings.YUSHU_INDEX_KEY, "device", username)[:16]


def _device(request: DeskRequest) -> dict[str, Any]:
    """What the device's cookie says, if it is ours and not too old."""
    try:
        said = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=DEVICE_SECONDS)
    except signing.BadSignature:
        return {"id": "", "accounts": []}
    return dict(said)


def vouch(request: DeskRequest, response: HttpResponse, account: Account) -> None:
    """Remember on the device that this account has signed in from it."""
    known = _device(request)
    mark = _mark(account.username)
    accounts = [mark, *(other for other in known["accounts"] if other != mark)][:MOST_ACCOUNTS]
    value = signing.dumps({"id": known["id"] or secrets.token_hex(8), "accounts": accounts}, salt=DEVICE_SALT)
    response.set_cookie(
        DEVICE_COOKIE,
        value,
        max_age=DEVICE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def counted_name(request: DeskRequest, credentials: Mapping[str, Any] | None) -> str:
    """Under which name a wrong guess is counted: the account's, or the account's on this device."""
    said = credentials or {}
    username = Account.objects.normalise(str(said.get("username") or request.POST.get("login") or ""))
    device = _device(request)
    known = f" {device['id']}" if _mark(username) in device["accounts"] else ""
    return f"{username}{said.get('factor', '')}{known}"


# guessing the second factor ─────────────────────────────────────────────────


def _second(account: Account) -> dict[str, str]:
    return {"username": account.username, "factor": " 2"}


def may_guess(request: DeskRequest, account: Account) -> bool:
    """Whether another code may be tried from here."""
    return bool(AxesProxyHandler.is_allowed(request, _second(account)))


def count_wrong_code(request: DeskRequest, account: Account) -> None:
    """One more wrong code from here."""
    AxesProxyHandler.user_login_failed(Authenticator, _second(account), request)


def forget_wrong_codes(request: DeskRequest, account: Account) -> None:
    """A right code wipes the count of wrong ones from here."""
    AxesProxyHandler.reset_attempts(
        username=counted_name(request, _second(account)), ip_address=client_address(request)
    )


# what the packages ask ──────────────────────────────────────────────────────


class Accounts(DefaultAccountAdapter):
    """Accounts are opened by an office, never by a visitor, and have no mail address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("账号或密码不对。对照发给你的账号再填一次，密码分大小写"),
        "incorrect_password": _("密码不对，分大小写再填一次"),
        "enter_current_password": _("现在的密码不对，分大小写再填一次"),
        "too_many_login_attempts": _("试得太频繁，过几分钟再试"),
        "rate_limited": _("试得太频繁，过几分钟再试"),
    }

    def is_open_for_signup(self, request: DeskRequest) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The package's own messages are not in our voice; our views say what is to be said."""

    def get_client_ip(self, request: DeskRequest) -> str:
        """The address that per-address limits count."""
        return client_address(request) or ""

    def authenticate(self, request: DeskRequest, **credentials: Any) -> Any:
        """Check a password; the sign-in name is read in its one spelling."""
        if "username" in credentials:
            credentials["username"] = Account.objects.normalise(credentials["username"])
        return super().authenticate(request, **credentials)

    def post_login(self, request: DeskRequest, user: Any, **more: Any) -> HttpResponse:
        """Signed in, second factor included: from now on the device is known."""
        response: HttpResponse = super().post_login(request, user, **more)
        vouch(request, response, user)
        return response

    def get_login_redirect_url(self, request: DeskRequest) -> str:
        """Whoever holds no post lands on their own journey; everybody else where the site begins."""
        user = request.user
        if user.is_authenticated and not posts_on(user, request.today).exists():
            return reverse("journey")
        return str(super().get_login_redirect_url(request))

    def respond_user_inactive(self, request: DeskRequest, user: Any) -> HttpResponse:
        """The password was right, but the account is closed."""
        return render(request, "account/closed.html", status=403)


class SecondFactor(DefaultMFAAdapter):
    """One-time codes: secrets sealed like every other, the picture drawn without a style."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对。填认证应用里现在显示的6位数，或一个没用过的恢复码"),
        "cannot_delete_authenticator": _("工作人员必须使用第二重验证，不能停用"),
        "cannot_generate_recovery_codes": _("先启用第二重验证，再生成恢复码"),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return b64encode(seal(settings.YUSHU_KEYRING, text, where=SECRET_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return open_sealed(settings.YUSHU_KEYRING, b64decode(encrypted_text), where=SECRET_PLACE)

    def build_totp_svg(self, url: str) -> str:
        """The picture an authenticator app scans."""
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Officers of a real installation cannot do without."""
        return bool(settings.DEMONSTRATION or not authenticator.user.posts.exists())
