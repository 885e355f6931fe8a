"""Outages as records: reported, ended, corrected, merged, withdrawn, each with its trail; never deleted."""

import json
from typing import Any

import pytest

from sla_id.audit_trail import read_trail
from sla_id.outages.merge_outages import merge_outages
from sla_id.outages.outage_values import DownService
from sla_id.outages.record_outage import confirm_outage, correct_outage, end_outage, withdraw_outage
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.outage_world import OUTAGE, april, outage
from tests.app.routes import ask
from tests.app.save_cost import measure


@pytest.fixture(autouse=True)
def later(site: Any, clockwork: Clockwork) -> None:
	"""It is Monday 20 April 2026, 12:00."""
	clockwork.at("2026-04-20 12:00")


def kinds(name: str) -> list[str]:
	return [entry.kind for entry in read_trail(OUTAGE, name)]


def test_from_open_to_ended(site: Any) -> None:
	site.set_user(world.AGENT)
	name = outage("20 10:00", cause="database", source="Sari")
	doc = site.get_doc(OUTAGE, name)
	assert (doc.status, str(doc.started_utc), doc.ended_utc) == ("Open", "2026-04-20 03:00:00", None)
	site.set_user(world.LEAD)
	end_outage(name, april("20 11:30"), "restarted")
	doc.reload()
	assert (doc.status, str(doc.ended_utc)) == ("Ended", "2026-04-20 04:30:00")
	opened, ended = read_trail(OUTAGE, name)
	assert (opened.by_user, ended.by_user) == (world.AGENT, world.LEAD)
	assert opened.after and opened.after["services"] == [{"service": "API", "component": None}]
	assert ended.before == {"ended_utc": None, "status": "Open"}
	assert ended.after == {"ended_utc": "2026-04-20 04:30:00", "status": "Ended"}
	assert ended.reason == "restarted"


def test_a_correction_says_what_it_was(site: Any) -> None:
	name = outage("20 08:00", "20 10:00", measured=april("20 07:58"), declared=april("20 08:02"))
	correct_outage(name, {"started": april("20 08:30"), "root_cause": "disk full"}, "clock of the monitor")
	entry = read_trail(OUTAGE, name)[-1]
	assert entry.before == {
		"declared_start_utc": "2026-04-20 01:02:00",
		"measured_start_utc": "2026-04-20 00:58:00",
		"root_cause": None,
		"started_utc": "2026-04-20 01:00:00",
	}
	assert entry.after == {
		"declared_start_utc": None,
		"measured_start_utc": None,
		"root_cause": "disk full",
		"started_utc": "2026-04-20 01:30:00",
	}
	correct_outage(name, {"ended": None}, "it isn't over")
	assert site.db.get_value(OUTAGE, name, "status") == "Open"
	correct_outage(name, {"services": (DownService("API"), DownService("DATA", "disk"))}, "the disks too")
	assert [(row.service, row.component) for row in site.get_doc(OUTAGE, name).services] == [
		("API", None),
		("DATA", "disk"),
	]
	with pytest.raises(site.ValidationError, match="Nothing of"):
		correct_outage(name, {"ended": None}, "again")
	with pytest.raises(site.ValidationError, match="Reason"):
		correct_outage(name, {"title": "x"}, "  ")


@pytest.mark.parametrize(
	("start", "end", "says_en", "says_id"),
	[
		("20 10:00", "20 09:00", "Ended at: .* isn't after the start", "Berakhir pada: .* tidak setelah"),
		("20 10:00", "20 10:00", "Ended at: .* isn't after the start", "Berakhir pada: .* tidak setelah"),
		(
			"20 10:00",
			"20 13:00",
			"Ended at: .*13:00 WIB is in the future",
			"Berakhir pada: .*13.00 WIB ada di masa depan",
		),
		(
			"20 13:00",
			None,
			"Started at: .*13:00 WIB is in the future",
			"Mulai pada: .*13.00 WIB ada di masa depan",
		),
	],
)
def test_times_that_can_not_be(start: str, end: str | None, says_en: str, says_id: str, site: Any) -> None:
	for language, says in (("en", says_en), ("id", says_id)):
		site.local.lang = language
		with pytest.raises(site.ValidationError, match=says):
			outage(start, end)
		name = outage("20 08:00", "20 09:30")
		with pytest.raises(site.ValidationError, match=says):
			correct_outage(name, {"started": april(start), "ended": april(end) if end else None}, "x")


