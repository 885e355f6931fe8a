"""Manual escalation (000 §4.1, §4.2): who may ask for which tier and why, who decides, and what the ledger says of it.

"(a) prioritas dinilai salah, (b) progres stagnan, (c) komunikasi tidak memuaskan": level 2 on a valid request of the
partner, level 3 on request of the partner's management.
"""

import json
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork

REQUEST = "SLA Escalation Request"
OTHER = "tono@satker.example"
BOSS = "direktur@maju.example"
NOBODY = "tamu@provider.example"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	"""Level 2 is for the partner, level 3 for its management."""
	world.user(BOSS, "SLA Partner", website=True)
	add_contact(BOSS, "Management")
	manual(2, asked_by="partner, agent", decide_within="2 h", calendar="INNOVASIA-MITRA business")
	manual(3, asked_by="management, agent", decide_within="", calendar="")


@pytest.fixture
def doc(host_name: str, clockwork: Clockwork) -> Any:
	"""A P2 ticket of PT Maju, reported on Monday 8 June at 09:00."""
	clockwork.at("2026-06-08 09:00")
	return world.ticket(host_name, sla_id_priority="P2")


def manual(level: int, **values: str) -> None:
	"""Change the manual trigger of a level in the policy of PT Maju's agreement, past its lock."""
	import frappe

	policy = frappe.db.get_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "escalation_policy")
	rows = {"parent": policy, "level": level, "trigger_on": "manual"}
	frappe.db.set_value("SLA Escalation Trigger", rows, values)
	frappe.clear_document_cache("SLA Escalation Policy", policy)
	world.sign_again()


def trigger(level: int, on: str, value: str = "") -> None:
	"""Give the policy of PT Maju's agreement one more trigger, past its lock."""
	import frappe

	policy = frappe.get_doc(
		"SLA Escalation Policy",
		frappe.db.get_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "escalation_policy"),
	)
	row = policy.append("triggers", {"level": level, "trigger_on": on, "value": value})
	row.db_insert()
	frappe.clear_document_cache("SLA Escalation Policy", policy.name)
	world.sign_again()


def add_contact(user: str, role: str) -> None:
	import frappe

	partner = frappe.get_doc("SLA Partner", world.PARTNER)
	partner.append("contacts", {"user": user, "email": user, "contact_role": role})
	partner.save()


def ask(
	doc: Any, level: int = 2, reason: str = "stagnant", user: str = world.PARTNER_USER, text: str = ""
) -> Any:
	"""Ask as a user, through the function that the portal calls; the request's row."""
	import frappe

	from sla_id.api import escalation_requests as api

	answer = as_user(user, api.ask, f"{doc.doctype} {doc.name}", level, reason, text)
	return frappe.get_doc(REQUEST, answer["name"])


def as_user(user: str, function: Any, *arguments: Any) -> Any:
	import frappe

	before = frappe.session.user
	frappe.set_user(user)
	try:
		return function(*arguments)
	finally:
		frappe.set_user(before)


def decide(request: Any, valid: bool, answer: str = "", user: str = world.LEAD) -> Any:
	from sla_id.api import escalation_requests as api

	as_user(user, api.decide, request.name, valid, answer)
	return request.reload()


def ledger(doc: Any) -> list[Any]:
	"""The events about escalation of a ticket, in order."""
	import frappe

	return frappe.get_all(
		"SLA Event",
		filters={
			"sla_ticket": f"{doc.doctype} {doc.name}",
			"event_type": [
				"in",
				["escalation_requested", "request_accepted", "request_refused", "massive_impact"],
			],
		},
		fields=["event_type", "actor", "reason", "origin", "until_utc", "details"],
		order_by="sequence",
	)


def types(doc: Any) -> list[str]:
	return [row.event_type for row in ledger(doc)]


