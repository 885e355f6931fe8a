"""Reads what our records keep as JSON. A damaged row affects only itself."""

import json
from typing import Any


def read_kept(text: str | None) -> dict[str, Any] | None:
	"""Return the JSON object in a field, or None if it is empty or holds no object.

	The caller decides what None means.
	"""
	try:
		kept = json.loads(text or "null")
	except ValueError:
		return None
	return kept if isinstance(kept, dict) else None
