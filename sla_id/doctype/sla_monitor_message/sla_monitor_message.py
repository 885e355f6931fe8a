"""A message of a monitor, as it came in, and what it came to."""

from frappe.model.document import Document


class SLAMonitorMessage(Document):
	pass
