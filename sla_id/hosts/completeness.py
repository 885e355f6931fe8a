"""The completeness gate: what a report still lacks, whether the clocks wait for it, and asking the reporter
once.

A complete report never waits. A clock is held only while a fact that the agreement requires is missing, and
only where the agreement says "Wait" (000 §3.2).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, strip_html_tags

from sla_id.agreements.choose import Choice, record_agreement
from sla_id.agreements.facts import VISIT, Fact, ReportedFacts, find_facts, missing_facts, required_facts
from sla_id.agreements.partners import partners_of
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.engine import EventType
from sla_id.hosts.automatic import is_automatic
from sla_id.hosts.base import Host, HostTicket
from sla_id.hosts.counted import CountedAs, counted_field, verdict_of
from sla_id.hosts.registry import HOSTS
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.ledger.changed_rows import replace_rows
from sla_id.ledger.record_events import Entry
from sla_id.notify.outbox import Message, enqueue
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.write_messages import row_key
from sla_id.ticket_record import TicketDocument, TicketRecord

COMPLETE, INCOMPLETE, WAITING = "Complete", "Incomplete", "Waiting"
NONE, WAIT = "none", "wait"
BY_AGENT = "agent"
LOOKED = "looked"
"""Among what an SLA Ticket keeps of its host's ticket: what the last look at the report has gone by."""
SAYS_NOTHING = frozenset({CountedAs.AUTOMATIC, CountedAs.INTERNAL, CountedAs.COPY})
"""Messages that aren't the reporter's own words."""
_SINGLE_END = re.compile(r"(?<!\n)\n(?!\n)")
ARRIVES_WITHIN = timedelta(minutes=5)
"""What is found of a ticket that has just come, came with it: body and attachments follow the ticket itself."""
ASKED_WITHIN = timedelta(days=1)
"""Older tickets, e.g. those from before the app was installed, aren't asked about."""


@dataclass(frozen=True, slots=True)
class ReportCheck:
	"""What a report was found to contain, and the events that make its clocks start or stop waiting."""

	facts: tuple[Fact, ...] | None = None
	"""None where nothing is asked of the report now: its record stays as it is."""
	completeness: str = ""
	entries: tuple[Entry, ...] = ()


def check_report(record: TicketRecord, seen: HostTicket, at: datetime) -> ReportCheck:
	"""Find which of the facts that the agreement requires a locked record's report contains. Changes nothing.

	`at` is when the new information was given.
	"""
	if not record.agreement or not record.received_utc or not record.choice:
		return ReportCheck()
	agreement = record_agreement(record)
	if agreement.head.completeness == NONE or seen.effect == "Resolved":
		return ReportCheck()
	choice = Choice.from_details(json.loads(record.choice))
	wanted = required_facts(agreement.file, choice, seen.facts.category)
	if not wanted:
		return _compare(record, (), agreement, at)
	facts = find_facts(wanted, _report(record, seen))
	facts = tuple(_by_agent(record, _check_visit(fact, agreement, choice, record)) for fact in facts)
	return _compare(record, facts, agreement, at)


def keep_check(record: TicketDocument, check: ReportCheck) -> None:
	"""Put the result of a check on a locked record. The caller saves it and records the events."""
	if check.facts is not None:
		_set_facts(record, check.facts)
		record.completeness = check.completeness


def expect_more(doctype: str, name: str) -> None:
	"""Note that a message came with a ticket, so that the next look in this request reads it."""
	frappe.flags.sla_id_more_to_read = {*(frappe.flags.sla_id_more_to_read or ()), (doctype, name)}


def forget_expected(doctype: str, name: str) -> None:
	"""Forget the expected message, because a look has read it."""
	frappe.flags.sla_id_more_to_read = (frappe.flags.sla_id_more_to_read or set()) - {(doctype, name)}


def describe_report(record: TicketRecord, seen: HostTicket) -> dict[str, Any]:
	"""What a look at a report was based on, so that the next look can tell whether there is more.

	It holds a mark of the report, and the report's files while something is missing.
	"""
	if record.completeness not in (INCOMPLETE, WAITING) or record.just_came:
		return {"report": seen.report_mark}
	return {
		"report": seen.report_mark,
		"files": HOSTS[seen.doctype].count_files([seen.name]).get(seen.name, 0),
	}


def is_report_known(
	host: Host,
	row: Any,
	record: TicketRecord,
	known: Mapping[str, Any],
	files: Mapping[str, int] | None = None,
) -> bool:
	"""Whether the report is unchanged and has no new attachment since its facts were last looked for.

	`known` is what the last look saw. `files` is the number of files now, if somebody has counted them.
	"""
	if (host.doctype, str(row.name)) in (frappe.flags.sla_id_more_to_read or ()):
		return False
	lacking = record.completeness in (INCOMPLETE, WAITING)
	looked = known.get(LOOKED)
	if looked is None:
		return not lacking or row.modified == record.host_modified
	if not record.completeness:
		return True
	if looked["report"] != host.mark_report(row):
		return False
	if not lacking or record.just_came:
		return True  # what a new report came with is looked for by the tick
	counted = host.count_files([str(row.name)]) if files is None else files
	return bool(counted.get(str(row.name), 0) == looked.get("files"))


