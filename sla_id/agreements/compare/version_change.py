"""A difference between two versions, in words."""

from dataclasses import dataclass

ADDED = "added"
REMOVED = "removed"
CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
	"""One difference. `what` names it ("Target Waktu Tanggap P2"); `before` and `after` are None where there is nothing.

	`stricter` says of a promise whether the partner gets more (True) or less (False); None where that can't be said.
	"""

	section: str
	what: str
	before: str | None
	after: str | None
	kind: str
	stricter: bool | None = None
