"""The connections that the form shows. Their labels are translated there: this answer is kept for readers of any language."""

from typing import Any


def get_data() -> dict[str, Any]:
	"""Which records use this one."""
	return {"fieldname": "channel", "transactions": [{"label": "Tickets", "items": ["SLA Ticket"]}]}
