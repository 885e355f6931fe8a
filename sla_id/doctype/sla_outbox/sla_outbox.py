"""A message that leaves. Written by `sla_id.notify.outbox.enqueue`, delivered by its workers."""

from frappe.model.document import Document


class SLAOutbox(Document):
	pass
