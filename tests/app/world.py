"""What the app tests start from, and the few things they do over and over. One helper builds each thing."""

from typing import Any

import frappe

from sla_id.agreements.records.load import load_agreement, load_samples
from sla_id.fixtures.sample_agreements import sample_agreement
from sla_id.sweep.minute_tick import run_sla_minute_tick

PARTNER = "MAJU"
PARTNER_USER = "budi@maju.example"
AGENT = "sari@provider.example"
LEAD = "lead@provider.example"
CHIEF = "chief@provider.example"
HOSTS = ("HD Ticket", "Issue")


def prepare() -> None:
	"""Partner MAJU under the Innovasia agreement, the HAI-DJPb one for partner SATKER, users of every role."""
	outgoing_account()
	frappe.db.set_single_value("SLA Settings", "reconciled_until", str(frappe.utils.now_datetime()))
	user(AGENT, "Agent", "SLA Agent", "Support Team")
	user(LEAD, "Agent", "Agent Manager", "SLA Manager", "Support Team")
	user(CHIEF, "SLA Executive")
	user(PARTNER_USER, "SLA Partner", website=True)
	partner(PARTNER, "PT Maju", PARTNER_USER)
	user("tono@satker.example", "SLA Partner", website=True)
	partner("SATKER", "Satuan Kerja", "tono@satker.example")
	user("rina@klien.example", "SLA Partner", website=True)
	partner("KLIEN", "Klien Payroll", "rina@klien.example")
	load_agreement(sample_agreement("innovasia_mitra"), "innovasia_mitra.yaml", partner=PARTNER)
	load_agreement(sample_agreement("hai_djpb"), "hai_djpb.yaml", partner="SATKER")
	load_agreement(sample_agreement("benemica"), "benemica.yaml", partner="KLIEN")


def sign_again(agreement: str = "INNOVASIA-MITRA v1.0") -> None:
	"""What a test has changed of an agreement past its lock is what was signed from the start."""
	from sla_id.agreements.agreement_cache import forget_agreements
	from sla_id.agreements.records.read_agreement import signed_text
	from sla_id.agreements.rules.signed_part import hash_of
	from sla_id.agreements.working_calendars import forget_calendars

	text = signed_text(frappe.get_doc("SLA Agreement", agreement))
	values = {"signed_text": text, "content_hash": hash_of(text)}
	frappe.db.set_value("SLA Agreement", agreement, values, update_modified=False)
	frappe.clear_document_cache("SLA Agreement", agreement)
	forget_agreements()
	forget_calendars()


def outgoing_account() -> None:
	"""An account that mail is queued under; nothing is ever sent in a test."""
	if not frappe.db.exists("Email Account", {"default_outgoing": 1}):
		account = frappe.get_doc(
			{
				"doctype": "Email Account",
				"email_account_name": "Uji",
				"email_id": "helpdesk@provider.example",
				"enable_outgoing": 1,
				"default_outgoing": 1,
				"smtp_server": "localhost",
				"no_smtp_authentication": 1,
			}
		)
		account.flags.ignore_validate = True
		account.insert(ignore_permissions=True)


def user(email: str, *roles: str, website: bool = False) -> None:
	"""A user with those of the roles that exist on this site; one that is there already has them afterwards."""
	present = [role for role in roles if frappe.db.exists("Role", role)]
	if frappe.db.exists("User", email):
		frappe.get_doc("User", email).add_roles(*present)
	else:
		frappe.get_doc(
			{
				"doctype": "User",
				"email": email,
				"first_name": email.partition("@")[0].title(),
				"send_welcome_email": 0,
				"user_type": "Website User" if website else "System User",
				"roles": [{"role": role} for role in present],
			}
		).insert(ignore_permissions=True)
	if (
		not website
		and frappe.db.exists("DocType", "HD Agent")
		and "Agent" in roles
		and not frappe.db.exists("HD Agent", email)
	):
		frappe.get_doc({"doctype": "HD Agent", "user": email, "agent_name": email, "is_active": 1}).insert(
			ignore_permissions=True, ignore_if_duplicate=True
		)