def fired(doc: Any) -> list[tuple[int, str]]:
	"""(level, trigger) of the tiers that have fired, in order."""
	import frappe

	rows = frappe.get_all(
		"SLA Escalation",
		filters={"sla_ticket": f"{doc.doctype} {doc.name}"},
		fields=["level", "trigger_on"],
		order_by="fired_utc, level",
	)
	return [(row.level, row.trigger_on) for row in rows]


def messages(template: str) -> list[Any]:
	import frappe

	return frappe.get_all(
		"SLA Outbox",
		filters={"template": template},
		fields=["name", "channel", "recipient", "user", "context", "reference_doctype", "reference_name"],
		order_by="creation, channel, recipient",
	)


# who may ask for what


def test_each_party_sees_its_own_tiers_and_reasons(doc: Any, site: Any) -> None:
	from sla_id.escalation.requests.who_may_ask import possible_requests

	record = world.record(doc)

	def offered(user: str) -> list[tuple[int, str, bool]]:
		return [(entry.level, entry.party, entry.counts_at_once) for entry in possible_requests(record, user)]

	assert offered(world.PARTNER_USER) == [(2, "Partner", False)]
	# the management speaks for its partner too: what is the partner's to ask is decided on all the same
	assert offered(BOSS) == [(2, "Partner", False), (3, "Management", True)]
	assert offered(world.AGENT) == [(2, "Agent", True), (3, "Agent", True)]
	for stranger in (OTHER, "Guest", world.CHIEF):
		assert offered(stranger) == []
	(level_2,) = possible_requests(record, world.PARTNER_USER)
	assert [reason.code for reason in level_2.reasons] == ["wrong_priority", "stagnant", "communication"]
	assert (level_2.reasons[1].label, level_2.reasons[1].label_en) == (
		"Progres stagnan",
		"Progress is stagnant",
	)
	assert level_2.responsible == "Lead of Technology"


@pytest.mark.parametrize(
	("limit", "offered"),
	[
		({"priorities": "P1"}, False),
		({"priorities": "P1, P2"}, True),
		({"partners": "SATKER"}, False),
		({"partners": "SATKER, MAJU"}, True),
		({"services": "UJI"}, True),
		({"services": "LAIN"}, False),
	],
)
def test_a_trigger_for_other_tickets_is_not_offered(
	doc: Any, site: Any, limit: dict[str, str], offered: bool
) -> None:
	from sla_id.escalation.requests.who_may_ask import possible_requests

	for code, parent in (("UJI", None), ("UJI.API", "UJI"), ("LAIN", None)):
		if not site.db.exists("SLA Service", code):
			site.get_doc(
				{
					"doctype": "SLA Service",
					"code": code,
					"service_name": code,
					"is_group": int(code == "UJI"),
					"parent_sla_service": parent,
				}
			).insert()
	world.change(doc, sla_id_service="UJI.API")
	manual(2, **limit)
	record = world.record(doc)
	assert record.service == "UJI.API"
	assert bool(possible_requests(record, world.PARTNER_USER)) is offered


def test_a_trigger_that_names_nobody_is_for_all(doc: Any) -> None:
	from sla_id.escalation.requests.who_may_ask import possible_requests

	manual(2, asked_by="")
	parties = [
		possible_requests(world.record(doc), user)[0].party
		for user in (world.PARTNER_USER, BOSS, world.AGENT)
	]
	assert parties == ["Partner", "Management", "Agent"]


@pytest.mark.parametrize("user", [OTHER, "Guest", NOBODY, world.CHIEF])
def test_strangers_are_refused(doc: Any, site: Any, user: str) -> None:
	"""Another partner's user, a guest, somebody in the desk without an agent's role, one who only reads."""
	world.user(NOBODY)
	with pytest.raises(site.PermissionError):
		ask(doc, user=user)
	assert site.db.count(REQUEST) == 0
	assert types(doc) == []


def test_a_stranger_learns_nothing_of_a_ticket(doc: Any, site: Any) -> None:
	from sla_id.api import escalation_requests as api

	heard = []
	for name in (f"{doc.doctype} {doc.name}", f"{doc.doctype} there-is-none"):
		with pytest.raises(site.PermissionError) as refusal:
			as_user(OTHER, api.ask, name, 2, "stagnant")
		heard.append(str(refusal.value))
	assert heard[0] == heard[1]


