"""Pauses with a reason, stretches excluded afterwards, causes of missed targets: from the act to clocks, receipts, trails and messages."""

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla_id.access import find_ticket
from sla_id.api import ticket_claims as act
from sla_id.api.ticket import get_clocks
from sla_id.audit_trail import read_trail
from sla_id.portal.ticket_page import describe_ticket
from sla_id.sweep.self_check.run_self_check import run_self_check
from sla_id.ticket_claims.ask_owner import ask_for_answers, tell_ended_pauses
from sla_id.ticket_claims.explain_breach import causes_of
from sla_id.ticket_claims.missed_targets import missed_targets
from tests.app import outbox_world as box
from tests.app import world
from tests.app.claims_world import FORCE, PROVEN, VENDOR, WAIT, names, sign_reasons
from tests.app.conftest import Clockwork, wib

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = "2026-03-16"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	sign_reasons()


@pytest.fixture
def ticket(host_name: str, clockwork: Clockwork, site: Any) -> Any:
	"""A P1 of Monday 09:00: response by 10:00, resolution by 17:00, around the clock."""
	clockwork.at(f"{DAY} 09:00")
	box.clear()
	doc = world.ticket(host_name, sla_id_priority="P1")
	clockwork.at(f"{DAY} 09:05")
	world.reply(doc)
	world.assign(doc)
	world.change(doc, status=world.status(host_name, "Running"))
	return doc


def at(clockwork: Clockwork, text: str) -> None:
	clockwork.at(f"{DAY} {text}" if len(text) < 6 else text)


def paused(clockwork: Clockwork, doc: Any, text: str) -> None:
	at(clockwork, text)
	world.change(doc, status=world.status(doc.doctype, "Paused"))


def due(doc: Any, kind: str = "resolution") -> str:
	"""When a clock is due, as the panel says it."""
	return clock(doc, kind)["due"][11:16]


def clock(doc: Any, kind: str = "resolution") -> dict[str, Any]:
	return next(row for row in get_clocks(*names(doc))["clocks"] if row["clock"] == kind)


def as_user(site: Any, user: str, call: Any) -> Any:
	before = site.session.user
	site.set_user(user)
	try:
		return call()
	finally:
		site.set_user(before)


