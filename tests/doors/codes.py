"""What an authenticator app would show."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from yushu.kernel.clock import now

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET, step: int = 0) -> str:
    """The six digits of this half minute, or of another one near it."""
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30 + step))