def mark_given(record: TicketDocument, code: str, value: str) -> None:
	"""Record that an agent knows the fact by other means, e.g. from a call.

	Throws for a fact that isn't asked for.
	"""
	row = next((row for row in record.facts if row.code == code), None)
	if row is None:
		frappe.throw(_("This report doesn't need {0}.").format(code))
	row.update({"given": 1, "value": value, "found_in": BY_AGENT})


def say_facts(record: TicketRecord) -> list[tuple[Any, ...]]:
	"""The known facts of a record, in a form that shows whether a look has found something new."""
	return [(row.code, row.given, row.value or "", row.found_in or "") for row in record.facts]


def _compare(
	record: TicketRecord, facts: tuple[Fact, ...], agreement: EffectiveAgreement, at: datetime
) -> ReportCheck:
	was = record.completeness or ""
	received = from_utc(record.received_utc)
	assert received is not None
	if not record.host_state or (record.just_came and at - received <= ARRIVES_WITHIN):
		at = received
	missing = missing_facts(facts)
	completeness = (
		""
		if not facts
		else COMPLETE
		if not missing
		else WAITING
		if agreement.head.completeness == WAIT
		else INCOMPLETE
	)
	entries: tuple[Entry, ...] = ()
	if completeness == WAITING and was != WAITING:
		names = ", ".join(_label(fact, agreement.language) for fact in missing)
		entries = (Entry(EventType.INFORMATION_MISSING, at, reason=names),)
	elif was == WAITING and completeness != WAITING:
		entries = (Entry(EventType.INFORMATION_COMPLETE, at),)
	return ReportCheck(facts, completeness, entries)


def _set_facts(record: TicketDocument, facts: tuple[Fact, ...]) -> None:
	rows = [
		{
			"code": fact.code,
			"label": fact.label,
			"label_en": fact.label_en,
			"given": int(fact.given),
			"value": fact.value,
			"found_in": fact.found_in,
		}
		for fact in facts
	]
	replace_rows(record, "facts", ("code",), rows)


def _by_agent(record: TicketRecord, fact: Fact) -> Fact:
	"""What an agent marked as given stays given until the ticket itself contains it."""
	if fact.given:
		return fact
	for row in record.facts:
		if row.code == fact.code and row.found_in == BY_AGENT:
			return Fact(fact.code, fact.label, fact.label_en, row.value or "", BY_AGENT)
	return fact


def _check_visit(fact: Fact, agreement: EffectiveAgreement, choice: Choice, record: TicketRecord) -> Fact:
	"""Treat a visit that was asked for too late as not asked for (004 §2d: at least 3 days before; X24:
	calendar days).
	"""
	if fact.code != VISIT or not fact.given:
		return fact
	channel = agreement.file.channel(choice.channel or "")
	notice = channel.notice_days or 0
	received = from_utc(record.received_utc)
	assert received is not None
	local = received.astimezone(agreement.zone)
	if channel.notice_in == "working_days":
		earliest = agreed_calendar(agreement).day_end(local, notice).date()
	else:
		earliest = local.date() + timedelta(days=notice)
	if getdate(fact.value) >= earliest:
		return fact
	return Fact(
		fact.code,
		f"Tanggal kunjungan, paling cepat {earliest}",
		f"Date of the visit, {earliest} at the earliest",
	)


def _report(record: TicketRecord, seen: HostTicket) -> ReportedFacts:
	fields = ("name", "content", "owner", "creation", *filter(None, [counted_field()]))
	received = HOSTS[seen.doctype].messages(seen.name, fields, sent_or_received="Received")
	replies = sorted(received, key=lambda row: row.creation)
	replies = [row for row in replies if verdict_of(row) not in SAYS_NOTHING]
	texts = [("ticket", _text(seen.description)), *(("reply", _text(row.content)) for row in replies)]
	visit = str(getdate(seen.visit_on)) if seen.visit_on else ""
	return ReportedFacts(tuple(texts), _who(seen), _files(seen, record.partner, replies), visit)