def test_a_tier_or_a_reason_of_others_is_refused(doc: Any, site: Any) -> None:
	with pytest.raises(site.PermissionError, match=r"level 3.*You may ask for: 2"):
		ask(doc, level=3, reason="partner_management")
	with pytest.raises(site.ValidationError, match="wrong_priority, stagnant, communication"):
		ask(doc, reason="partner_management")
	with pytest.raises(site.ValidationError, match="Reason"):
		ask(doc, reason="")
	with pytest.raises(site.ValidationError, match="at most 5000"):
		ask(doc, text="x" * 5001)
	assert site.db.count(REQUEST) == 0


# a partner's request


@pytest.mark.each_host
def test_a_partners_request_waits_for_a_decision(doc: Any, site: Any, clockwork: Clockwork) -> None:
	"""Asked for at 16:00, decided within 2 working hours: 10:00 the next morning."""
	clockwork.at("2026-06-08 16:00")
	request = ask(doc, text="Tidak ada kabar sejak pagi.")
	assert (request.status, request.party, request.level, request.partner) == (
		"Open",
		"Partner",
		2,
		world.PARTNER,
	)
	assert (request.reason, request.reason_label_en) == ("stagnant", "Progress is stagnant")
	assert (request.requested_by, request.explanation) == (world.PARTNER_USER, "Tidak ada kabar sejak pagi.")
	assert request.subject == doc.subject
	assert str(request.decide_by_utc)[:16] == "2026-06-09 03:00"
	assert request.decide_by_text == "Selasa, 9 Juni 2026 10.00 WIB"
	(event,) = ledger(doc)
	assert (event.event_type, event.actor, event.origin) == (
		"escalation_requested",
		world.PARTNER_USER,
		"Partner",
	)
	assert str(event.until_utc)[:16] == "2026-06-09 03:00"
	assert json.loads(event.details) == {"level": 2, "key": request.name}
	assert event.reason == "Progres stagnan"


def test_without_a_length_a_working_day_of_the_agreement(doc: Any, clockwork: Clockwork) -> None:
	"""Friday 16:00; a working day is 8 hours: Monday 16:00, counted on the agreement's own hours."""
	manual(2, decide_within="", calendar="")
	clockwork.at("2026-06-12 16:00")
	assert ask(doc).decide_by_text == "Senin, 15 Juni 2026 16.00 WIB"


def test_around_the_clock_where_the_trigger_says_so(doc: Any, site: Any, clockwork: Clockwork) -> None:
	around = site.get_all(
		"SLA Calendar", filters={"always_open": 1, "time_zone": "Asia/Jakarta"}, pluck="name"
	)
	manual(2, decide_within="2 h", calendar=around[0])
	clockwork.at("2026-06-13 23:00")
	assert ask(doc).decide_by_text == "Minggu, 14 Juni 2026 01.00 WIB"


def test_what_could_not_be_told_stands_under_the_request(doc: Any, site: Any) -> None:
	"""Nobody who decides has a desk, and the site sends no e-mail: nothing went out, and nothing said so."""
	from sla_id.api.escalation_requests import decide

	site.db.set_value("Email Account", {"default_outgoing": 1}, "enable_outgoing", 0)
	for role in ("SLA Manager", "System Manager"):
		for user in site.get_all("Has Role", {"role": role, "parenttype": "User"}, pluck="parent"):
			site.db.set_value("User", user, "user_type", "Website User")
			site.clear_document_cache("User", user)
	request = ask(doc)
	about = {"reference_doctype": REQUEST, "reference_name": request.name, "comment_type": "Info"}
	assert site.get_all("Comment", about, pluck="content") == [
		"Nobody who can decide this request could be told about it."
	]
	site.set_user("Administrator")
	decide(request.name, True)
	assert any(
		line.startswith("The decision could not be sent to")
		for line in site.get_all("Comment", about, pluck="content")
	)
	assert not messages("request_decided")


