"""What a ticket's agreement names: the reasons for which its clocks may pause, the classes of what may be excluded, the causes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import frappe
from frappe import _

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.file.model import BreachCauses, Item, Label, PauseReason
from sla_id.ledger.stored_events import NAMES
from sla_id.ticket_record import TicketRecord


@dataclass(frozen=True, slots=True)
class ClaimClass:
	"""What a stretch of a ticket's clocks may be excluded as."""

	code: str
	label: Label
	is_pause: bool
	"""A pause reason that was forgotten while it held; else a class of the availability's exclusions."""


Entry = TypeVar("Entry", PauseReason, ClaimClass, Item)


def pause_reasons_of(record: TicketRecord) -> tuple[PauseReason, ...]:
	"""The pause reasons of a ticket's agreement. Empty: it leaves that to the helpdesk's statuses."""
	return record_agreement(record).file.pause_reasons if record.agreement else ()


def claim_classes_of(record: TicketRecord) -> tuple[ClaimClass, ...]:
	"""What a ticket's agreement lets exclude: its classes of exclusions, then its pause reasons. A code stands for the first."""
	if not record.agreement:
		return ()
	file = record_agreement(record).file
	exclusions = file.availability.exclusions if file.availability else ()
	found = [ClaimClass(entry.code, entry.label, False) for entry in exclusions]
	known = {entry.code for entry in found}
	pauses = [ClaimClass(r.code, r.label, True) for r in file.pause_reasons if r.code not in known]
	return (*found, *pauses)


def breach_causes_of(record: TicketRecord) -> BreachCauses | None:
	"""What a ticket's agreement says of causes, if it asks for them."""
	causes = record_agreement(record).file.breach_causes if record.agreement else None
	return causes if causes and causes.ask else None


def find_pause_reason(record: TicketRecord, code: str) -> PauseReason:
	"""The reason of that code. Throws ValidationError, naming those that the agreement has."""
	return _find(
		pause_reasons_of(record), code, _("Reason: the agreement has no reason {0}. Use one of {1}.")
	)


def find_class(record: TicketRecord, code: str) -> ClaimClass:
	"""The class of that code. Throws ValidationError, naming those that the agreement has."""
	return _find(claim_classes_of(record), code, _("Class: the agreement has no class {0}. Use one of {1}."))


def find_cause(causes: BreachCauses, code: str) -> Item | None:
	"""The cause of that code; None where the agreement lists none. Throws ValidationError, naming those that it has."""
	if not causes.causes:
		return None
	return _find(causes.causes, code, _("Cause: the agreement has no cause {0}. Use one of {1}."))


def names_of(label: Label) -> Mapping[str, Any]:
	"""A wording as an event's details keep it."""
	return {NAMES: {"id": label.id, "en": label.en}}


def _find(entries: Iterable[Entry], code: str, message: str) -> Entry:
	known = {entry.code: entry for entry in entries}
	if code not in known:
		frappe.throw(message.format(code or "–", ", ".join(known) or "–"))
	return known[code]