def _files(seen: HostTicket, partner: str | None, replies: list[Any]) -> tuple[str, ...]:
	"""The names of files attached to a ticket or its replies by people who may write there.

	Frappe lets any login attach a file to any record, so the file's owner decides. Files count from the
	partner's people, from those who may change the ticket, and from mail that the server fetched.
	"""
	rows = frappe.get_all(
		"File",
		filters=[
			["attached_to_doctype", "in", [seen.doctype, "Communication"]],
			["attached_to_name", "in", [seen.name, *(row.name for row in replies)]],
		],
		fields=["file_name", "owner", "attached_to_doctype", "attached_to_name"],
		order_by="creation",
	)
	mails = {row.name: row.owner for row in replies}
	places = {(seen.doctype, seen.name), *(("Communication", name) for name in mails)}
	trusted = {owner: may_give_evidence(owner, seen, partner) for owner in {row.owner for row in rows}}
	return tuple(
		row.file_name
		for row in rows
		if row.file_name
		and (row.attached_to_doctype, str(row.attached_to_name)) in places
		and (trusted[row.owner] or row.owner == mails.get(row.attached_to_name))
	)


def may_give_evidence(user: str, seen: HostTicket, partner: str | None) -> bool:
	"""Whether what a user attaches to a ticket belongs to its report."""
	if user == "Guest":
		return False
	if user in ("Administrator", seen.made_by) or (partner and partner in partners_of(user)):
		return True
	return HOSTS[seen.doctype].may(user, "write", seen.name)


def _text(html: str | None) -> str:
	"""Turn a text into lines. Each paragraph and each line break starts a new line."""
	lines = (
		(html or "")
		.replace("</p>", "\n")
		.replace("</div>", "\n")
		.replace("</li>", "\n")
		.replace("<br", "\n<br")
	)
	text = strip_html_tags(lines)
	# Frappe doubles the ends of lines of a mail in plain text
	return text if _SINGLE_END.search(text) else text.replace("\n\n", "\n")


def _who(seen: HostTicket) -> dict[str, str]:
	reporter = seen.reporter
	fields = ["full_name", "email", "mobile_no", "phone"]
	user = _user_of(reporter.email, fields) if reporter.email else None
	contact = (
		frappe.db.get_value(
			"Contact", reporter.contact, ["full_name", "email_id", "mobile_no", "phone"], as_dict=True
		)
		if reporter.contact
		else None
	)
	user, contact = user or frappe._dict(), contact or frappe._dict()
	return {
		"name": contact.full_name or user.full_name or "",
		"email": reporter.email or contact.email_id or "",
		"phone": contact.mobile_no or contact.phone or user.mobile_no or user.phone or "",
	}


def _user_of(email: str, fields: list[str]) -> Any:
	"""Those fields of the user with that address, which is mostly the user's name as well."""
	named = frappe.get_cached_value("User", email, fields, as_dict=True)
	if named and named.email == email:
		return named
	return frappe.db.get_value("User", {"email": email}, fields, as_dict=True)


def ask_once(record: TicketRecord, seen: HostTicket) -> bool:
	"""Ask the reporter for what is missing, at most once a ticket. Returns whether it was asked now.

	Nobody is asked about an agent's own ticket.
	"""
	if record.completeness not in (INCOMPLETE, WAITING) or record.asked_utc or not seen.reporter.email:
		return False
	if utc_now() - seen.created > ASKED_WITHIN or is_automatic(None, seen.reporter.email, None):
		return False
	# an agent who is another partner's contact is an agent here
	theirs = bool(record.partner) and record.partner in partners_of(seen.reporter.email)
	if not theirs and frappe.db.get_value("User", seen.reporter.email, "user_type") == "System User":
		return False
	record.asked_utc = to_utc(utc_now())
	if has_outgoing_account():
		enqueue(_question(record, seen))
	return True


def was_asked_by_mail(record: TicketRecord) -> bool:
	"""Whether the question was sent as an e-mail, or is still waiting to be sent."""
	state = frappe.db.get_value("SLA Outbox", {"message_key": row_key(question_key(record.name))}, "state")
	return state in ("Queued", "Sending", "Sent", "Delivered")


def question_key(record_name: str) -> str:
	"""The key of the question for missing facts.

	It is the same for a whole ticket, so the question is asked once.
	"""
	return f"facts:{record_name}"


def _question(record: TicketRecord, seen: HostTicket) -> Message:
	"""Build the e-mail that asks. It belongs to the host's ticket, so an answer to it becomes a reply there."""
	email = seen.reporter.email or ""
	partner = frappe.db.get_value("SLA Partner", record.partner, "language") if record.partner else None
	language = partner or "id"
	waits = record.completeness == WAITING
	context = {
		"reference": seen.name,
		"priority": record.priority,
		"facts": [row.label_en if language == "en" else row.label for row in record.facts if not row.given],
		"note": _("The clock for solving it waits until we have these.", language) if waits else "",
		"for_partner": 1,
	}
	return Message(
		question_key(record.name),
		MAIL.title,
		email,
		"missing_facts",
		context,
		(seen.doctype, seen.name),
		frappe.db.get_value("User", {"email": email}, "name"),
		language=language,
	)


def _label(fact: Fact, language: str | None) -> str:
	return fact.label_en if language == "en" else fact.label
