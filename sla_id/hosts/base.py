"""A helpdesk that the app works with, and what the app sees of one of its tickets.

`Host` is the whole interface to a helpdesk, for reading and writing. An adapter is a file that names its
DocType, says how to read its rows, and overrides the default where the helpdesk differs. `registry.py` lists
the adapters.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, ClassVar

import frappe

from sla_id.agreements.choose import Facts
from sla_id.agreements.partners import Reporter
from sla_id.bulk import by_name, update_rows

RUNNING, PAUSED, RESOLVED = "Running", "Paused", "Resolved"


@dataclass(frozen=True, slots=True)
class HostTicket:
	"""One look at a host's ticket. Instants are aware."""

	doctype: str
	name: str
	subject: str
	status: str
	effect: str
	"""What the status means for the clocks: RUNNING, PAUSED or RESOLVED."""
	reporter: Reporter
	facts: Facts
	"""The partner in it is still open: `observe` fills it in (`ticket_partner`)."""
	created: datetime
	modified: datetime
	made_by: str = ""
	"""The user who made it; for mail that came in, whoever fetched it."""
	team: str = ""
	"""Who has it: the team or, without one, the first assigned agent; empty: nobody yet."""
	merged_into: str = ""
	out_of_scope: str = ""
	effect_kept: bool = False
	"""The status was moved by no person, so its effect is still the one before."""
	description: str = ""
	"""What the report says, as HTML."""
	visit_on: date | str | None = None
	"""The day that a visit is wished for."""
	report_mark: str = ""
	"""See `Host.mark_report`."""

	@property
	def record_name(self) -> str:
		"""The name of its SLA Ticket."""
		return record_name(self.doctype, self.name)


