"""The keys of the transparency log, from the settings."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from yushu.kernel.errors import Misconfigured
from yushu.ledger.proof import Ed25519Signer, Keys, key_id


def signer() -> Ed25519Signer:
    """The key that signs today (setting YUSHU_LOG_KEY, 32 bytes)."""
    seed: bytes | None = getattr(settings, "YUSHU_LOG_KEY", None)
    if not seed:
        raise Misconfigured("YUSHU_LOG_KEY is not set: the transparency log cannot be signed")
    return Ed25519Signer(seed)


def trusted() -> Keys:
    """The key of today and the retired ones (setting YUSHU_LOG_RETIRED, public keys of 32 bytes)."""
    retired = [Ed25519PublicKey.from_public_bytes(key) for key in getattr(settings, "YUSHU_LOG_RETIRED", ())]
    return {key_id(key): key for key in (signer().public_key, *retired)}
