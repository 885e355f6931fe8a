"""What came of one attempt, as a channel says it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Ending(StrEnum):
	"""How an attempt ended. In doubt: the message may have arrived, nobody knows."""

	SENT = "sent"
	TEMPORARY = "temporary"
	PERMANENT = "permanent"
	IN_DOUBT = "in doubt"


@dataclass(frozen=True, slots=True)
class Result:
	"""The end of an attempt. `down`: it speaks against the whole channel, not against this message alone."""

	kind: Ending
	error: str = ""
	provider_id: str = ""
	retry_after: timedelta | None = None
	down: bool = False
	subject: str = ""
	body: str = ""


def permanent(error: str) -> Result:
	"""No later attempt can do better."""
	return Result(Ending.PERMANENT, error)
