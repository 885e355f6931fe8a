"""What follows from what happened can't be typed: derived and chosen fields are written by the app alone."""

from datetime import datetime
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.routes import ask
from tests.app.test_outsiders import doctypes

MITRA = "INNOVASIA-MITRA v1.0"


@pytest.fixture
def record(host_name: str, clockwork: Clockwork, site: Any) -> Any:
	"""The SLA Ticket of a P2 ticket of PT Maju."""
	clockwork.at("2026-03-16 09:00")
	return world.record(world.ticket(host_name, sla_id_priority="P2"))


def put(user: str, doctype: str, name: str, values: dict[str, Any]) -> Any:
	"""A change over the API."""
	return ask(user, "PUT", f"/api/resource/{doctype}/{name}", {"data": values}, undo=False)


CHOSEN = {
	"partner": "SATKER",
	"state": "Met",
	"due_utc": "2030-01-01 00:00:00",
	"received_utc": "2026-01-01 00:00:00",
	"agreement": "HAI-DJPB v2023.0",
	"priority": "P6",
	"excluded": 1,
	"next_event_at": "2030-01-01 00:00:00",
	"resolved_utc": "2026-03-16 02:00:00",
	"escalation_level": 3,
	"host_state": "{}",
	"told": "{}",
	"mirrored": "{}",
	"choice": "",
	"clocks": [],
}


@pytest.mark.parametrize("user", [world.LEAD, "Administrator"])
@pytest.mark.parametrize("field", CHOSEN)
def test_a_manager_cannot_put_what_the_ledger_derives(user: str, field: str, record: Any, site: Any) -> None:
	before = record.as_dict()
	answer = put(user, "SLA Ticket", record.name, {field: CHOSEN[field], "estimate": "3 days"})
	assert answer.status == 200, answer
	after = site.get_doc("SLA Ticket", record.name).as_dict()
	assert after.estimate == "3 days"
	for name in {*CHOSEN, "subject"} - {"next_event_at"}:
		assert str(after[name]) == str(before[name]), name
	assert after.next_event_at <= before.next_event_at, (
		"an estimate has the tick look again, sooner and never later"
	)


def test_the_answer_says_so(record: Any, site: Any) -> None:
	assert "can't be edited" in put(world.LEAD, "SLA Ticket", record.name, {"state": "Met"}).text
	kept = {"due_utc": str(record.due_utc).partition(".")[0], "received_utc": str(record.received_utc)[:19]}
	assert "can't be edited" not in put(world.LEAD, "SLA Ticket", record.name, kept).text


def test_saving_the_form_cuts_no_seconds_off(record: Any, site: Any) -> None:
	exact = datetime(2026, 3, 16, 2, 0, 0, 123456)  # noqa: DTZ001 as the database gives it
	site.db.set_value("SLA Ticket", record.name, {"received_utc": exact, "asked_utc": exact})
	cut = {"received_utc": "2026-03-16 02:00:00", "asked_utc": "2026-03-16 02:00:00", "estimate": "2 days"}
	put(world.LEAD, "SLA Ticket", record.name, cut)
	held = site.get_doc("SLA Ticket", record.name)
	assert (held.received_utc, held.asked_utc, held.estimate) == (exact, exact, "2 days")


def test_no_record_takes_a_computed_field_from_outside(record: Any, site: Any) -> None:
	"""Each field of each DocType that managers may write: those of a new one too."""
	tried = 0
	for doctype in doctypes():
		meta = site.get_meta(doctype)
		site.set_user(world.LEAD)
		may = not meta.istable and site.has_permission(doctype, "write")
		site.set_user("Administrator")
		if not may:
			continue
		names = [doctype] if meta.issingle else site.get_all(doctype, pluck="name", limit=1)
		fields = [
			field
			for field in meta.fields
			if field.read_only
			and field.fieldtype
			in ("Data", "Select", "Int", "Check", "Small Text", "Date", "Datetime", "Link")
			and not field.fetch_from
			and field.fieldname != "amended_from"
		]
		for name in names:
			before = site.get_doc(doctype, name).as_dict()
			for field in fields:
				value = {"Int": 7, "Check": 1, "Date": "2031-01-01", "Datetime": "2031-01-01 00:00:00"}.get(
					field.fieldtype,
					(field.options or "x").split("\n")[-1] if field.fieldtype == "Select" else "x",
				)
				put(world.LEAD, doctype, name, {field.fieldname: value})
				after = site.get_doc(doctype, name).as_dict()
				kept = [str(held[field.fieldname] or "") for held in (before, after)]
				assert kept[0] == kept[1], (doctype, field.fieldname)
				tried += 1
	assert tried > 20


