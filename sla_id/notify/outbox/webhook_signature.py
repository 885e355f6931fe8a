"""Signatures of webhooks: HMAC-SHA256 over "timestamp.body", out and in. Plain functions."""

import hashlib
import hmac

WINDOW = 300
"""Seconds by which a signed request may be old, or from a clock that runs ahead."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
	"""The value of X-SLA-Signature."""
	return "sha256=" + _digest(secret, timestamp.encode() + b"." + body)


def verify(secret: str, timestamp: str, body: bytes, signature: str, now: float) -> bool:
	"""Whether a request is signed with the secret and not older than the window. Compares in constant time."""
	if not (secret and timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
		return False
	if abs(now - int(timestamp)) > WINDOW:
		return False
	return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode())


def verify_plain(secret: str, body: bytes, signature: str) -> bool:
	"""Whether the body itself is signed, as Meta does it in X-Hub-Signature-256."""
	return bool(secret) and hmac.compare_digest(
		("sha256=" + _digest(secret, body)).encode(), signature.encode()
	)


def _digest(secret: str, content: bytes) -> str:
	return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
