"""The host app saves its documents in the order, and as often, as Helpdesk 1.25 and ERPNext 15 do."""

import pytest

from embedded.testing import as_user, patch_hooks

EVENTS = (
	"before_insert",
	"before_validate",
	"validate",
	"before_save",
	"after_insert",
	"on_update",
	"on_change",
)
_seen: list[str] = []


def _record(doc, method=None) -> None:
	_seen.append(method)


@pytest.fixture
def seen(frappe):
	"""The events a plug-in's hooks see, in order."""
	_seen.clear()
	hooks = dict.fromkeys(EVENTS, f"{__name__}._record")
	events = {**frappe.get_hooks("doc_events"), "HD Ticket": hooks, "Issue": hooks}
	with patch_hooks({"doc_events": events}):
		yield _seen


def make_ticket(frappe, **values):
	return frappe.get_doc(
		{"doctype": "HD Ticket", "subject": "Printer", "description": "no paper", **values}
	).insert()


def make_issue(frappe, **values):
	return frappe.get_doc({"doctype": "Issue", "subject": "Printer", **values}).insert()


SAVE = ["before_validate", "validate", "before_save", "on_update", "on_change"]


def test_a_new_ticket_is_saved_again_inside_its_own_insert(frappe, seen) -> None:
	ticket = make_ticket(frappe)
	assert seen == [
		*["before_insert", "before_validate", "validate", "before_save"],
		*SAVE,
		*["after_insert", "on_update", "on_change"],
	]
	assert isinstance(ticket.name, str) and ticket.name.isdigit() and len(ticket.name) == 4
	with pytest.raises(frappe.TimestampMismatchError):
		ticket.save()


def test_a_portal_reply_saves_before_and_after_the_message(frappe, seen) -> None:
	ticket = make_ticket(frappe).reload()
	ticket.reply_via_agent("We are on it")
	ticket.reload()
	ticket.status = "Replied"
	ticket.save()
	seen.clear()
	ticket.create_communication_via_contact("Still broken")
	assert seen == SAVE + SAVE
	ticket.reload()
	assert (ticket.status, ticket.status_category) == ("Open", "Open")
	assert ticket.last_customer_response and ticket.first_responded_on


def test_a_comment_is_no_event_of_the_ticket(frappe, seen) -> None:
	ticket = make_ticket(frappe).reload()
	seen.clear()
	ticket.new_comment("internal")
	assert seen == []


def test_automatic_closing_skips_validate_and_leaves_no_resolution_date(frappe, seen) -> None:
	ticket = make_ticket(frappe).reload()
	seen.clear()
	ticket.status = "Closed"
	ticket.flags.ignore_validate = True
	ticket.save()
	assert seen == ["before_validate", "on_update", "on_change"]
	ticket.reload()
	assert (ticket.status_category, ticket.resolution_date) == ("Resolved", None)


def test_old_tickets_are_closed_by_the_daily_job(frappe) -> None:
	from helpdesk_host.helpdesk_host.doctype.hd_ticket.hd_ticket import close_tickets_after_n_days

	ticket = make_ticket(frappe).reload()
	ticket.status = "Replied"
	ticket.save()
	frappe.db.sql("update tabCommunication set communication_date = '2020-01-01 00:00:00'")
	frappe.db.set_single_value("HD Settings", {"auto_close_tickets": 1, "auto_close_status": "Replied"})
	close_tickets_after_n_days()
	assert frappe.db.get_value("HD Ticket", ticket.name, "status") == "Closed"


def test_merging_copies_messages_with_their_dates(frappe) -> None:
	from helpdesk_host.helpdesk_host.doctype.hd_ticket.api import merge_ticket

	source, target = make_ticket(frappe, description="from the source"), make_ticket(frappe)
	merge_ticket(source.name, target.name)
	source.reload()
	assert (source.status, source.is_merged, source.merged_with) == ("Closed", 1, target.name)
	copied = frappe.get_all(
		"Communication",
		{"reference_name": target.name, "content": ["like", "%from the source%"]},
		["creation"],
	)
	original = frappe.get_all(
		"Communication",
		{"reference_name": source.name, "content": ["like", "%from the source%"]},
		["creation"],
	)
	assert copied == original


def test_helpdesks_own_agreement_rewrites_the_fields_on_every_save(frappe) -> None:
	ticket = make_ticket(frappe).reload()
	assert (ticket.sla, ticket.agreement_status) == ("Default", "First Response Due")
	frappe.db.set_value("HD Ticket", ticket.name, "response_by", "2020-01-01 00:00:00")
	ticket.reload()
	ticket.save()
	assert ticket.response_by.year > 2020


def test_an_issue_hears_of_a_reply_by_on_change_only(frappe, seen) -> None:
	issue = make_issue(frappe)
	assert issue.name.startswith("ISS-")
	assert seen == [*["before_insert", *SAVE[:3]], "after_insert", "on_update", "on_change"]
	seen.clear()
	for direction in ("Sent", "Received"):
		frappe.get_doc(
			{
				"doctype": "Communication",
				"communication_type": "Communication",
				"sent_or_received": direction,
				"reference_doctype": "Issue",
				"reference_name": issue.name,
				"subject": "s",
				"content": "c",
				"sender": "Administrator" if direction == "Sent" else "x@example.com",
			}
		).insert()
	assert set(seen) == {"on_change"}


def test_the_quick_status_of_an_issue_runs_no_hook(frappe, seen) -> None:
	from helpdesk_host.helpdesk_host.doctype.issue.issue import set_multiple_status, set_status

	issue = make_issue(frappe)
	seen.clear()
	set_status(issue.name, "Resolved")
	set_multiple_status(frappe.as_json([issue.name]), "Closed")
	assert seen == []
	assert frappe.db.get_value("Issue", issue.name, "status") == "Closed"


def test_erpnexts_agreement_wipes_the_fields_when_tracking_is_off(frappe) -> None:
	issue = make_issue(frappe)
	frappe.db.set_value("Issue", issue.name, "response_by", "2026-03-19 09:00:00")
	issue.reload()
	issue.save()
	assert issue.response_by
	frappe.get_doc(
		{"doctype": "Service Level Agreement", "service_level": "S", "document_type": "Issue"}
	).insert()
	issue.save()
	assert issue.response_by is None


def test_a_portal_user_sees_the_tickets_of_their_customer_only(frappe) -> None:
	for number in ("1", "2"):
		frappe.get_doc({"doctype": "HD Customer", "customer_name": f"Mitra {number}"}).insert()
		user = f"orang{number}@example.com"
		frappe.get_doc(
			{
				"doctype": "User",
				"email": user,
				"first_name": f"Orang {number}",
				"user_type": "Website User",
				"send_welcome_email": 0,
			}
		).insert()
		contact = frappe.get_doc("Contact", {"email_id": user})
		contact.append("links", {"link_doctype": "HD Customer", "link_name": f"Mitra {number}"})
		contact.save()
	theirs = make_ticket(frappe, customer="Mitra 2", raised_by="colleague@example.com")
	make_ticket(frappe, customer="Mitra 1", raised_by="else@example.com")
	with as_user("orang2@example.com"):
		assert frappe.get_list("HD Ticket", pluck="name") == [theirs.name]
		own = make_ticket(frappe)
		assert own.customer == "Mitra 2"
	with as_user("orang1@example.com"):
		assert not frappe.has_permission("HD Ticket", doc=own.name)