@pytest.mark.each_host
def test_a_pause_with_a_reason_ends_by_itself(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""Paused in one act at 10:00 for 2 hours at most: at 12:00 the clock runs, the agent is told, the receipt says so."""
	at(clockwork, "10:00")
	status = world.status(ticket.doctype, "Paused")
	told = as_user(site, world.AGENT, lambda: act.pause(*names(ticket), status, WAIT))
	assert told["state"] == "Paused"
	assert site.db.get_value(ticket.doctype, ticket.name, "status") == status
	at(clockwork, "12:00")
	world.tick()
	assert world.record(ticket).state == "On Track"
	assert (tell_ended_pauses(), tell_ended_pauses()) == (1, 0)
	told_over = {"message_key": ["like", "pause-over:%"], "channel": "Desk"}
	told = site.get_all("SLA Outbox", told_over, ["user", "context"])
	owner = (
		world.AGENT if ticket.doctype == "Issue" else world.LEAD
	)  # a team has it there: its managers hear of it
	assert [row.user for row in told] == [owner]
	assert re.search(r"12[.:]00 WIB", told[0].context)
	assert site.db.get_value(ticket.doctype, ticket.name, "status") == status
	at(clockwork, "15:00")
	found = get_clocks(*names(ticket))
	assert due(ticket) == "19:00"
	assert "Waiting for the partner, ended by itself after 2" in clock(ticket)["receipt"]
	assert "12:00" in found["over"] and found["pauses"][0]["over_text"].startswith("ended by itself")


def test_looking_late_says_the_same_as_the_tick_on_time(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	paused(clockwork, ticket, "10:00")
	act.name_reason(*names(ticket), WAIT)
	record = world.record(ticket)
	assert str(record.next_event_at)[:19] == "2026-03-16 05:00:00"
	at(clockwork, "14:30")
	world.tick()
	assert due(ticket) == "19:00"
	assert str(world.record(ticket).pause_over_utc)[:19] == "2026-03-16 05:00:00"


@pytest.mark.each_host
def test_a_status_alone_pauses_and_the_reason_is_asked_for(
	ticket: Any, clockwork: Clockwork, site: Any
) -> None:
	paused(clockwork, ticket, "10:00")
	record = world.record(ticket)
	assert (record.state, record.pause_unexplained, record.needs_answer) == ("Paused", 1, 1)
	found = get_clocks(*names(ticket))
	assert [row["start_text"] for row in found["missing_reasons"]]
	said = {row["code"]: row["longest"] for row in found["choices"]["reasons"]}
	assert said == {WAIT: "2 business hours", VENDOR: "", PROVEN: "3 business hours"}
	assert (ask_for_answers(), ask_for_answers()) == (1, 0)
	at(clockwork, "14:00")
	assert ask_for_answers() == 1
	as_user(site, world.AGENT, lambda: act.name_reason(*names(ticket), WAIT))
	record = world.record(ticket)
	assert (record.pause_unexplained, record.cause_missing) == (0, 0)
	assert due(ticket) == "19:00"
	at(clockwork, "20:00")
	world.tick()
	assert [kind for kind in world.events(ticket) if kind == "pause_named"] == ["pause_named"]


def test_without_reasons_in_the_agreement_nothing_is_asked(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""The Satker's agreement names none: a status pauses as it always did."""
	at(clockwork, "09:00")
	doc = world.ticket(host_name, raised_by="tono@satker.example", sla_id_priority="P1")
	world.reply(doc)
	paused(clockwork, doc, "09:10")
	at(clockwork, "2026-03-20 10:00")
	world.tick()
	record = world.record(doc)
	assert (record.needs_answer, record.pause_unexplained) == (0, 0)
	assert "paused" in world.events(doc)
	with pytest.raises(site.ValidationError, match="has no reason WAIT"):
		act.name_reason(*names(doc), WAIT)


def waiting(clockwork: Clockwork, site: Any, doc: Any, code: str = VENDOR, **evidence: str) -> str:
	"""The agent asks at 11:00 for a pause that began at 10:00; its record."""
	paused(clockwork, doc, "10:00")
	at(clockwork, "11:00")
	as_user(site, world.AGENT, lambda: act.name_reason(*names(doc), code, **evidence))
	return str(site.db.get_value("SLA Ticket Pause", {"sla_ticket": world.record(doc).name}))


def test_what_needs_approval_runs_until_it_is_approved(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""It counts up to the asking; both figures are shown; approved at 14:00, it counts from its beginning."""
	name = waiting(clockwork, site, ticket)
	at(clockwork, "14:00")
	found = get_clocks(*names(ticket))
	assert due(ticket) == "18:00"
	assert "21:00" in found["pauses"][0]["supposed"][0]
	assert box_users(site, "SLA Ticket Pause") >= {world.LEAD}
	as_user(site, world.LEAD, lambda: act.decide_on_pause(name, True))
	assert (due(ticket), world.record(ticket).state) == ("21:00", "Paused")
	at(clockwork, "16:00")
	world.change(ticket, status=world.status(ticket.doctype, "Running"))
	assert due(ticket) == "23:00"
	assert [entry.kind for entry in read_trail("SLA Ticket Pause", name)] == ["Reason given", "Decided"]


def box_users(site: Any, doctype: str) -> set[str]:
	return set(site.get_all("SLA Outbox", {"reference_doctype": doctype}, pluck="user"))


def test_refused_it_never_paused(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	name = waiting(clockwork, site, ticket)
	at(clockwork, "18:00")
	with pytest.raises(site.ValidationError, match="say why the pause is refused"):
		as_user(site, world.LEAD, lambda: act.decide_on_pause(name, False, " "))
	as_user(site, world.LEAD, lambda: act.decide_on_pause(name, False, "Vendor menjawab"))
	assert (due(ticket), world.record(ticket).state) == ("17:00", "Breached")
	with pytest.raises(site.ValidationError, match="was refused by"):
		act.name_reason(*names(ticket), WAIT, why="coba lagi")
	with pytest.raises(site.ValidationError, match="was refused by"):
		as_user(site, world.LEAD, lambda: act.decide_on_pause(name, True))


def test_nobody_decides_on_what_they_asked_for(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	paused(clockwork, ticket, "10:00")
	as_user(site, world.LEAD, lambda: act.name_reason(*names(ticket), VENDOR))
	name = site.db.get_value("SLA Ticket Pause", {"sla_ticket": world.record(ticket).name})
	for user in (world.LEAD, world.AGENT, world.PARTNER_USER):
		with pytest.raises(site.PermissionError):
			as_user(site, user, lambda: act.decide_on_pause(name, True))
	assert get_clocks(*names(ticket))["pauses"][0]["name"] == name


def test_evidence_where_the_agreement_wants_it(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	paused(clockwork, ticket, "10:00")
	for evidence in ({}, {"evidence": "  "}):
		with pytest.raises(site.ValidationError, match="Evidence: write down"):
			act.name_reason(*names(ticket), PROVEN, **evidence)
	with pytest.raises(site.ValidationError, match="no such file"):
		act.name_reason(*names(ticket), PROVEN, evidence_file="/private/files/orang-lain.pdf")
	file = site.get_doc(
		{"doctype": "File", "file_name": "izin.txt", "content": "izin", "is_private": 1}
	).insert()
	act.name_reason(*names(ticket), PROVEN, evidence_file=file.file_url)
	file.reload()
	assert file.attached_to_doctype == "SLA Ticket Pause"


def test_another_reason_only_by_a_manager_who_says_why(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	paused(clockwork, ticket, "10:00")
	act.name_reason(*names(ticket), WAIT)
	with pytest.raises(site.ValidationError, match="Say why it changes"):
		as_user(site, world.AGENT, lambda: act.name_reason(*names(ticket), VENDOR))
	with pytest.raises(site.PermissionError):
		as_user(site, world.AGENT, lambda: act.name_reason(*names(ticket), VENDOR, why="salah pilih"))
	as_user(site, world.LEAD, lambda: act.name_reason(*names(ticket), VENDOR, why="salah pilih"))
	name = site.db.get_value("SLA Ticket Pause", {"sla_ticket": world.record(ticket).name})
	assert [entry.reason for entry in read_trail("SLA Ticket Pause", name)] == ["", "salah pilih"]


def test_a_ticket_that_was_never_paused(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	with pytest.raises(site.ValidationError, match="isn't paused"):
		act.name_reason(*names(ticket), WAIT)
	with pytest.raises(site.ValidationError, match="wasn't paused at"):
		paused(clockwork, ticket, "10:00")
		act.name_reason(*names(ticket), WAIT, started="2026-03-16T09:30:00+07:00")
	with pytest.raises(site.ValidationError, match="pauses no ticket"):
		act.pause(*names(ticket), "Open", WAIT)


def missed(clockwork: Clockwork, doc: Any) -> None:
	"""Solved at 18:00, an hour late."""
	at(clockwork, "18:00")
	world.tick()
	world.change(doc, status=world.status(doc.doctype, "Resolved"))
	assert world.clock(doc, "resolution").state == "missed"


def claimed(site: Any, doc: Any, start: str = "12:00", end: str = "14:00", **values: str) -> str:
	values = {"code": FORCE, "evidence": "Listrik padam, berita acara PLN 12", **values}
	return str(
		as_user(
			site,
			world.AGENT,
			lambda: act.claim(*names(doc), start=f"{DAY} {start}", end=f"{DAY} {end}", **values),
		)
	)


@pytest.mark.each_host
def test_a_granted_claim_makes_a_missed_target_kept(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""On the solved ticket: due 17:00 becomes 19:00; the helpdesk shows it; what was escalated stays so."""
	missed(clockwork, ticket)
	escalated = site.db.count("SLA Escalation", {"sla_ticket": world.record(ticket).name})
	assert escalated
	name = claimed(site, ticket)
	open_claim = get_clocks(*names(ticket))["claims"][0]
	assert "19:00" in open_claim["supposed"][0] and "met" in open_claim["supposed"][0]
	assert world.clock(ticket, "resolution").state == "missed"
	as_user(site, world.LEAD, lambda: act.decide_on_claim(name, True, "Berita acara lengkap"))
	assert (world.clock(ticket, "resolution").state, due(ticket)) == ("met", "19:00")
	assert world.record(ticket).state == "Met"
	field = "resolution_by"
	assert str(site.db.get_value(ticket.doctype, ticket.name, field))[11:16] == "19:00"
	assert site.db.count("SLA Escalation", {"sla_ticket": world.record(ticket).name}) == escalated
	assert get_clocks(*names(ticket))["claims"][0]["sent_stay"]
	site.local.lang = "id"
	assert "dikecualikan kemudian: Force Majeure (keadaan kahar)" in clock(ticket)["receipt"]
	site.local.lang = "en"
	assert f"excluded afterwards: Force majeure ({name})" in clock(ticket)["receipt"]
	assert [entry.kind for entry in read_trail("SLA Ticket Claim", name)] == ["Claimed", "Decided"]


def test_a_part_is_granted(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	missed(clockwork, ticket)
	name = claimed(site, ticket)
	with pytest.raises(site.ValidationError, match="a part of what is claimed"):
		act.decide_on_claim(name, True, "x", start=f"{DAY} 11:00", end=f"{DAY} 13:00")
	act.decide_on_claim(name, True, "Setengah terbukti", start=f"{DAY} 12:00", end=f"{DAY} 12:30")
	doc = site.get_doc("SLA Ticket Claim", name)
	assert (doc.status, due(ticket), clock(ticket)["state"]) == ("Partly Granted", "17:30", "missed")


@pytest.mark.each_host
def test_what_was_granted_is_taken_back(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""Kept because of the claim, missed again without it: clocks, the helpdesk's due time, the cause asked for, trail and messages."""
	missed(clockwork, ticket)
	name = claimed(site, ticket)
	as_user(site, world.LEAD, lambda: act.decide_on_claim(name, True, "Berita acara lengkap"))
	assert (world.clock(ticket, "resolution").state, world.record(ticket).cause_missing) == ("met", 0)
	at(clockwork, "19:00")
	act.take_back(name, "Berita acara milik gedung lain")
	assert (world.clock(ticket, "resolution").state, due(ticket)) == ("missed", "17:00")
	assert (world.record(ticket).state, world.record(ticket).cause_missing) == ("Missed", 1)
	assert str(site.db.get_value(ticket.doctype, ticket.name, "resolution_by"))[11:16] == "17:00"
	assert "excluded afterwards" not in clock(ticket)["receipt"]
	assert {"exclusion_approved", "exclusion_revoked"} <= set(world.events(ticket))
	trail = read_trail("SLA Ticket Claim", name)
	assert [(entry.kind, entry.reason) for entry in trail][2:] == [
		("Taken Back", "Berita acara milik gedung lain")
	]
	doc = site.get_doc("SLA Ticket Claim", name)
	assert (doc.status, doc.decision_reason) == ("Taken Back", "Berita acara lengkap")
	told = site.get_all("SLA Outbox", {"message_key": ["like", "ticket-claim-taken-back:%"]}, pluck="user")
	assert sorted(told) == sorted({world.AGENT, world.LEAD})
	assert run_self_check().found == []
	# what it covers may be claimed anew
	again = claimed(site, ticket)
	as_user(site, world.LEAD, lambda: act.decide_on_claim(again, True, "Berita acara yang benar"))
	assert (world.clock(ticket, "resolution").state, due(ticket)) == ("met", "19:00")


def test_who_may_take_back(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""Four eyes as for granting; only what is granted, once, and with a reason."""
	missed(clockwork, ticket)
	name = claimed(site, ticket)
	with pytest.raises(site.ValidationError, match="there is nothing to take back"):
		act.take_back(name, "x")
	act.decide_on_claim(name, True, "terbukti", start=f"{DAY} 12:00", end=f"{DAY} 13:30")
	for user in (world.AGENT, world.PARTNER_USER):
		with pytest.raises(site.PermissionError):
			as_user(site, user, lambda: act.take_back(name, "x"))
	with pytest.raises(site.ValidationError, match="say why it is taken back"):
		act.take_back(name, " ")
	assert due(ticket) == "18:30"
	own = as_user(
		site,
		world.LEAD,
		lambda: act.claim(
			*names(ticket), FORCE, f"{DAY} 10:00", f"{DAY} 10:30", evidence="Berita acara PLN 13"
		),
	)
	act.decide_on_claim(own, True, "terbukti")
	with pytest.raises(site.PermissionError, match="what you asked for yourself"):
		as_user(site, world.LEAD, lambda: act.take_back(own, "x"))
	as_user(site, world.LEAD, lambda: act.take_back(name, "keliru"))
	assert due(ticket) == "17:30"
	for call in (act.take_back, act.withdraw):
		with pytest.raises(site.ValidationError, match="was taken back by Lead"):
			call(name, "lagi")
	site.set_user(world.PARTNER_USER)
	found = {row["name"]: row for row in get_clocks(*names(ticket))["claims"]}[name]
	assert (found["status_label"], found["taken_back_reason"]) == ("Taken Back", "keliru")
	assert "13:30" in found["granted_text"]
	assert "may_take_back" not in found and "taken_back_by" not in found


def test_refused_and_withdrawn_change_nothing(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	missed(clockwork, ticket)
	refused, withdrawn = claimed(site, ticket), claimed(site, ticket, "10:00", "11:00")
	as_user(site, world.LEAD, lambda: act.decide_on_claim(refused, False, "Tidak terbukti"))
	as_user(site, world.AGENT, lambda: act.withdraw(withdrawn, "Keliru"))
	assert due(ticket) == "17:00"
	for name in (refused, withdrawn):
		with pytest.raises(site.ValidationError, match=r"was (decided|withdrawn)"):
			as_user(site, world.LEAD, lambda name=name: act.decide_on_claim(name, True, "x"))


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"start": "14:00", "end": "14:00"}, "isn't after the start"),
		({"start": "14:00", "end": "23:00"}, "in the future"),
		({"start": "08:00", "end": "10:00"}, "was reported at"),
		({"start": "kemarin"}, "give a date and a time"),
		({"code": "cuaca"}, "has no class cuaca"),
		({"evidence": ""}, "Evidence: write down"),
	],
)
def test_what_no_claim_may_say(
	values: dict[str, str], says: str, ticket: Any, clockwork: Clockwork, site: Any
) -> None:
	missed(clockwork, ticket)
	with pytest.raises(site.ValidationError, match=says):
		claimed(site, ticket, **values)
	assert not site.db.count("SLA Ticket Claim")


def test_the_same_is_not_claimed_twice(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	missed(clockwork, ticket)
	name = claimed(site, ticket)
	with pytest.raises(site.ValidationError, match=f"{name} claims some of that"):
		claimed(site, ticket, "13:00", "15:00")
	assert claimed(site, ticket, "13:00", "15:00", code=WAIT) != name


def test_who_may_what(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""Partners nothing, agents without the ticket nothing, managers not on their own."""
	missed(clockwork, ticket)
	name = claimed(site, ticket)
	own = as_user(
		site, world.LEAD, lambda: act.claim(*names(ticket), FORCE, f"{DAY} 09:30", f"{DAY} 09:45", "bukti")
	)
	world.user("orang@lain.example", "SLA Executive")
	for user in (world.PARTNER_USER, "orang@lain.example", "tono@satker.example"):
		for call in (
			lambda: act.decide_on_claim(name, True, "x"),
			lambda: act.decide_on_pause(name, True, "x"),
			lambda: act.withdraw(name, "x"),
			lambda: act.claim(*names(ticket), FORCE, f"{DAY} 10:00", f"{DAY} 10:10", "x"),
			lambda: act.name_reason(*names(ticket), WAIT),
			lambda: act.pause(*names(ticket), "Replied", WAIT),
			lambda: act.explain(*names(ticket), "resolution", "x", "TOOL"),
		):
			with pytest.raises((site.PermissionError, site.DoesNotExistError)):
				as_user(site, user, call)
	with pytest.raises(site.PermissionError, match="need one of these roles"):
		as_user(site, world.AGENT, lambda: act.decide_on_claim(name, True, "x"))
	with pytest.raises(site.PermissionError, match="Another person"):
		as_user(site, world.LEAD, lambda: act.decide_on_claim(own, True, "x"))
	for doctype in ("SLA Ticket Claim", "SLA Ticket Pause", "SLA Breach Answer"):
		assert not as_user(site, world.PARTNER_USER, lambda d=doctype: site.has_permission(d, "read"))


def test_nobody_writes_or_deletes_the_records_by_hand(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	missed(clockwork, ticket)
	doc = site.get_doc("SLA Ticket Claim", claimed(site, ticket))
	doc.status = "Granted"
	with pytest.raises(site.PermissionError):
		doc.save()
	with pytest.raises(site.PermissionError):
		doc.delete()


def test_the_cause_of_a_missed_target(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""003 V.10: the owner is asked once an interval, answers from the list, and corrects it only with a reason."""
	missed(clockwork, ticket)
	record = world.record(ticket)
	assert (record.cause_missing, record.needs_answer) == (1, 1)
	assert [row["clock"] for row in get_clocks(*names(ticket))["missing_causes"]] == ["resolution"]
	assert (ask_for_answers(), ask_for_answers()) == (1, 0)
	for cause, root, says in (
		("TOOL", "", "Root cause"),
		("CUACA", "x", "has no cause CUACA"),
		("", "x", "has no cause"),
	):
		with pytest.raises(site.ValidationError, match=says):
			act.explain(*names(ticket), "resolution", root, cause)
	with pytest.raises(site.ValidationError, match="hasn't missed"):
		act.explain(*names(ticket), "response", "x", "TOOL")
	as_user(site, world.AGENT, lambda: act.explain(*names(ticket), "resolution", "Disk penuh", "TOOL"))
	assert (world.record(ticket).cause_missing, ask_for_answers()) == (0, 0)
	with pytest.raises(site.ValidationError, match="Say why it changes"):
		act.explain(*names(ticket), "resolution", "Salah konfigurasi", "HUMAN")
	act.explain(*names(ticket), "resolution", "Salah konfigurasi", "HUMAN", why="Temuan baru")
	((known),) = causes_of(world.PARTNER, wib("2026-03-01 00:00"), wib("2026-04-01 00:00"))
	assert (known.cause_en, known.root_cause, known.clock) == (
		"Human error",
		"Salah konfigurasi",
		"resolution",
	)
	name = site.db.get_value("SLA Breach Answer", {"sla_ticket": record.name})
	trail = read_trail("SLA Breach Answer", name)
	assert [(entry.kind, entry.reason) for entry in trail] == [("Answered", ""), ("Corrected", "Temuan baru")]
	assert trail[0].by_user == world.AGENT


def test_the_partner_sees_the_cause_but_not_its_root(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	missed(clockwork, ticket)
	claimed(site, ticket)
	act.explain(*names(ticket), "resolution", "Disk penuh", "TOOL")
	site.set_user(world.PARTNER_USER)
	found = get_clocks(*names(ticket))
	assert found["answers"][0]["cause"] == "Equipment"
	said = str({key: found[key] for key in ("answers", "claims", "pauses")})
	assert "Disk penuh" not in said and "Sari" not in said and "by" not in found["claims"][0]
	assert "missing_causes" not in found and "choices" not in found


def test_an_excluded_target_is_not_missed(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	missed(clockwork, ticket)
	march, april = date(2026, 3, 1), date(2026, 4, 1)
	((found),) = missed_targets(world.PARTNER, march, JAKARTA)
	assert found.clock == "resolution" and found.stopped is not None
	assert found.stopped.replace(microsecond=0) == wib(f"{DAY} 18:00")
	assert found.due.replace(microsecond=0) == wib(f"{DAY} 17:00")
	assert missed_targets(world.PARTNER, april, JAKARTA) == missed_targets("SATKER", march, JAKARTA) == []
	act.decide_on_claim(claimed(site, ticket), True, "terbukti")
	assert missed_targets(world.PARTNER, march, JAKARTA) == []


def test_what_is_open_and_late_is_missed_before_the_tick_comes(
	ticket: Any, clockwork: Clockwork, site: Any
) -> None:
	at(clockwork, "17:00")
	assert [row.stopped for row in missed_targets(world.PARTNER, date(2026, 3, 9), JAKARTA)] == [None]
	assert missed_targets(world.PARTNER, date(2026, 3, 9), JAKARTA, wib(f"{DAY} 16:59")) == []


def test_the_month_is_that_of_the_zone(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	at(clockwork, "2026-03-31 16:30")
	doc = world.ticket(ticket.doctype, sla_id_priority="P1")
	at(clockwork, "2026-04-02 09:00")
	world.tick()
	dues = {row.sla_ticket for row in missed_targets(world.PARTNER, date(2026, 4, 1), JAKARTA)}
	assert dues == {world.record(doc).name}
	in_utc = missed_targets(world.PARTNER, date(2026, 3, 1), ZoneInfo("UTC"))
	assert world.record(doc).name in {row.sla_ticket for row in in_utc}


def test_the_daily_check_finds_nothing_wrong(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	name = waiting(clockwork, site, ticket)
	as_user(site, world.LEAD, lambda: act.decide_on_pause(name, True))
	missed_at = "2026-03-17 08:00"
	at(clockwork, missed_at)
	world.tick()
	world.change(ticket, status=world.status(ticket.doctype, "Resolved"))
	act.decide_on_claim(claimed(site, ticket, "09:10", "09:20"), True, "terbukti")
	record = world.record(ticket).name
	said = [f for f in run_self_check().found if record in str(f) or "SLA Ticket" in str(f)]
	assert said == []


def test_a_deleted_ticket_keeps_what_was_decided(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	missed(clockwork, ticket)
	name = claimed(site, ticket)
	site.delete_doc(ticket.doctype, ticket.name, force=True)
	kept = site.db.get_value("SLA Ticket Claim", name, "sla_ticket")
	assert "deleted" in kept and site.db.exists("SLA Ticket", kept)


def test_statements_hear_of_a_decision(
	ticket: Any, clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""A sealed month may owe less then: its statement is told the days on which the ticket's targets fell due."""
	heard: list[Any] = []
	hook = "sla_id.statements.draft_statement.revise_after_decision"
	monkeypatch.setattr(hook, lambda *told: heard.append(told))
	missed(clockwork, ticket)
	act.decide_on_claim(claimed(site, ticket), False, "tidak terbukti")
	day = (world.PARTNER, date(2026, 3, 16), date(2026, 3, 16))
	assert heard == [day]
	granted = claimed(site, ticket)
	act.decide_on_claim(granted, True, "terbukti")
	act.take_back(granted, "keliru")
	assert heard == [day] * 3


@pytest.mark.parametrize(("language", "label"), [("id", "Menunggu mitra"), ("en", "Waiting for the partner")])
def test_the_partners_page(language: str, label: str, ticket: Any, clockwork: Clockwork, site: Any) -> None:
	"""What was paused and excluded and why, in the reader's language; no names of people, no files, no root cause."""
	paused(clockwork, ticket, "10:00")
	as_user(site, world.AGENT, lambda: act.name_reason(*names(ticket), WAIT, "Surel 10.12"))
	missed_at = "20:00"
	at(clockwork, missed_at)
	world.tick()
	world.change(ticket, status=world.status(ticket.doctype, "Resolved"))
	claimed(site, ticket, "14:00", "15:00")
	act.explain(*names(ticket), "resolution", "Disk penuh", "TOOL")
	site.set_user(world.PARTNER_USER)
	site.local.lang = language
	page = describe_ticket(find_ticket(world.record(ticket).name))
	shown = page["claims_page"]
	assert [row["reason"] for row in shown["pauses"]] == [label]
	assert [row["evidence"] for row in shown["claims"]] == ["Listrik padam, berita acara PLN 12"]
	assert shown["claims"][0]["supposed"] and shown["answers"][0]["cause"]
	assert {event["note"] for event in page["events"]} >= {label}
	said = str(shown)
	assert not [
		word for word in ("Sari", "sari@", "Disk penuh", "evidence_file", "decided_by") if word in said
	]


def test_a_damaged_event_spoils_nothing_else(ticket: Any, clockwork: Clockwork, site: Any) -> None:
	paused(clockwork, ticket, "10:00")
	act.name_reason(*names(ticket), WAIT)
	event = {"sla_ticket": world.record(ticket).name, "event_type": "pause_named"}
	site.db.set_value("SLA Event", event, "details", '{"code": "WAIT", "names": "rusak"}')
	at(clockwork, "15:00")
	assert due(ticket) == "19:00"
	site.set_user(world.PARTNER_USER)
	assert describe_ticket(find_ticket(world.record(ticket).name))["problem"] == ""