@pytest.mark.parametrize("status", ["In Force", "Approved", "Proposed", "Superseded"])
def test_a_status_follows_from_what_happened(status: str, site: Any) -> None:
	"""A draft inserted as In Force was shown to the partner as in force, with a hash and a date of proposal from outside."""
	from sla_id.access import find_agreement

	values = site.copy_doc(site.get_doc("SLA Agreement", MITRA)).as_dict()
	values |= {"version": "9.0", "effective_from": "2027-01-01", "status": status, "docstatus": 0}
	values |= {"content_hash": "0" * 64, "proposed_on": "2026-01-01 00:00:00", "announced_on": "2026-01-01"}
	values |= {"ended_on": "2026-01-01", "end_reason": "x"}
	answer = ask(
		world.LEAD, "POST", "/api/resource/SLA Agreement", {"data": site.as_json(values)}, undo=False
	)
	assert answer.status == 200, answer
	draft = site.get_doc("SLA Agreement", "INNOVASIA-MITRA v9.0")
	assert (draft.status, draft.docstatus) == ("Draft", 0)
	for field in ("content_hash", "proposed_on", "announced_on", "ended_on", "end_reason"):
		assert not draft.get(field), field
	put(world.LEAD, "SLA Agreement", draft.name, {"status": status, "content_hash": "0" * 64})
	assert site.db.get_value("SLA Agreement", draft.name, "status") == "Draft"
	site.set_user(world.PARTNER_USER)
	assert find_agreement(draft.name) is None
	site.set_user("Administrator")
	with pytest.raises(site.ValidationError, match="approved"):
		draft.reload().submit()


def test_what_an_earlier_version_let_in_is_no_agreement_in_force(site: Any) -> None:
	from sla_id.access import list_agreements

	draft = site.copy_doc(site.get_doc("SLA Agreement", MITRA))
	draft.update({"version": "9.0", "effective_from": "2027-01-01", "docstatus": 0})
	draft.insert()
	site.db.set_value("SLA Agreement", draft.name, "status", "In Force")
	site.set_user(world.PARTNER_USER)
	assert draft.name not in {row.name for row in list_agreements(["name", "status"])}
	site.set_user("Administrator")
	site.get_attr("sla_id.patches.v0_4.drafts_are_drafts.execute")()
	assert site.db.get_value("SLA Agreement", draft.name, "status") == "Draft"


# Names and signed texts ------------------------------------------------------------------------------------------


def used(site: Any) -> list[tuple[str, str]]:
	"""Records whose names stand in an approved agreement, by DocType."""
	agreement, djpb = site.get_doc("SLA Agreement", MITRA), site.get_doc("SLA Agreement", "HAI-DJPB v2023.0")
	policy = site.get_doc("SLA Escalation Policy", agreement.escalation_policy)
	return [
		("SLA Partner", agreement.partner),
		("SLA Channel", agreement.channels[0].channel),
		("SLA Priority Matrix", djpb.matrix),
		("SLA Service", djpb.services[0].service),
		("SLA Service", djpb.services[-1].service),
		("SLA Calendar", agreement.default_calendar),
		("SLA Escalation Policy", policy.name),
		("Role", next(row.role for row in policy.tiers if row.role)),
	]


def test_a_name_in_a_signed_text_stays(site: Any) -> None:
	for doctype, name in used(site):
		with pytest.raises(
			site.ValidationError, match=r"can't be renamed because|not allowed to be renamed|cannot be"
		):
			site.rename_doc(doctype, name, f"{name} baru")
		assert site.db.exists(doctype, name)


@pytest.mark.each_host
def test_what_tickets_speak_of_is_not_deleted(host_name: str, clockwork: Any, site: Any) -> None:
	"""Another partner of a deleted one's code would have inherited its tickets."""
	clockwork.at("2026-03-16 09:00")
	world.user("hapus@mitra.example", "SLA Partner", website=True)
	world.partner("HAPUS", "PT Hapus", "hapus@mitra.example")
	site.get_doc({"doctype": "SLA Priority", "code": "P9", "rank": 9}).insert()
	doc = world.ticket(host_name, raised_by="hapus@mitra.example")
	record = world.record(doc)
	assert record.partner == "HAPUS"
	site.db.set_value("SLA Ticket", record.name, "priority", "P9")
	site.set_user(world.LEAD)
	for doctype, name in (("SLA Partner", "HAPUS"), ("SLA Priority", "P9")):
		with pytest.raises(site.ValidationError, match="refers to it"):
			site.delete_doc(doctype, name)
	site.set_user("Administrator")
	site.db.set_value("SLA Ticket", record.name, {"partner": None, "priority": None})
	for doctype, name in (("SLA Partner", "HAPUS"), ("SLA Priority", "P9")):
		site.delete_doc(doctype, name)


