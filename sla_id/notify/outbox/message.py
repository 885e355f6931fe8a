"""A message as its caller gives it. It doesn't contain the ticket's subject and description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DUTY, DIGEST = "Duty", "Digest"
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Message:
	"""One message to one recipient through one channel.

	`key` makes it the same message; `context` holds values that JSON can hold, instants as ISO 8601 with an offset.
	`channel` is the title of a channel (`channels/`), `recipient` what its `find_address` gives: a user, an address, a
	number in E.164, or the name of a webhook endpoint. `account` names the SLA Channel Account it leaves through;
	without one the first that is enabled.
	"""

	key: str
	channel: str
	recipient: str
	template: str
	context: Mapping[str, Any] = field(default_factory=dict)
	reference: tuple[str, str] | None = None
	user: str | None = None
	account: str | None = None
	language: str | None = None
	zone: str | None = None
	kind: str = DUTY
