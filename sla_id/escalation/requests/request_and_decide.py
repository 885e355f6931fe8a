"""Asking for an escalation tier, and deciding about it (000 §4.1, §4.2).

A partner's request is open until one of the tier's people decides. If nobody decides in time it counts as
valid, unless the ticket was solved by then. A request by the partner's management or by an agent is valid at
once. The ledger is what counts: the engine fires the tier by these events alone. The SLA Escalation Request
shows the same to people.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file import read_length
from sla_id.agreements.say_errors import say_error
from sla_id.agreements.ticket_language import say_at
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.engine import EventType
from sla_id.escalation.requests.request_limits import (
	DOCTYPE,
	open_key,
	why_closed,
	why_open_already,
	why_too_many,
)
from sla_id.escalation.requests.request_messages import tell_deciders, tell_requester
from sla_id.escalation.requests.who_may_ask import (
	AGENT,
	Possible,
	Reason,
	may_decide,
	parties_of,
	possible_requests,
)
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.ledger.record import lock_record
from sla_id.ledger.record_events import Entry, record_events
from sla_id.record_types import EscalationRequestRecord
from sla_id.savepoints import attempt
from sla_id.ticket_record import TicketDocument, TicketRecord

OPEN, VALID, REFUSED, WITHDRAWN = "Open", "Valid", "Not valid", "Withdrawn"
OVERDUE = "Valid (not decided in time)"
SOLVED = "Ticket solved first"
"""Nobody had decided when the ticket was solved, so no tier comes in and nothing was late."""
DECIDE_WITHIN = "1 day"
"""Where the agreement names no length: one working day of its own."""
LONGEST = 5_000


def request_escalation(
	record: TicketDocument, level: int, reason_code: str, explanation: str, user: str
) -> Any:
	"""Ask for a tier on behalf of a user. Returns the new SLA Escalation Request.

	Throws PermissionError for a stranger and for a tier that the user may not ask for. Throws ValidationError
	for a reason that the agreement doesn't name, a ticket that takes no requests, a second open request, and
	too many requests.
	"""
	possible, reason = _choose(record, level, reason_code, user)
	explanation = _check_explanation(explanation, required=reason is None)
	locked = lock_record(record.name)
	assert locked is not None
	_refuse(why_closed(locked))
	now = utc_now()
	if possible.party != AGENT:
		_refuse(why_too_many(locked, user, now))
	if not possible.counts_at_once:
		_close_lapsed(locked, level, now)
		_refuse(why_open_already(locked, level))
	until = None if possible.counts_at_once else _decide_by(locked, possible, now)
	request = _insert(locked, possible, reason, explanation, user, now, until)
	_record(locked, request, [_asked(request, now, until), *([_accepted(request, now)] if not until else [])])
	if until:
		tell_deciders(locked, request, until)
	return request


def decide(request: EscalationRequestRecord, valid: bool, answer: str, user: str) -> Any:
	"""Accept a request as valid, or refuse it with an answer, and tell the requester. Returns the request as
	it is now.

	Throws PermissionError for a user who may not decide. Throws ValidationError for a request that was
	already decided, by a person or because its time passed, and for a refusal without an answer.
	"""
	if not may_decide(request, user):
		frappe.throw(
			_("Only the people of level {0} and SLA Managers decide about this request.").format(
				request.level
			),
			frappe.PermissionError,
		)
	answer = (answer or "").strip()
	if not valid and not answer:
		frappe.throw(_("Answer: say why the request isn't valid. The requester will read it."))
	record, held = _take(request)
	now = utc_now()
	_close(held, record, VALID if valid else REFUSED, now, answer=answer, decided_by=user)
	_record(record, held, [_accepted(held, now) if valid else _refused(held, now, answer)])
	tell_requester(record, held)
	return held


def withdraw(request: EscalationRequestRecord, user: str) -> Any:
	"""Withdraw a request that is still open, on behalf of its requester.

	Returns the request as it is now. Throws like `decide`.
	"""
	if request.requested_by != user:
		frappe.throw(_("Only the person who made a request can withdraw it."), frappe.PermissionError)
	record, held = _take(request)
	now = utc_now()
	_close(held, record, WITHDRAWN, now)
	_record(record, held, [_refused(held, now, "withdrawn")])
	return held


def close_overdue(now: datetime) -> int:
	"""Mark the requests that nobody decided in time. Returns how many. The engine fires their tiers by
	itself.

	For the minute tick. It is one indexed query of the open requests and costs almost nothing while none is
	overdue. A request that can't be marked is logged, and the others go on.
	"""
	table = frappe.qb.DocType(DOCTYPE)
	rows = (
		frappe.qb.from_(table)
		.select(table.name)
		.where((table.status == OPEN) & (table.decide_by_utc <= to_utc(now)))
		.orderby(table.decide_by_utc)
	).run()
	return sum(_close_one(name, now) for (name,) in rows)


def show_as_it_stands(request: EscalationRequestRecord) -> None:
	"""Set a request that was read to its present state.

	Nothing is written, because the minute tick does that.
	"""
	if request.status == OPEN and _is_overdue(request, utc_now()):
		request.status = _ended_as(request)
		request.late, request.decided_utc = int(request.status == OVERDUE), request.decide_by_utc
		request.decided_text = request.decide_by_text


def decide_by(record: TicketRecord, possible: Possible, now: datetime) -> datetime:
	"""When a request made now counts as valid: `decide_within` on the trigger's calendar, or else the
	agreement's.

	Raises ValueError if the agreement's length or calendar can't be computed with.
	"""
	agreement = record_agreement(record)
	calendar = agreed_calendar(agreement, possible.calendar)
	length = read_length(possible.decide_within or DECIDE_WITHIN)
	target = engine_target(length, hours_per_day=agreement.hours_per_day)
	return calendar.deadline(now, target.working_seconds(calendar, now) or 0)


def _decide_by(record: TicketDocument, possible: Possible, now: datetime) -> datetime:
	try:
		return decide_by(record, possible, now)
	except ValueError as error:
		frappe.throw(
			_(
				"The time by which a request for level {0} must be decided can't be computed: {1} Tell your service provider."
			).format(possible.level, say_error(error))
		)
		raise


def _choose(
	record: TicketDocument, level: int, reason_code: str, user: str
) -> tuple[Possible, Reason | None]:
	"""The trigger and reason that a request names. Throws for a tier that the user may not ask for."""
	if not parties_of(record, user):
		frappe.throw(_("This isn't your ticket."), frappe.PermissionError)
	possible = possible_requests(record, user)
	of_level = [entry for entry in possible if entry.level == level]
	if not of_level:
		levels = ", ".join(str(number) for number in dict.fromkeys(entry.level for entry in possible))
		frappe.throw(
			_("Level: the agreement doesn't let you ask for level {0}. You may ask for: {1}.").format(
				level, levels or _("none")
			),
			frappe.PermissionError,
		)
	for entry in of_level:
		if not entry.reasons and not reason_code:
			return entry, None
		for reason in entry.reasons:
			if reason.code == reason_code:
				return entry, reason
	codes = ", ".join(dict.fromkeys(reason.code for entry in of_level for reason in entry.reasons))
	frappe.throw(_("Reason: choose one of {0}.").format(codes or _("none")))
	raise AssertionError


def _check_explanation(explanation: str, *, required: bool) -> str:
	text = (explanation or "").strip()
	if required and not text:
		frappe.throw(_("Explanation: say why the ticket should be escalated."))
	if len(text) > LONGEST:
		frappe.throw(_("Explanation: write at most {0} characters.").format(LONGEST))
	return text


def _refuse(why: str) -> None:
	if why:
		frappe.throw(why)


def _insert(
	record: TicketDocument,
	possible: Possible,
	reason: Reason | None,
	explanation: str,
	user: str,
	now: datetime,
	until: datetime | None,
) -> Any:
	request = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"sla_ticket": record.name,
			"subject": record.subject,
			"partner": record.partner,
			"level": possible.level,
			"party": possible.party,
			"requested_by": user,
			"reason": reason.code if reason else "",
			"reason_label": reason.label if reason else "",
			"reason_label_en": reason.label_en if reason else "",
			"explanation": explanation,
			"requested_utc": to_utc(now),
			"requested_text": say_at(record, now),
			"decide_by_utc": to_utc(until),
			"decide_by_text": say_at(record, until) if until else "",
			"status": OPEN if until else VALID,
			"decided_utc": None if until else to_utc(now),
			"decided_text": "" if until else say_at(record, now),
			"open_key": open_key(record, possible.level) if until else None,
		}
	)
	with attempt(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		return request.insert(ignore_permissions=True)
	# asked for in the same moment by another process
	frappe.throw(_("Somebody has already asked for level {0}.").format(possible.level))
	raise AssertionError


def _asked(request: EscalationRequestRecord, now: datetime, until: datetime | None) -> Entry:
	return Entry(
		EventType.ESCALATION_REQUESTED,
		now,
		reason=request.reason_label or (request.explanation or "")[:140],
		until=until,
		key=f"request {request.name}",
		details=_details(request),
	)


def _accepted(request: EscalationRequestRecord, now: datetime) -> Entry:
	return Entry(
		EventType.REQUEST_ACCEPTED, now, key=f"request {request.name} decided", details=_details(request)
	)


def _refused(request: EscalationRequestRecord, now: datetime, why: str) -> Entry:
	return Entry(
		EventType.REQUEST_REFUSED,
		now,
		reason=why,
		key=f"request {request.name} decided",
		details=_details(request),
	)


def _details(request: EscalationRequestRecord) -> dict[str, Any]:
	return {"level": request.level, "key": request.name}


def _record(record: TicketDocument, request: EscalationRequestRecord, entries: Sequence[Entry]) -> None:
	record_events(record, entries, "Agent" if request.party == AGENT or request.decided_by else "Partner")


def _take(request: EscalationRequestRecord) -> tuple[Any, Any]:
	"""Lock the ticket and the request and return them. Throws for a request that isn't open any more."""
	record = lock_record(request.sla_ticket)
	held = frappe.get_doc(DOCTYPE, request.name, for_update=True)
	assert record is not None
	if held.status == OPEN and _is_overdue(held, utc_now()):
		if _ended_as(held) == SOLVED:
			frappe.throw(_("The ticket was solved before anybody decided. There is nothing left to decide."))
		frappe.throw(
			_("Nobody had decided by {0}, so the request counts as valid.").format(held.decide_by_text)
		)
	if held.status != OPEN:
		frappe.throw(_("This request has already been decided: {0}.").format(_(held.status)))
	return record, held


