"""The connections that the form shows."""

from typing import Any

from frappe import _


def get_data() -> dict[str, Any]:
	"""Which records use this one."""
	return {
		"fieldname": "default_calendar",
		"transactions": [{"label": _("Agreements"), "items": ["SLA Agreement"]}],
	}
