"""The token by which Prometheus reads the app's figures: kept as a hash in SLA Settings, shown once."""

import hmac
import secrets
from collections.abc import Mapping

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.monitors.source_token import hash_of, token_of

SETTINGS = "SLA Settings"


def make_metrics_token() -> str:
	"""A new token; the one before no longer counts. Nobody can read it again."""
	token = secrets.token_urlsafe(32)
	_write(hash_of(token), f"…{token[-4:]}")
	return token


def revoke_metrics_token() -> None:
	"""Nobody may read the figures until there is a new token."""
	_write("", "")


def may_read_metrics(headers: Mapping[str, str]) -> bool:
	"""Whether a request shows the token."""
	kept = str(frappe.db.get_single_value(SETTINGS, "metrics_token_hash") or "")
	given = token_of(headers)
	return bool(kept and given) and hmac.compare_digest(kept, hash_of(given))


def _write(digest: str, hint: str) -> None:
	values = {
		"metrics_token_hash": digest,
		"metrics_token_hint": hint,
		"metrics_token_made_utc": to_utc(utc_now()) if digest else None,
	}
	frappe.db.set_single_value(SETTINGS, values)