@pytest.mark.parametrize(
	("services", "values", "says_en", "says_id"),
	[
		(("NONE",), {}, "there is no service NONE", "tidak ada layanan NONE"),
		(("UNAGREED",), {}, "no agreement in force on .* names UNAGREED", "tidak ada perjanjian .* UNAGREED"),
		(
			("API",),
			{"partners": ("KLIEN",)},
			"no agreement of KLIEN names API",
			"tidak ada perjanjian KLIEN yang memuat API",
		),
		(("API",), {"partners": ("NOBODY",)}, "there is no partner NOBODY", "tidak ada mitra NOBODY"),
		(("API",), {"impact_percent": 0}, "above 0, at most 100", "di atas 0, paling banyak 100"),
		(("API",), {"detected_by": "Dog"}, "Detected by: choose one of", "Diketahui oleh: pilih salah satu"),
		(("API",), {"title": " "}, "Title: say in a few words", "Judul: "),
	],
)
def test_what_an_outage_can_not_say(
	services: tuple[str, ...], values: dict[str, Any], says_en: str, says_id: str, site: Any
) -> None:
	site.get_doc({"doctype": "SLA Service", "code": "UNAGREED", "service_name": "Tanpa perjanjian"}).insert()
	for language, says in (("en", says_en), ("id", says_id)):
		site.local.lang = language
		with pytest.raises(site.ValidationError, match=says):
			outage("20 08:00", None, *services, **values)
	assert site.db.count(OUTAGE) == 0


def test_two_records_of_one_outage(site: Any) -> None:
	monitor = outage("20 08:00", "20 09:00", "API", title="Monitor", detected_by="Monitor")
	ticket = outage("20 08:30", "20 10:00", "DATA", cause="disk")
	merge_outages(monitor, [ticket], "one fault")
	stays, gone = site.get_doc(OUTAGE, monitor), site.get_doc(OUTAGE, ticket)
	assert (stays.status, str(stays.started_utc), str(stays.ended_utc), stays.cause) == (
		"Ended",
		"2026-04-20 01:00:00",
		"2026-04-20 03:00:00",
		"disk",
	)
	assert [row.service for row in stays.services] == ["API", "DATA"]
	assert (gone.status, gone.merged_into) == ("Merged", monitor)
	assert kinds(monitor) == ["Opened", "Took in"] and kinds(ticket) == ["Opened", "Merged"]
	took = read_trail(OUTAGE, monitor)[-1]
	assert took.before and took.before["ended_utc"] == "2026-04-20 02:00:00" and took.reason == "one fault"
	with pytest.raises(site.ValidationError, match=f"{ticket} was merged into {monitor} by"):
		correct_outage(ticket, {"title": "x"}, "x")
	with pytest.raises(site.ValidationError, match=f"{ticket} was merged into {monitor} by"):
		end_outage(ticket, april("20 11:00"))


def test_what_can_not_be_merged(site: Any) -> None:
	one, two = outage("20 08:00", "20 09:00"), outage("20 09:00", "20 10:00")
	apart, of_one = outage("20 10:30"), outage("20 08:00", None, partners=(world.PARTNER,))
	half, gone = outage("20 08:00", None, impact_percent=50), outage("20 08:00")
	withdraw_outage(gone, "a test")
	for others, en, id_ in (
		([one], f"{one} can't be merged into itself", f"{one} tidak dapat digabungkan ke dirinya sendiri"),
		([gone], f"{gone} has been withdrawn", f"{gone} sudah ditarik"),
		([apart], "3600 seconds between|5400 seconds between", "Ada 5400 detik"),
		([of_one], "don't concern the same partners", "tidak menyangkut mitra yang sama"),
		([half], "don't have the same impact", "tidak memiliki dampak yang sama"),
		([], "Choose at least one", "Pilih setidaknya satu"),
	):
		for language, says in (("en", en), ("id", id_)):
			site.local.lang = language
			with pytest.raises(site.ValidationError, match=says):
				merge_outages(one, others, "x")
	site.local.lang = "en"
	merge_outages(one, [two], "touching")
	assert str(site.db.get_value(OUTAGE, one, "ended_utc")) == "2026-04-20 03:00:00"
	for into, others in ((apart, [two]), (two, [apart])):
		with pytest.raises(site.ValidationError, match=f"{two} has already been merged into {one}"):
			merge_outages(into, others, "x")
	with pytest.raises(site.ValidationError, match="withdrawn"):
		merge_outages(gone, [one], "x")