def partner(code: str, name: str, email: str) -> None:
	"""An SLA Partner whose portal user has that address."""
	if not frappe.db.exists("SLA Partner", code):
		frappe.get_doc(
			{
				"doctype": "SLA Partner",
				"partner_code": code,
				"partner_name": name,
				"contacts": [{"user": email, "email": email}],
			}
		).insert()


def ticket(host: str, **values: Any) -> Any:
	"""A ticket raised by the partner, as the portal would."""
	values.setdefault("raised_by", PARTNER_USER)
	values.setdefault("via_customer_portal", 1)
	doc = frappe.get_doc(
		{"doctype": host, "subject": "Sistem tidak dapat diakses", "description": "Layar kosong.", **values}
	)
	doc.insert(ignore_permissions=True)
	return doc


def change(doc: Any, **values: Any) -> Any:
	"""Save changes to a ticket as it is in the database now."""
	fresh = frappe.get_doc(doc.doctype, doc.name)
	fresh.update(values)
	fresh.save(ignore_permissions=True)
	return fresh


def reply(doc: Any, sender: str = AGENT, **values: Any) -> Any:
	"""A public reply on a ticket, as the mail pull or the agent's editor writes it."""
	sent = values.pop("sent_or_received", "Sent" if sender in (AGENT, LEAD) else "Received")
	previous = frappe.session.user
	frappe.set_user(sender)
	try:
		return frappe.get_doc(
			{
				"doctype": "Communication",
				"communication_type": "Communication",
				"communication_medium": "Email",
				"sent_or_received": sent,
				"subject": f"Re: {doc.subject}",
				"content": "Sedang kami periksa.",
				"sender": sender,
				"status": "Linked",
				"reference_doctype": doc.doctype,
				"reference_name": str(doc.name),
				**values,
			}
		).insert(ignore_permissions=True)
	finally:
		frappe.set_user(previous)


def assign(doc: Any, team: str = "Tim Aktivasi") -> None:
	"""Give a ticket to a team where the host knows teams, else to the agent."""
	if doc.doctype == "HD Ticket":
		if not frappe.db.exists("HD Team", team):
			frappe.get_doc({"doctype": "HD Team", "team_name": team, "name": team}).insert(
				ignore_permissions=True
			)
		change(doc, agent_group=team)
	else:
		from frappe.desk.form import assign_to

		assign_to.add({"assign_to": [AGENT], "doctype": doc.doctype, "name": doc.name})


def status(host: str, effect: str) -> str:
	"""The host's usual status for Running, Paused, Resolved or Closed."""
	names = {
		"HD Ticket": {"Running": "Open", "Paused": "Replied", "Resolved": "Resolved", "Closed": "Closed"},
		"Issue": {"Running": "Open", "Paused": "On Hold", "Resolved": "Resolved", "Closed": "Closed"},
	}
	return names[host][effect]


def record(doc: Any) -> Any:
	"""The SLA Ticket of a host's ticket."""
	return frappe.get_doc("SLA Ticket", f"{doc.doctype} {doc.name}")


def clock(doc: Any, kind: str) -> Any:
	"""One clock row of a ticket."""
	return next(row for row in record(doc).clocks if row.clock == kind)


def tick() -> int:
	"""The minute tick, as the scheduler runs it. A step of it that fails is only logged there, and is a failure here."""
	failed = {"method": ["like", "The minute tick%"]}
	before = frappe.db.count("Error Log", failed)
	evaluated = run_sla_minute_tick()
	if frappe.db.count("Error Log", failed) != before:
		raise AssertionError(frappe.get_all("Error Log", failed, pluck="error", order_by="creation desc")[0])
	return evaluated


def events(doc: Any) -> list[str]:
	"""The types of a ticket's events, in order."""
	return frappe.get_all(
		"SLA Event",
		filters={"sla_ticket": f"{doc.doctype} {doc.name}"},
		order_by="at_utc asc, sequence asc",
		pluck="event_type",
	)


__all__ = ["load_samples"]
