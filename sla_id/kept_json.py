"""What our records keep as JSON, read so that one damaged row harms itself alone."""

import json
from typing import Any


def read_kept(text: str | None) -> dict[str, Any] | None:
	"""The object that a field keeps; None where it is empty or holds none: who asks says what holds then."""
	try:
		kept = json.loads(text or "null")
	except ValueError:
		return None
	return kept if isinstance(kept, dict) else None