def test_the_tiers_people_are_told(doc: Any) -> None:
	"""Level 2 is the SLA Managers': bell and e-mail, with the way to the request and by when."""
	request = ask(doc)
	told = messages("escalation_requested")
	assert [(row.channel, row.user) for row in told] == [("Desk", world.LEAD), ("E-mail", world.LEAD)]
	assert {(row.reference_doctype, row.reference_name) for row in told} == {(REQUEST, request.name)}
	context = json.loads(told[0].context)
	assert context["due"].startswith("2026-06-08T11:00")
	assert (context["level"], context["responsible"]) == (2, "Lead of Technology")
	assert doc.subject not in told[0].context, "the subject is read when the message leaves"


def test_the_message_reads_as_it_should(doc: Any, site: Any) -> None:
	from sla_id.notify.outbox import standard_texts
	from sla_id.notify.outbox.message_texts import DESK, EMAIL, TEXT, render
	from sla_id.notify.outbox.standard_request_texts import REQUESTS

	assert {name: standard_texts.SHIPPED.get(name) for name in REQUESTS} == REQUESTS
	site.db.set_value("User", world.LEAD, "language", "id")
	ask(doc)
	row = site.get_doc("SLA Outbox", messages("escalation_requested")[0].name)
	desk = render(row, DESK).subject
	assert f"{doc.name} {doc.subject}: mitra meminta eskalasi tingkat 2, putuskan sebelum" in desk
	assert "Senin, 8 Juni 2026 11.00 WIB" in desk
	body = render(row, EMAIL).body
	assert "Lead of Technology" in body and "Progres stagnan" in body
	assert doc.subject not in render(row, TEXT).body


@pytest.mark.each_host
def test_accepted(doc: Any, site: Any, clockwork: Clockwork) -> None:
	request = ask(doc)
	clockwork.at("2026-06-08 09:30")
	decide(request, True, "Kami tambah orang.")
	assert (request.status, request.decided_by, request.answer) == ("Valid", world.LEAD, "Kami tambah orang.")
	assert (request.decided_text, request.late, request.open_key) == ("Senin, 8 Juni 2026 09.30 WIB", 0, None)
	assert types(doc) == ["escalation_requested", "request_accepted"]
	event = ledger(doc)[1]
	assert (event.actor, event.origin) == (world.LEAD, "Agent")
	assert json.loads(event.details) == {"level": 2, "key": request.name}
	(mail,) = messages("request_decided")
	assert (mail.channel, mail.recipient) == ("E-mail", world.PARTNER_USER)
	assert (mail.reference_doctype, mail.reference_name) == ("SLA Ticket", f"{doc.doctype} {doc.name}")
	assert json.loads(mail.context)["facts"] == ["Kami tambah orang."]


def test_refused_with_an_answer(doc: Any, site: Any) -> None:
	request = ask(doc)
	with pytest.raises(site.ValidationError, match="say why"):
		decide(request, False, "  ")
	decide(request, False, "Rencana aksi sudah dikirim pukul 10.")
	assert (request.status, request.answer) == ("Not valid", "Rencana aksi sudah dikirim pukul 10.")
	assert types(doc) == ["escalation_requested", "request_refused"]
	(mail,) = messages("request_decided")
	assert json.loads(mail.context)["facts"] == ["Rencana aksi sudah dikirim pukul 10."]
	with pytest.raises(site.ValidationError, match="already been decided"):
		decide(request, True)


