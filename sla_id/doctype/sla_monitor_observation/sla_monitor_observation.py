"""What a monitor said of one thing: down since then, or up again."""

from frappe.model.document import Document


class SLAMonitorObservation(Document):
	pass
