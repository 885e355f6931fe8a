"""Evidence that staff give: a text, a file that they uploaded, or both."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _


@dataclass(frozen=True, slots=True)
class GivenEvidence:
	"""What proves a reason. `file` is the address of a File."""

	text: str = ""
	file: str = ""

	def __bool__(self) -> bool:
		"""Whether there is any."""
		return bool(self.text.strip() or self.file)

	def fields(self) -> dict[str, str]:
		"""The fields of a record."""
		return {"evidence": self.text.strip(), "evidence_file": self.file}


def check_evidence(evidence: GivenEvidence, *, needed: bool) -> None:
	"""Throws ValidationError where evidence is needed and missing, or names a file that the user can't read."""
	if needed and not evidence:
		frappe.throw(_("Evidence: write down what proves it, or attach a file."))
	if evidence.file and _find_file(evidence.file) is None:
		frappe.throw(_("Evidence: there is no such file, or it isn't yours. Upload it first."))


def attach_evidence(doc: Any) -> None:
	"""Tie a file that was uploaded for a record to it, so that whoever may read the record may read the file."""
	file = _find_file(doc.evidence_file) if doc.evidence_file else None
	if file is not None and not file.attached_to_name:
		values = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
		frappe.db.set_value("File", file.name, values)


def _find_file(address: str) -> Any | None:
	for name in frappe.get_all("File", filters={"file_url": address}, pluck="name", order_by="creation desc"):
		file = frappe.get_doc("File", name)
		if file.has_permission("read"):
			return file
	return None