def test_who_decides(doc: Any, site: Any) -> None:
	"""Managers and the tier's own people; neither other agents, nor the partner, nor a guest."""
	request = ask(doc)
	for user in (world.AGENT, world.PARTNER_USER, BOSS, OTHER, "Guest", world.CHIEF):
		with pytest.raises(site.PermissionError):
			decide(request, True, user=user)
	policy = site.db.get_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "escalation_policy")
	site.db.set_value("SLA Escalation Tier", {"parent": policy, "level": 2}, "user", world.AGENT)
	site.clear_document_cache("SLA Escalation Policy", policy)
	world.sign_again()
	assert decide(request, True, user=world.AGENT).decided_by == world.AGENT


def test_people_of_the_partner_never_decide(doc: Any, site: Any) -> None:
	"""Not even one whom somebody gave a manager's role."""
	request = ask(doc)
	site.get_doc("User", BOSS).add_roles("SLA Manager")
	with pytest.raises(site.PermissionError):
		decide(request, True, user=BOSS)


def test_too_late_it_counts_as_valid(doc: Any, site: Any, clockwork: Clockwork) -> None:
	request = ask(doc)
	clockwork.at("2026-06-08 11:00")
	with pytest.raises(site.ValidationError, match=r"Nobody had decided by Senin, 8 Juni 2026 11\.00 WIB"):
		decide(request, False, "Tidak perlu.")
	assert types(doc) == ["escalation_requested"]


def test_overdue_requests_are_closed(doc: Any, site: Any, clockwork: Clockwork) -> None:
	from sla_id.escalation.requests.request_and_decide import close_overdue
	from sla_id.instants import utc_now

	request = ask(doc)
	clockwork.at("2026-06-08 10:59")
	assert close_overdue(utc_now()) == 0
	clockwork.at("2026-06-08 11:00")
	shown = site.get_doc(REQUEST, request.name)
	shown.run_method("onload")
	assert shown.status == "Valid (not decided in time)", "as it is shown before the tick has come"
	assert close_overdue(utc_now()) == 1
	assert close_overdue(utc_now()) == 0
	request.reload()
	assert (request.status, request.late, request.decided_by) == ("Valid (not decided in time)", 1, None)
	assert request.decided_utc == request.decide_by_utc
	assert request.open_key is None
	assert len(messages("request_decided")) == 1


def test_a_request_about_a_ticket_that_is_solved_by_then_just_ends(
	doc: Any, site: Any, clockwork: Clockwork
) -> None:
	request = ask(doc)
	clockwork.at("2026-06-08 10:30")
	world.change(doc, status=world.status(doc.doctype, "Resolved"))
	clockwork.at("2026-06-08 11:00")
	with pytest.raises(site.ValidationError, match="nothing left to decide"):
		decide(request, True)
	shown = site.get_doc(REQUEST, request.name)
	shown.run_method("onload")
	assert (shown.status, shown.late) == ("Ticket solved first", 0), "as it is shown before the tick has come"
	world.tick()
	request.reload()
	assert (request.status, request.late, request.open_key) == ("Ticket solved first", 0, None)
	assert (2, "manual") not in fired(doc)
	assert len(messages("request_decided")) == 1


def test_a_request_about_a_ticket_that_is_open_again_by_then_counts(
	doc: Any, site: Any, clockwork: Clockwork
) -> None:
	request = ask(doc)
	clockwork.at("2026-06-08 10:00")
	world.change(doc, status=world.status(doc.doctype, "Resolved"))
	clockwork.at("2026-06-08 10:30")
	world.change(doc, status=world.status(doc.doctype, "Running"))
	clockwork.at("2026-06-08 11:00")
	world.tick()
	assert request.reload().status == "Valid (not decided in time)"
	assert (2, "manual") in fired(doc)


def test_looking_for_overdue_requests_reads_open_ones_only(doc: Any, site: Any) -> None:
	"""Decided ones stay in the table for good: the tick must not walk through them."""
	for field in ("status", "decide_by_utc"):
		assert site.get_meta(REQUEST).get_field(field).search_index


