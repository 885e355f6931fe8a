"""A difference between two versions, in words."""

from dataclasses import dataclass

ADDED = "added"
REMOVED = "removed"
CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
	"""One difference. `what` names it ("Target Waktu Tanggap P2"); `before` or `after` is None on a side that lacks it.

	`stricter` says whether the partner gets more (True) or less (False) from a promise, None if that can't be judged.
	"""

	section: str
	what: str
	before: str | None
	after: str | None
	kind: str
	stricter: bool | None = None