def _close(
	request: EscalationRequestRecord, record: TicketDocument, status: str, at: datetime, **values: Any
) -> None:
	request.update(
		{
			"status": status,
			"decided_utc": to_utc(at),
			"decided_text": say_at(record, at),
			"open_key": None,
			**values,
		}
	)
	request.save(ignore_permissions=True)


def _close_lapsed(record: TicketDocument, level: int, now: datetime) -> None:
	"""Close an open request whose time has passed, if the minute tick hasn't done so yet."""
	name = frappe.db.get_value(DOCTYPE, {"open_key": open_key(record, level)}, "name")
	if name:
		_close_one(name, now)


def _close_one(name: str, now: datetime) -> int:
	with attempt(f"The request {name} could not be closed"):
		request = frappe.get_doc(DOCTYPE, name, for_update=True)
		if request.status != OPEN or not _is_overdue(request, now):
			return 0
		record, until = frappe.get_doc("SLA Ticket", request.sla_ticket), from_utc(request.decide_by_utc)
		assert until is not None
		status = _ended_as(request)
		_close(request, record, status, until, late=int(status == OVERDUE))
		tell_requester(record, request)
		return 1
	return 0


def _ended_as(request: EscalationRequestRecord) -> str:
	"""The state of a request that nobody decided in time."""
	ticket = frappe.db.get_value("SLA Ticket", request.sla_ticket, ["resolved_utc", "excluded"], as_dict=True)
	solved = ticket and ticket.resolved_utc and ticket.resolved_utc <= request.decide_by_utc
	return SOLVED if ticket and (solved or ticket.excluded) else OVERDUE


def _is_overdue(request: EscalationRequestRecord, now: datetime) -> bool:
	until = from_utc(request.decide_by_utc)
	return until is not None and until <= now