def test_a_withdrawn_one_stays_and_says_why(site: Any) -> None:
	name = outage("20 08:00")
	with pytest.raises(site.ValidationError, match="Reason"):
		withdraw_outage(name, "")
	withdraw_outage(name, "the monitor's own network")
	assert kinds(name) == ["Opened", "Withdrawn"]
	with pytest.raises(
		site.ValidationError, match=f"{name} was withdrawn by Administrator on Monday, 20 April"
	):
		withdraw_outage(name, "again")


def test_ending_twice_says_who_was_quicker(site: Any) -> None:
	name = outage("20 08:00")
	site.set_user(world.AGENT)
	end_outage(name, april("20 09:00"))
	site.set_user(world.LEAD)
	with pytest.raises(
		site.ValidationError, match=f"{name} was ended by Sari on Monday, 20 April 2026 12:00"
	):
		end_outage(name, april("20 10:00"))
	site.local.lang = "id"
	with pytest.raises(
		site.ValidationError, match=f"{name} diakhiri oleh Sari pada Senin, 20 April 2026 12.00"
	):
		end_outage(name, april("20 10:00"))


@pytest.mark.parametrize("user", ["Administrator", world.LEAD, world.AGENT])
def test_nobody_writes_or_deletes_past_the_room(user: str, site: Any) -> None:
	name = outage("20 08:00")
	if user == world.LEAD:
		site.get_doc("User", user).add_roles("System Manager")
	values = {"title": "x", "started_utc": "2026-04-01 00:00:00", "services": [{"service": "API"}]}
	for method, path, given in (
		("PUT", f"/api/resource/{OUTAGE}/{name}", {"data": {"ended_utc": "2026-04-20 02:00:00"}}),
		("DELETE", f"/api/resource/{OUTAGE}/{name}", {}),
		("POST", f"/api/resource/{OUTAGE}", {"data": values}),
		("POST", "/api/method/frappe.client.delete", {"doctype": OUTAGE, "name": name}),
		(
			"POST",
			"/api/method/frappe.client.set_value",
			{"doctype": OUTAGE, "name": name, "fieldname": "title", "value": "x"},
		),
	):
		answer = ask(user, method, path, given)
		assert answer.status == 403, (method, path, answer)
	assert site.db.get_value(OUTAGE, name, "title") == "API tidak menjawab" and site.db.count(OUTAGE) == 1
	with pytest.raises(site.PermissionError, match="Withdraw one that wasn't an outage"):
		site.delete_doc(OUTAGE, name, force=True, ignore_permissions=True)
	site.local.lang = "id"
	with pytest.raises(site.PermissionError, match="Tarik"):
		site.delete_doc(OUTAGE, name, force=True, ignore_permissions=True)


@pytest.mark.parametrize(
	("damage", "says"),
	[
		(lambda site, name: site.db.delete(OUTAGE, {"name": name}), "it was deleted past the app"),
		(
			lambda site, name: site.db.set_value(OUTAGE, name, "ended_utc", "2026-04-20 01:30:00"),
			'ended_utc is "2026-04-20 01:30:00", its trail says "2026-04-20 02:00:00"',
		),
		(
			lambda site, name: site.db.delete("SLA Outage Service", {"parent": name}),
			"services is [], its trail says",
		),
		(
			lambda site, name: site.db.delete("SLA Audit Entry", {"subject": name}),
			"it has no trail: it was made past the app",
		),
	],
)
def test_the_self_check_finds_what_was_changed_in_the_database(damage: Any, says: str, site: Any) -> None:
	from sla_id.sweep.self_check.check_trails import check_trails

	name = outage("20 08:00", "20 09:00", "API", "DATA/disk", partners=(world.PARTNER,))
	correct_outage(name, {"impact_percent": 50, "cause": "disk"}, "half of it")
	assert check_trails() == []
	damage(site, name)
	found = check_trails()
	assert [(finding.doctype, finding.name) for finding in found] == [(OUTAGE, name)]
	assert says in found[0].says


