"""`sla_id/record_types.pyi` from the DocTypes: `python -m tests.record_types` writes it, `make check` holds it to them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

APP = Path(__file__).resolve().parent.parent / "sla_id"
PAGE = APP / "record_types.pyi"
BY_HAND = ("SLA Ticket", "SLA Ticket Clock", "SLA Ticket Fact")
"""Those of sla_id/ticket_record.py: a ticket's row is read with some of its fields, too."""
NUMBERS = {"Check": "int", "Int": "int", "Float": "float", "Currency": "float", "Percent": "float"}
TIMES = {"Date": "date", "Datetime": "datetime", "Time": "timedelta"}
ALWAYS_WRITTEN = {
	"SLA Outbox": (
		"recipient",
		"user",
		"template",
		"language",
		"zone",
		"reference_doctype",
		"reference_name",
		"channel",
	),
}
"""Fields that no form demands, because the app alone writes the record and fills them in (the user where a person is told)."""
LAYOUT = {"Section Break", "Column Break", "Tab Break", "HTML", "Heading", "Button", "Fold"}

HEAD = '''# Written from the DocTypes by `python -m tests.record_types`. A text, date or link that may be empty is None there; numbers
# never are. What is read of an SLA Ticket stands in ticket_record.py.

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol, Self

class StoredRow(Protocol):
	"""A row of the database, or of a table in a document: its fields by name."""

	name: str
	idx: int
	docstatus: int
	creation: datetime
	modified: datetime
	owner: str
	modified_by: str

	def get(self, field: str, default: Any = None, /) -> Any:
		"""A field by its name."""

	def update(self, values: Mapping[str, Any], /) -> Any:
		"""Set several fields; writes nothing."""


class StoredRecord(StoredRow, Protocol):
	"""A document of Frappe's, saved or not."""

	doctype: str
	flags: Any
	meta: Any

	def set(self, field: str, value: Any, /) -> None:
		"""Set a field or a table; writes nothing."""

	def append(self, table: str, row: Any = None, /) -> Any:
		"""Add a row to a table; writes nothing."""

	def insert(self, *, ignore_permissions: bool = False) -> Self:
		"""Write it as a new document."""

	def save(self, *, ignore_permissions: bool = False) -> Self:
		"""Write it: validated, and with hooks."""

	def submit(self) -> Self:
		"""Submit it."""

	def reload(self) -> Self:
		"""Read it again."""

	def db_set(self, field: str | Mapping[str, Any], value: Any = None, /, *, update_modified: bool = True) -> None:
		"""Write fields past validation and hooks."""

	def get_password(self, field: str, /, raise_exception: bool = True) -> str | None:
		"""A secret of it, in plain text."""

	def has_value_changed(self, field: str, /) -> bool:
		"""Whether a field differs from what was stored before this save."""

	def is_new(self) -> bool:
		"""Whether it has no row in the database yet."""

	def get_doc_before_save(self) -> Any:
		"""The document as it was, while it is saved; None of a new one."""

	def get_all_children(self) -> list[Any]:
		"""The rows of all its tables."""

	def as_dict(self, *, no_nulls: bool = False) -> Any:
		"""Its fields."""

	def add_comment(self, kind: str, text: str, /) -> Any:
		"""Add a comment to its timeline."""

	def check_permission(self, kind: str = "read", /) -> None:
		"""Throws PermissionError where the user lacks it."""

	def has_permission(self, kind: str = "read", /) -> bool:
		"""Whether the user has it."""

	def notify_update(self) -> None:
		"""Tell open forms that it has changed."""


class HostDocument(StoredRecord, Protocol):
	"""A host's ticket: what HD Ticket and Issue have in common. Other fields are read with `get`."""

	subject: str
	status: str
	customer: str


class AttachedFile(StoredRecord, Protocol):
	"""Frappe's File on a ticket."""

	attached_to_doctype: str
	attached_to_name: str


class AssignedTask(StoredRecord, Protocol):
	"""Frappe's ToDo on a ticket."""

	reference_type: str
	reference_name: str


class CommunicationRecord(StoredRecord, Protocol):
	"""Frappe's Communication on a ticket, as a document or a row."""

	reference_doctype: str
	reference_name: str
	subject: str | None
	content: str | None
	sender: str | None
	recipients: str | None
	cc: str | None
	bcc: str | None
	user: str | None
	communication_type: str
	communication_medium: str | None
	communication_date: datetime | None
	sent_or_received: str
	delivery_status: str | None
	message_id: str | None
	in_reply_to: str | None
	uid: int | None
	email_account: str | None


class TableRow(StoredRow, Protocol):
	"""A row of a table in a document."""

	doctype: str
	parent: str
	parenttype: str
	parentfield: str
	meta: Any

	def set(self, field: str, value: Any, /) -> None:
		"""Set a field; writes nothing."""

	def as_dict(self, *, no_nulls: bool = False) -> Any:
		"""Its fields."""
'''


def class_name(doctype: dict[str, Any]) -> str:
	"""AgreementRecord for SLA Agreement, AgreementTargetRow for a row of its table."""
	return doctype["name"].removeprefix("SLA ").title().replace("-", "").replace(" ", "") + (
		"Row" if doctype.get("istable") else "Record"
	)


def doctypes() -> list[dict[str, Any]]:
	"""The DocTypes, tables first: what others name has to stand above."""
	found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(APP.glob("doctype/*/*.json"))]
	found = [doctype for doctype in found if doctype["name"] not in BY_HAND]
	return sorted(found, key=lambda doctype: (not doctype.get("istable"), doctype["name"]))


def _fields(doctype: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
	for field in doctype["fields"]:
		kind, name = field["fieldtype"], field["fieldname"]
		if kind in LAYOUT:
			continue
		if kind in ("Table", "Table MultiSelect"):
			yield f"\t{name}: list[{names.get(field['options'], 'Any')}]"
		elif kind in NUMBERS:
			yield f"\t{name}: {NUMBERS[kind]}"
		else:
			written = TIMES.get(kind, "str")
			filled = (
				field.get("reqd")
				or name in ALWAYS_WRITTEN.get(doctype["name"], ())
				or (kind == "Select" and not field["options"].startswith("\n"))
			)
			yield f"\t{name}: {written}" if filled else f"\t{name}: {written} | None"


def page() -> str:
	"""The text of sla_id/record_types.pyi."""
	names = {doctype["name"]: class_name(doctype) for doctype in doctypes()}
	classes = []
	for doctype in doctypes():
		base = "TableRow" if doctype.get("istable") else "StoredRecord"
		fields = "\n".join(_fields(doctype, names))
		what = f"A row of {doctype['name']}." if doctype.get("istable") else f"{doctype['name']}, a document."
		classes.append(f'class {names[doctype["name"]]}({base}, Protocol):\n\t"""{what}"""\n\n{fields}\n')
	text = HEAD + "\n\n" + "\n\n".join(classes)
	return text if ": timedelta" in text else text.replace(", timedelta\n", "\n")


if __name__ == "__main__":
	PAGE.write_text(page(), encoding="utf-8")
