"""How the app reads the helpdesk."""

from frappe.model.document import Document


class SLASettings(Document):
	def onload(self) -> None:
		"""Show the default of a field that an update brought and nobody has saved yet: else saving would set it to 0."""
		for field in self.meta.fields:
			if field.default and self.get(field.fieldname) is None:
				self.set(field.fieldname, field.default)
