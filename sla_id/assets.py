"""Addresses of the scripts and style sheets that browsers are told to keep."""

from hashlib import blake2s
from pathlib import Path

PUBLIC = Path(__file__).parent / "public"


def asset_url(path: str) -> str:
	"""The address of a file in `sla_id/public`, e.g. "js/desk.js".

	It names the file's content: web servers let browsers keep an asset for a year, and a new release's form would run with the
	old release's script. FileNotFoundError where no such file is shipped.
	"""
	content = (PUBLIC / path).read_bytes()
	return f"/assets/sla_id/{path}?v={blake2s(content, digest_size=6).hexdigest()}"