def test_withdrawn_by_who_asked(doc: Any, site: Any) -> None:
	from sla_id.api import escalation_requests as api

	request = ask(doc)
	for user in (BOSS, world.LEAD, OTHER):
		with pytest.raises(site.PermissionError):
			as_user(user, api.withdraw, request.name)
	as_user(world.PARTNER_USER, api.withdraw, request.name)
	assert request.reload().status == "Withdrawn"
	assert [(row.event_type, row.reason) for row in ledger(doc)][1:] == [("request_refused", "withdrawn")]
	with pytest.raises(site.ValidationError, match="already been decided"):
		as_user(world.PARTNER_USER, api.withdraw, request.name)
	assert messages("request_decided") == []


def test_what_was_decided_stays(doc: Any, site: Any) -> None:
	request = decide(ask(doc), True)
	request.answer = "Sebenarnya tidak."
	with pytest.raises(site.ValidationError, match="already been decided"):
		request.save(ignore_permissions=True, ignore_version=False)
	with pytest.raises(site.ValidationError, match="stay on record"):
		site.delete_doc(REQUEST, request.name, force=True)


# requests that count at once


def test_the_managements_request_counts_at_once(doc: Any) -> None:
	request = ask(doc, level=3, reason="partner_management", user=BOSS)
	assert (request.status, request.party, request.decide_by_utc) == ("Valid", "Management", None)
	assert request.decided_utc == request.requested_utc
	assert [(row.event_type, row.actor, row.origin) for row in ledger(doc)] == [
		("escalation_requested", BOSS, "Partner"),
		("request_accepted", BOSS, "Partner"),
	]
	assert messages("escalation_requested") == []


def test_an_agents_request_counts_at_once(doc: Any) -> None:
	request = ask(doc, reason="wrong_priority", user=world.AGENT)
	assert (request.status, request.party) == ("Valid", "Agent")
	assert [row.origin for row in ledger(doc)] == ["Agent", "Agent"]


# limits


def test_one_open_request_for_a_tier(doc: Any, site: Any, clockwork: Clockwork) -> None:
	first = ask(doc)
	with pytest.raises(site.ValidationError, match=r"already asked for level 2.*8 June 2026"):
		ask(doc, reason="communication", user=BOSS)
	decide(first, False, "Belum perlu.")
	second = ask(doc, reason="communication")
	clockwork.at("2026-06-08 11:30")
	third = ask(doc, reason="communication")
	assert site.db.get_value(REQUEST, second.name, "status") == "Valid (not decided in time)"
	assert third.status == "Open"


def test_the_database_refuses_a_second_open_one(doc: Any, site: Any) -> None:
	"""Two processes at once: the key is unique, whatever either has read."""
	copy = site.copy_doc(ask(doc))
	assert copy.open_key
	with pytest.raises((site.DuplicateEntryError, site.UniqueValidationError)):
		copy.insert(ignore_permissions=True)


def test_so_many_a_day(doc: Any, site: Any, clockwork: Clockwork) -> None:
	site.db.set_single_value("SLA Settings", "requests_a_day", 2)
	host = doc.doctype
	for hour, number in ((10, 1), (11, 2)):
		clockwork.at(f"2026-06-08 {hour}:00")
		decide(ask(doc if number == 1 else world.ticket(host, sla_id_priority="P2")), True)
	clockwork.at("2026-06-08 12:00")
	third = world.ticket(host, sla_id_priority="P2")
	with pytest.raises(
		site.ValidationError, match=r"2 escalation requests within a day.*9 June 2026 10:00 WIB"
	):
		ask(third)
	assert ask(third, user=BOSS).status == "Open", "the limit is each user's own"
	assert ask(third, user=world.AGENT).status == "Valid", "agents have none"
	clockwork.at("2026-06-09 10:00")
	assert ask(world.ticket(host, sla_id_priority="P2")).status == "Open"