def test_the_self_check_asks_no_more_for_more_outages(site: Any) -> None:
	from sla_id.sweep.self_check.check_trails import check_trails

	outage("20 08:00", "20 09:00")
	check_trails()
	few = measure(check_trails).statements
	for hour in range(9, 12):
		outage(f"20 {hour:02}:00", f"20 {hour:02}:30", "API", "DATA/disk", partners=(world.PARTNER,))
	assert len(measure(check_trails).statements) == len(few)


def test_confirming(site: Any, clockwork: Clockwork) -> None:
	name = outage("20 08:00")
	clockwork.at("2026-04-20 13:00")
	confirm_outage(name, april("20 12:30"))
	assert str(site.db.get_value(OUTAGE, name, "confirmed_utc")) == "2026-04-20 05:30:00"
	confirm_outage(name, april("20 12:10"))
	assert str(site.db.get_value(OUTAGE, name, "confirmed_utc")) == "2026-04-20 05:30:00", "a late message"
	assert kinds(name) == ["Opened"], "a monitor's confirmation isn't a change"
	confirm_outage(name, april("20 13:00"), by_person=True, reason="asked the vendor")
	assert kinds(name) == ["Opened", "Confirmed"]
	end_outage(name, april("20 12:45"))
	with pytest.raises(site.ValidationError, match="was ended by"):
		confirm_outage(name, april("20 13:00"))


# from a ticket


@pytest.mark.each_host
def test_from_a_p1_ticket_in_one_act(host_name: str, site: Any, clockwork: Clockwork) -> None:
	from sla_id.api.outages import report_ticket, suggest_from_ticket

	clockwork.at("2026-04-20 10:15")
	ticket = world.ticket(host_name, sla_id_priority="P1", sla_id_service="API", subject="API mati")
	clockwork.at("2026-04-20 10:40")
	site.set_user(world.AGENT)
	suggested = suggest_from_ticket(host_name, str(ticket.name))
	assert (suggested["title"], suggested["services"], suggested["outages"]) == ("API mati", ["API"], [])
	assert suggested["started"].startswith("2026-04-20T03:15:00")
	name = report_ticket(
		host_name,
		str(ticket.name),
		suggested["title"],
		suggested["services"],
		suggested["started"],
		cause="disk",
	)
	doc = site.get_doc(OUTAGE, name)
	assert (doc.status, doc.detected_by, doc.owner) == ("Open", "Partner", world.AGENT)
	assert [(row.ticket_doctype, row.ticket) for row in doc.tickets] == [(host_name, str(ticket.name))]
	assert [row.partner for row in doc.partners] == [world.PARTNER], "only whose ticket says so"
	assert suggest_from_ticket(host_name, str(ticket.name))["outages"] == [name]
	with pytest.raises(site.ValidationError, match=f"recorded already: {name}"):
		report_ticket(host_name, str(ticket.name), "again", ["API"], suggested["started"])


def test_another_ticket_of_the_same_outage(host_name: str, site: Any) -> None:
	from sla_id.api.outages import join, suggest_from_ticket

	name = outage("20 11:00")
	ticket = world.ticket(host_name, sla_id_service="API")
	site.set_user(world.AGENT)
	assert [entry["name"] for entry in suggest_from_ticket(host_name, str(ticket.name))["open"]] == [name]
	join(name, host_name, str(ticket.name))
	join(name, host_name, str(ticket.name))
	assert [row.ticket for row in site.get_doc(OUTAGE, name).tickets] == [str(ticket.name)]
	assert kinds(name) == ["Opened", "Ticket linked"]


