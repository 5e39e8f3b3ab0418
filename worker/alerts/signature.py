"""Signatures of Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).

The signed content is ``{webhook-id}.{webhook-timestamp}.{body}``; ``v1`` is HMAC-SHA256 in base64. A sender signs with
every secret it holds, a receiver is content with one that fits: so secrets are rotated without a gap.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from domain.targets import decode_secret

TOLERANCE = timedelta(minutes=5)
"""How far a timestamp may be off; what the standard's own libraries allow. Older deliveries could be replayed."""


class InvalidSignature(Exception):
    """A delivery that cannot be trusted; ``str()`` says what is wrong with it."""


def _mac(key: bytes, webhook_id: str, timestamp: str, body: bytes) -> bytes:
    return hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()


def signed_headers(secrets: Iterable[str], webhook_id: str, sent_at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a delivery. Raises ``ValueError`` for a secret that is none, or when there is none."""
    timestamp = str(math.floor(sent_at.timestamp()))
    signatures = [
        "v1," + base64.b64encode(_mac(decode_secret(secret), webhook_id, timestamp, body)).decode()
        for secret in secrets
    ]
    if not signatures:
        raise ValueError("there is no secret to sign with")
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def verify(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Raise ``InvalidSignature`` unless ``headers`` (names in lower case) carry a fresh signature of ``body``."""
    try:
        webhook_id, timestamp, signatures = (
            headers[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
        )
    except KeyError as missing:
        raise InvalidSignature(f"the header {missing.args[0]} is missing") from None
    if not timestamp.isascii() or not timestamp.isdigit():
        raise InvalidSignature(f"webhook-timestamp is no number of seconds: {timestamp!r}")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise InvalidSignature(f"webhook-timestamp {timestamp} is more than {TOLERANCE} off")
    expected = [_mac(decode_secret(secret), webhook_id, timestamp, body) for secret in secrets]
    for signature in signatures.split():
        version, _, encoded = signature.partition(",")
        if version != "v1":
            continue
        try:
            given = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            continue
        # Every pair is compared, in constant time each: the time taken tells nothing about the secrets.
        if any([hmac.compare_digest(given, mac) for mac in expected]):  # noqa: C419
            return
    raise InvalidSignature("no signature fits")