def test_three_a_ticket_a_day(doc: Any, site: Any, clockwork: Clockwork) -> None:
	for hour, user in ((10, world.PARTNER_USER), (11, BOSS), (12, world.PARTNER_USER)):
		clockwork.at(f"2026-06-08 {hour}:00")
		decide(ask(doc, user=user), False, "Belum perlu.")
	clockwork.at("2026-06-08 13:00")
	with pytest.raises(
		site.ValidationError, match=r"This ticket has had 3 escalation requests.*9 June 2026 10:00 WIB"
	):
		ask(doc, user=BOSS)
	assert ask(doc, user=world.AGENT).status == "Valid"


def test_a_field_that_was_never_saved_reads_as_its_default(site: Any) -> None:
	from sla_id.escalation.escalation_settings import Settings, read_settings

	for field in ("requests_a_day", "major_partners", "major_within_minutes"):
		site.db.delete("Singles", {"doctype": "SLA Settings", "field": field})
	assert read_settings() == Settings()
	site.db.set_single_value("SLA Settings", "major_partners", 0)
	assert read_settings().major_partners == 0, "0 turns it off"
	form = site.get_doc("SLA Settings")
	form.run_method("onload")
	assert (int(form.requests_a_day), int(form.major_partners)) == (5, 0)


@pytest.mark.each_host
@pytest.mark.parametrize("effect", ["Resolved", "Closed"])
def test_a_solved_ticket_takes_none(doc: Any, site: Any, effect: str) -> None:
	world.change(doc, status=world.status(doc.doctype, effect))
	for user in (world.PARTNER_USER, world.AGENT):
		with pytest.raises(site.ValidationError, match=r"solved\. Reopen it by answering"):
			ask(doc, user=user)
	world.change(doc, status="Open")
	assert ask(doc).status == "Open"


def test_a_ticket_outside_the_agreement_takes_none(doc: Any, site: Any) -> None:
	world.change(doc, sla_id_out_of_scope="Koneksi internet mitra")
	assert world.record(doc).state == "Excluded"
	with pytest.raises(site.ValidationError, match="outside the agreement"):
		ask(doc)


def test_a_ticket_without_tiers_offers_none(site: Any, clockwork: Clockwork) -> None:
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-06-08 09:00")
	theirs = world.ticket(host, raised_by=OTHER)
	with pytest.raises(site.PermissionError, match="You may ask for: none"):
		ask(theirs, user=OTHER)


# what others see


def test_partners_see_their_own_requests_and_change_none(doc: Any, site: Any) -> None:
	from sla_id.access import find_ticket
	from sla_id.api.escalation_requests import decide as decide_it
	from sla_id.api.escalation_requests import withdraw as withdraw_it
	from sla_id.portal.ticket_requests import describe_requests

	request = ask(doc)
	inside = ask(doc, level=3, reason="partner_management", user=world.AGENT, text="Rahasia dapur")
	for user, seen in ((world.PARTNER_USER, 1), (BOSS, 1), (OTHER, 0)):
		site.set_user(user)
		assert not site.has_permission(REQUEST, "read")
		record = find_ticket(world.record(doc).name)
		assert bool(record) is bool(seen)
		if record:
			assert [row["name"] for row in describe_requests(record, str)["past"]] == [request.name]
		for name in (inside.name, *(() if seen else (request.name,))):
			for act in (lambda name=name: decide_it(name, True), lambda name=name: withdraw_it(name)):
				with pytest.raises(site.PermissionError, match="no such request"):
					act()
	site.set_user("Administrator")
	assert request.reload().status == "Open"


def test_who_decided_stays_inside(doc: Any, site: Any) -> None:
	"""The page says what was answered, not by whom."""
	from frappe.client import get

	from sla_id.access import find_ticket
	from sla_id.portal.ticket_requests import describe_requests

	request = decide(ask(doc), True, "Baik.")
	site.set_user(world.PARTNER_USER)
	page = str(describe_requests(find_ticket(world.record(doc).name), str))
	assert "Baik." in page
	assert world.LEAD not in page
	site.set_user(world.AGENT)
	assert get(REQUEST, request.name)["decided_by"] == world.LEAD


