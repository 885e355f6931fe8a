"""The connections that the form shows."""

from typing import Any

from frappe import _


def get_data() -> dict[str, Any]:
	"""Which records use this one."""
	return {"fieldname": "channel", "transactions": [{"label": _("Tickets"), "items": ["SLA Ticket"]}]}