def test_a_major_incident_brings_its_tickets_and_partners(host_name: str, site: Any) -> None:
	from sla_id.api.outages import report_ticket
	from sla_id.major_incidents.grouping import group_tickets

	users = (world.PARTNER_USER, "tono@satker.example")
	records = [world.record(world.ticket(host_name, raised_by=user, sla_id_service="API")) for user in users]
	incident = group_tickets([record.name for record in records], "API", "")
	site.set_user(world.AGENT)
	with pytest.raises(site.ValidationError, match="there is no service UNKNOWN"):
		report_ticket(host_name, str(records[0].reference_name), "x", ["UNKNOWN"], "2026-04-20 11:00")
	name = report_ticket(host_name, str(records[0].reference_name), "API", ["API"], "2026-04-20 11:00")
	doc = site.get_doc(OUTAGE, name)
	assert doc.major_incident == incident.name and len(doc.tickets) == 2
	assert [row.partner for row in doc.partners] == [world.PARTNER, "SATKER"]


def test_a_renamed_ticket_is_followed(site: Any, host_name: str) -> None:
	from sla_id.sweep.self_check.check_trails import check_trails

	ticket = world.ticket(host_name)
	name = outage("20 11:00", tickets=((host_name, str(ticket.name)),))
	new = f"{ticket.name}-NEW"
	try:
		site.rename_doc(host_name, ticket.name, new, force=True)
	except Exception:
		pytest.skip(f"{host_name} can't be renamed here")
	assert kinds(name) == ["Opened", "Ticket renamed"]
	assert check_trails() == []


def test_names_that_an_outage_speaks_of_stay(site: Any) -> None:
	outage("20 11:00", partners=(world.PARTNER,))
	for doctype, name in (("SLA Service", "API"), ("SLA Partner", world.PARTNER)):
		with pytest.raises(site.ValidationError, match="can't be renamed"):
			site.rename_doc(doctype, name, "OTHER")


def test_deleting_a_ticket_is_not_stopped_by_an_outage(site: Any, host_name: str) -> None:
	ticket = world.ticket(host_name)
	name = outage("20 11:00", tickets=((host_name, str(ticket.name)),))
	site.delete_doc(host_name, ticket.name, ignore_permissions=True)
	end_outage(name, april("20 11:30"))
	assert site.db.get_value(OUTAGE, name, "status") == "Ended"


# who may do what

ACTS: dict[str, dict[str, Any]] = {
	"report": {"title": "x", "services": json.dumps(["API"]), "started": "2026-04-20 11:00:00"},
	"confirm": {},
	"end": {"at": "2026-04-20 11:30:00"},
	"correct": {"changes": json.dumps({"cause": "x"}), "reason": "x"},
	"withdraw": {"reason": "x"},
}


@pytest.mark.parametrize(
	("user", "allowed"),
	[
		(world.AGENT, {"report", "confirm", "end"}),
		(world.LEAD, set(ACTS)),
		(world.CHIEF, set()),
		(world.PARTNER_USER, set()),
		("Guest", set()),
	],
)
def test_who_may_do_what(user: str, allowed: set[str], site: Any) -> None:
	for act, values in ACTS.items():
		name = outage("20 11:00")
		given = values if act == "report" else {"outage": name, **values}
		answer = ask(user, "POST", f"/api/method/sla_id.api.outages.{act}", given)
		assert (answer.status == 200) is (act in allowed), (act, answer)
	name = outage("20 10:00", "20 11:00", title="Rahasia dapur")
	for path, values in (
		(f"/api/resource/{OUTAGE}/{name}", {}),
		("/api/method/sla_id.api.outages.describe", {"outage": name}),
	):
		answer = ask(user, "GET", path, values)
		inside = user in (world.AGENT, world.LEAD, world.CHIEF)
		assert (answer.status == 200) is inside and (inside or "dapur" not in answer.text), (path, answer)


def test_the_form_tells_whom_it_touches(site: Any) -> None:
	from sla_id.api.outages import describe

	one, two = outage("20 10:00", "20 11:00", "API", "DATA"), outage("20 10:30", "20 11:30", "SAAS")
	merge_outages(one, [two], "one fault")
	site.set_user(world.CHIEF)
	said = describe(one)
	assert said["started"] == "Monday, 20 April 2026 10:00 WIB" and said["seconds"] == 5400
	assert [(entry["partner"], entry["services"]) for entry in said["touched"]] == [
		(world.PARTNER, ["SAAS", "API", "DATA"])
	]
	assert [entry["name"] for entry in said["took_in"]] == [two]