def test_changes_past_the_app_are_on_record(doc: Any, site: Any) -> None:
	request = ask(doc)
	request.explanation = "Diubah oleh skrip."
	request.save(ignore_permissions=True, ignore_version=False)
	(data,) = site.get_all("Version", filters={"ref_doctype": REQUEST, "docname": request.name}, pluck="data")
	assert "Diubah oleh skrip." in data


@pytest.mark.each_host
def test_a_renamed_ticket_takes_its_requests_along(doc: Any, site: Any) -> None:
	from sla_id.ledger.rename_record import rename_record

	request = ask(doc)
	old, new = f"{doc.doctype} {doc.name}", f"{doc.doctype} aside"
	rename_record(old, new)
	request.reload()
	assert (request.sla_ticket, request.open_key) == (new, f"{new}:level 2")
	assert site.db.exists("SLA Event", {"sla_ticket": new, "event_type": "escalation_requested"})
	rename_record(new, old)


# a massive impact


@pytest.mark.each_host
def test_massive_impact_is_declared_once(doc: Any, site: Any) -> None:
	from sla_id.api.escalation_requests import declare_massive_impact as declare

	for user in (world.PARTNER_USER, OTHER, "Guest", world.CHIEF):
		with pytest.raises(site.PermissionError):
			as_user(user, declare, doc.doctype, str(doc.name), "Semua cabang berhenti")
	with pytest.raises(site.ValidationError, match="Reason"):
		as_user(world.AGENT, declare, doc.doctype, str(doc.name), " ")
	with pytest.raises(site.ValidationError, match="isn't a ticket"):
		as_user(world.AGENT, declare, "User", world.AGENT, "x")
	answer = as_user(world.AGENT, declare, doc.doctype, str(doc.name), "Semua cabang berhenti")
	assert answer["name"] == f"{doc.doctype} {doc.name}"
	as_user(world.LEAD, declare, doc.doctype, str(doc.name), "Sekali lagi")
	(event,) = ledger(doc)
	assert (event.event_type, event.actor, event.reason) == (
		"massive_impact",
		world.AGENT,
		"Semua cabang berhenti",
	)


# the tiers that this brings in


@pytest.mark.each_host
def test_an_accepted_request_brings_in_level_2(doc: Any, clockwork: Clockwork) -> None:
	request = ask(doc)
	assert (2, "manual") not in fired(doc)
	clockwork.at("2026-06-08 09:30")
	decide(request, True)
	assert (2, "manual") in fired(doc)


def test_a_refused_one_does_not(doc: Any, clockwork: Clockwork) -> None:
	request = ask(doc)
	clockwork.at("2026-06-08 09:30")
	decide(request, False, "Belum perlu.")
	clockwork.at("2026-06-08 11:30")
	world.tick()
	assert (2, "manual") not in fired(doc)


def test_an_undecided_one_does_at_its_time(doc: Any, site: Any, clockwork: Clockwork) -> None:
	ask(doc)
	clockwork.at("2026-06-08 10:59")
	world.tick()
	assert (2, "manual") not in fired(doc)
	clockwork.at("2026-06-08 11:00")
	world.tick()
	assert (2, "manual") in fired(doc)


def test_a_withdrawn_one_does_not(doc: Any, clockwork: Clockwork) -> None:
	from sla_id.api import escalation_requests as api

	request = ask(doc)
	as_user(world.PARTNER_USER, api.withdraw, request.name)
	clockwork.at("2026-06-08 11:30")
	world.tick()
	assert (2, "manual") not in fired(doc)


def test_the_managements_request_brings_in_level_3(doc: Any) -> None:
	ask(doc, level=3, reason="partner_management", user=BOSS)
	assert (3, "manual") in fired(doc)


def test_massive_impact_brings_in_level_3(doc: Any) -> None:
	from sla_id.api.escalation_requests import declare_massive_impact as declare

	trigger(3, "massive_impact")
	as_user(world.AGENT, declare, doc.doctype, str(doc.name), "Semua cabang berhenti")
	assert (3, "massive_impact") in fired(doc)