class Host:
	"""A helpdesk. By default a DocType of this site whose messages are Communications and whose assignments
	are ToDos.

	A row is a mapping with the fields of a ticket, including its `doctype`, as `read` takes it.
	"""

	doctype: ClassVar[str]
	response_field: ClassVar[str] = "response_by"
	resolution_field: ClassVar[str] = "resolution_by"
	"""The fields that show our due times natively."""
	without_due: ClassVar[datetime | None] = None
	"""What its interface has to show (site time) where an agreement promises no time; None: nothing, it shows such a ticket for what it is."""
	subject_field: ClassVar[str] = "subject"
	description_field: ClassVar[str] = "description"
	report_fields: ClassVar[tuple[str, ...]] = (
		*("description", "sla_id_visit_on", "owner"),
		*("raised_by", "contact", "customer"),
	)
	"""The fields that hold the report and who made it: while they stay the same, a save says nothing new of its facts."""

	def read(self, row: Any) -> HostTicket:
		"""One look at a ticket."""
		raise NotImplementedError

	def read_reporter(self, row: Any) -> Reporter:
		"""Who raised a ticket."""
		raise NotImplementedError

	@property
	def may_be_empty(self) -> bool:
		"""Whether a due time may be left out."""
		return self.without_due is None

	def pausing_statuses(self) -> list[str]:
		"""The statuses that pause a ticket's clocks, for an agent who pauses with a reason. Empty: there is none to set."""
		return []

	def mark_report(self, row: Any) -> str:
		"""A short mark of a row's report. It differs once the report says something else."""
		said = repr([str(row.get(field) or "") for field in self.report_fields])
		return sha256(said.encode()).hexdigest()[:16]

	def count_files(self, names: Sequence[str]) -> dict[str, int]:
		"""How many files are attached to each ticket and to its messages."""
		file, message = frappe.qb.DocType("File"), frappe.qb.DocType("Communication")
		rows = (
			frappe.qb.from_(file)
			.left_join(message)
			.on((file.attached_to_doctype == "Communication") & (file.attached_to_name == message.name))
			.select(file.attached_to_doctype, file.attached_to_name, message.reference_name)
			.where(
				((file.attached_to_doctype == self.doctype) & file.attached_to_name.isin(list(names)))
				| (
					(file.attached_to_doctype == "Communication")
					& (message.reference_doctype == self.doctype)
					& message.reference_name.isin(list(names))
				)
			)
		).run()
		return Counter(str(name if doctype == self.doctype else of) for doctype, name, of in rows)

	def is_here(self) -> bool:
		"""Whether this site has it. `registry.present_hosts` remembers the answer."""
		return bool(frappe.db.exists("DocType", self.doctype))

	def has_field(self, field: str) -> bool:
		"""Whether its tickets have such a field."""
		return bool(frappe.get_meta(self.doctype).has_field(field))

	def exists(self, name: str | int) -> bool:
		"""Whether there is a ticket of that name."""
		return bool(frappe.db.exists(self.doctype, name))

	def fetch(self, name: str | int, *, lock: bool = False) -> Any | None:
		"""The row of a ticket. If locked, it stays so until the end of the transaction and is read as last
		committed.
		"""
		table = frappe.qb.DocType(self.doctype)
		query = frappe.qb.from_(table).select("*").where(table.name == self.key(name))
		found = (query.for_update() if lock else query).run(as_dict=True)
		return found[0].update({"doctype": self.doctype}) if found else None

	def fetch_many(self, names: Sequence[str | int]) -> list[Any]:
		"""The rows of those tickets that exist."""
		table = frappe.qb.DocType(self.doctype)
		rows = frappe.qb.from_(table).select("*").where(table.name.isin(list(names))).run(as_dict=True)
		return [row.update({"doctype": self.doctype}) for row in rows]

	def lock_free(self, names: Sequence[str | int], fields: Iterable[str]) -> list[Any]:
		"""Lock those of the tickets that nobody else has locked, and return these fields of them."""
		table = frappe.qb.DocType(self.doctype)
		query = frappe.qb.from_(table).select(table.name, *(table[field] for field in fields))
		return list(by_name(query, table, sorted(names)).run(as_dict=True)) if names else []

	def find_names(self, names: Sequence[str | int]) -> set[str | int]:
		"""The names of those tickets that exist."""
		table = frappe.qb.DocType(self.doctype)
		return {
			name
			for (name,) in frappe.qb.from_(table).select(table.name).where(table.name.isin(list(names))).run()
		}

	def write(self, name: str | int, values: Mapping[str, Any]) -> None:
		"""Write fields of a ticket past its hooks; its `modified` stays."""
		frappe.db.set_value(self.doctype, name, dict(values), update_modified=False)

	def write_many(self, changes: Mapping[Any, Mapping[str, Any]]) -> None:
		"""Write fields of several locked tickets past their hooks, by name."""
		update_rows(self.doctype, changes)

	def changed_since(
		self,
		since: datetime,
		*,
		after: Any = None,
		names: Sequence[str] | None = None,
		most: int | None = None,
	) -> list[tuple[Any, datetime]]:
		"""(name, when) of the tickets changed since then (site time, naive), in that order.

		`after` is the last ticket already looked at of those changed at exactly that time. `names` limits the
		search to those.
		"""
		table = frappe.qb.DocType(self.doctype)
		return changed_rows(table, since, after=after, names=names, most=most)

	def has_changed_since(self) -> str:
		"""A condition in SQL that asks for a ticket changed since `%(since)s`, for the minute tick's one question."""
		return f"exists(select 1 from `tab{self.doctype}` where modified >= %(since)s)"

	def messages(self, name: str, fields: Iterable[str], **filters: Any) -> list[Any]:
		"""Fields of all messages on a ticket, in no order.

		They are found by the index on the record that they are about. If only the first were asked for, a
		database might go through every message of the site in the order in which they were written.
		"""
		message = frappe.qb.DocType("Communication")
		about = (message.reference_doctype == self.doctype) & (message.reference_name == name)
		query = frappe.qb.from_(message).select(*(message[field] for field in fields)).where(about)
		query = query.where(message.communication_type == "Communication")
		for field, value in filters.items():
			query = query.where(message[field] == value)
		return list(query.run(as_dict=True))

	def may(self, user: str, right: str, name: str | int) -> bool:
		"""Whether a user may "read" or "write" a ticket in the helpdesk itself."""
		return bool(frappe.has_permission(self.doctype, right, doc=name, user=user))

	def holders(self, names: Iterable[str | int]) -> dict[str, list[str]]:
		"""The users who have each ticket, by its name."""
		todo = frappe.qb.DocType("ToDo")
		rows = (
			frappe.qb.from_(todo)
			.select(todo.reference_name, todo.allocated_to)
			.distinct()
			.where(
				(todo.reference_type == self.doctype)
				& todo.reference_name.isin([str(name) for name in names])
			)
			.where((todo.status == "Open") & (todo.allocated_to != ""))
			.orderby(todo.allocated_to)
		).run()
		held: dict[str, list[str]] = {}
		for name, user in rows:
			held.setdefault(str(name), []).append(user)
		return held

	def key(self, name: str | int) -> str | int:
		"""The name of a ticket in the type of its column: comparing a number with a text can't use the index."""
		numbered = frappe.get_meta(self.doctype).autoname == "autoincrement"
		return int(name) if numbered and str(name).isdecimal() else name


def changed_rows(
	table: Any,
	since: datetime,
	*,
	after: Any = None,
	names: Sequence[str] | None = None,
	meant: Any = None,
	most: int | None = None,
) -> list[tuple[Any, datetime]]:
	"""`Host.changed_since` of any table with `modified`; of the rows that are `meant`."""
	query = frappe.qb.from_(table).select(table.name, table.modified).where(table.modified >= since)
	query = query.orderby(table.modified).orderby(table.name)
	if after is not None:
		query = query.where((table.modified > since) | (table.name > after))
	if names is not None:
		query = query.where(table.name.isin(list(names)))
	if meant is not None:
		query = query.where(meant)
	return list((query.limit(most) if most else query).run())


def record_name(doctype: str, name: str | int) -> str:
	"""The name of the SLA Ticket of a host ticket (whose own name may be a number)."""
	return f"{doctype} {name}"
