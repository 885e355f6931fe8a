"""The token by which a sender is known: shown once, kept as a hash, replaced and revoked by a button."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

import frappe

from sla_id.instants import to_utc, utc_now

SOURCE = "SLA Monitor Source"
HEADER = "X-SLA-Monitor-Token"
SCHEME = "sla monitor "
"""Of an Authorization header, "SLA Monitor TOKEN": Frappe takes those of two words for its own, and refuses them."""
LONGEST = 200


def make_token(source: Any) -> str:
	"""Give a locked source a new token; the one before no longer counts. Returns it: nobody can read it again."""
	token = secrets.token_urlsafe(32)
	_write(source, hash_of(token), f"…{token[-4:]}")
	return token


def revoke_token(source: Any) -> None:
	"""Take a locked source's token away: nothing comes in until there is a new one."""
	_write(source, None, None)


def hash_of(token: str) -> str:
	"""What is kept of a token. It has 256 random bits, so a plain hash tells nobody what it is."""
	return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def token_of(headers: Mapping[str, str]) -> str:
	"""The token that a request shows, empty without one."""
	given = headers.get(HEADER, "")
	if not given:
		authorization = headers.get("Authorization", "")
		if authorization.lower().startswith(SCHEME):
			given = authorization[len(SCHEME) :]
	return given.strip() if len(given) <= LONGEST else ""


def source_of(token: str, fields: list[str]) -> Any | None:
	"""The enabled source with that token, None for any other."""
	if not token:
		return None
	digest = hash_of(token)
	row = frappe.db.get_value(
		SOURCE, {"token_hash": digest, "enabled": 1}, ["name", "token_hash", *fields], as_dict=True
	)
	return row if row and hmac.compare_digest(row.token_hash, digest) else None


def _write(source: Any, digest: str | None, hint: str | None) -> None:
	source.token_hash, source.token_hint = digest, hint
	source.token_made_utc = to_utc(utc_now()) if digest else None
	source.save(ignore_permissions=True)
