"""What the latest self-check found, a row each. `sweep/self_check/run_self_check.py` writes and replaces them."""

from frappe.model.document import Document


class SLASelfCheckFinding(Document):
	pass