def test_what_is_named_by_its_fields_has_no_other_name(site: Any) -> None:
	"""The holidays of 2026 were renamed "ID 9999"; the next update made a second list of 2026 without the site's own days."""
	named = site.get_all(
		"DocType", {"module": "SLA ID", "autoname": ["like", "format:%"]}, ["name", "allow_rename"]
	)
	assert named and [row.name for row in named if row.allow_rename] == []
	site.set_user(world.LEAD)
	for new, merge in (("ID 9999", False), ("ID 2027", True)):
		with pytest.raises(site.ValidationError):
			site.rename_doc("SLA Holiday List", "ID 2026", new, merge=merge)


def test_partners_with_tickets_are_not_merged(record: Any, site: Any) -> None:
	world.user("ani@lain.example", "SLA Partner", website=True)
	world.partner("LAIN", "PT Lain", "ani@lain.example")
	assert site.rename_doc("SLA Partner", "LAIN", "LAINNYA") == "LAINNYA"
	world.ticket(record.reference_doctype, raised_by="ani@lain.example")
	for old, new in ((world.PARTNER, "LAINNYA"), ("LAINNYA", world.PARTNER)):
		with pytest.raises(site.ValidationError, match="can't be renamed because"):
			site.rename_doc("SLA Partner", old, new, merge=True)
	assert record.reload().partner == world.PARTNER


def test_the_signed_text_is_kept_to_the_letter(site: Any) -> None:
	"""Whatever happens to the records it was written from, also past the app."""
	from hashlib import sha256

	from sla_id.agreements.records.read_agreement import kept_text, signed_text
	from sla_id.agreements.signing.proposal import is_unaltered

	before = kept_text(site.get_doc("SLA Agreement", MITRA))
	assert is_unaltered(site.get_doc("SLA Agreement", MITRA))
	site.db.set_value("SLA Agreement Channel", {"parent": MITRA}, "label", "Diubah di belakang")
	site.clear_document_cache("SLA Agreement", MITRA)
	after = site.get_doc("SLA Agreement", MITRA)
	assert signed_text(after) != before
	assert kept_text(after) == before
	assert sha256(kept_text(after).encode()).hexdigest() == after.content_hash
	assert is_unaltered(after) is False


def test_the_update_keeps_the_texts_of_before(site: Any) -> None:
	from sla_id.agreements.records.read_agreement import signed_text

	site.db.set_value("SLA Agreement", MITRA, "signed_text", None)
	site.get_attr("sla_id.patches.v0_4.signed_texts_are_kept.execute")()
	held = site.get_doc("SLA Agreement", MITRA)
	assert held.signed_text == signed_text(held)


# Rows ------------------------------------------------------------------------------------------------------------


def test_a_row_is_changed_through_its_record(record: Any, site: Any) -> None:
	"""Saved by itself, a row passed the checks and locks of its record: the hours of a signed calendar, a sent plan."""
	tried = 0
	for doctype in doctypes():
		if not site.get_meta(doctype).istable:
			continue
		for row in site.get_all(doctype, ["name", "parent", "parenttype", "parentfield"], limit=1):
			before = site.get_doc(doctype, row.name).as_dict()
			values = {
				field.fieldname: "x" if field.fieldtype in ("Data", "Small Text") else 7
				for field in site.get_meta(doctype).fields
				if field.fieldtype in ("Data", "Small Text", "Float", "Int", "Percent", "Currency")
			}
			new = {**before, "name": None, "idx": 99}
			for user in (world.LEAD, "Administrator"):
				for method, path, sent in (
					("PUT", f"/api/resource/{doctype}/{row.name}", values),
					("PUT", f"/api/resource/{doctype}/{row.name}", {}),
					("DELETE", f"/api/resource/{doctype}/{row.name}", {}),
					("POST", f"/api/resource/{doctype}", new),
				):
					answer = ask(user, method, path, {"data": site.as_json(sent)}, undo=False)
					assert answer.status in (403, 404, 417), (doctype, user, method, answer)
			assert site.get_doc(doctype, row.name).as_dict() == before, doctype
			tried += 1
	assert tried > 10
