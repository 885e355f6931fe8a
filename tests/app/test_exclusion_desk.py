"""Claims in the desk: made on an outage, decided with both figures before and after, told to who decides, with files as evidence."""

import json
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from sla_id.api import exclusions
from sla_id.exclusions.decide_claim import decide_claim, object_to_claim
from sla_id.exclusions.remind_deciders import remind_of_waiting_claims
from sla_id.maintenance.carry_out import announce_maintenance, end_maintenance, start_maintenance
from sla_id.maintenance.plan_maintenance import plan_maintenance
from sla_id.outages.availability_report import report_rows
from tests.app import exclusion_world as scenery
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.exclusion_world import BAYAR, CLAIM, PAYER, claim, held, span
from tests.app.maintenance_world import planned
from tests.app.outage_world import april, outage
from tests.app.routes import ask

SECOND_LEAD = "kedua@provider.example"
PATH = "/api/method/sla_id.api.exclusions."


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-02 09:00")
	scenery.prepare()


@pytest.fixture(autouse=True)
def later(site: Any, clockwork: Clockwork) -> None:
	"""It is Monday 20 April 2026, 12:00, and an agent is at work."""
	clockwork.at("2026-04-20 12:00")
	site.set_user(world.AGENT)


def told(site: Any, name: str) -> list[tuple[str, str, str]]:
	rows = site.get_all(
		"SLA Outbox",
		filters={"reference_doctype": CLAIM, "reference_name": name},
		fields=["channel", "recipient", "context"],
		order_by="creation, channel, recipient",
	)
	return [(row.channel, row.recipient, json.loads(row.context)["title"]) for row in rows]


# Claiming --------------------------------------------------------------------------------------------------------


def test_the_form_starts_from_the_outage(site: Any) -> None:
	name = outage("10 08:00", "10 14:00", "PAY", "PAY.CARD/TERMINAL")
	said = exclusions.suggest(name)
	assert (said["start"], said["end"]) == ("2026-04-10T01:00:00+00:00", "2026-04-10T07:00:00+00:00")
	assert said["services"] == ["PAY", "PAY.CARD/TERMINAL"]
	assert said["partners"] == [
		{
			"partner": BAYAR,
			"partner_name": "PT Bayar",
			"classes": [
				{"code": "scheduled", "label": "Scheduled maintenance"},
				{"code": "attack", "label": "Malicious attack"},
			],
		}
	]


def test_one_act_for_several_partners_or_none(site: Any) -> None:
	down = outage("10 08:00", "10 14:00", "API")
	given = {"class_code": "attack", "services": '["API"]', "evidence": "Log", "outages": [down]}
	values = {**given, "start": "2026-04-10 08:00:00", "end": "2026-04-10T14:00:00+07:00"}
	answer = ask(world.AGENT, "POST", PATH + "claim", {**values, "partners": [world.PARTNER, BAYAR]})
	assert answer.status == 417 and "doesn't name API" in answer.text and site.db.count(CLAIM) == 0
	(name,) = exclusions.claim([world.PARTNER], **values)
	assert str(held(name).start_utc) == "2026-04-10 01:00:00", "the desk's times are the site's"


def test_who_may_do_what(site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	spans = '[["2026-04-10 09:00", "2026-04-10 11:00"]]'
	acts = {
		"claim": {
			"partners": "[]",
			"class_code": "x",
			"services": "[]",
			"start": "x",
			"end": "x",
			"evidence": "x",
		},
		"decide": {"claim": name, "spans": spans, "reason": "x"},
		"answer": {"claim": name, "spans": spans, "reason": "x"},
		"preview": {"claim": name, "spans": spans},
		"withdraw": {"claim": name, "reason": "x"},
		"add_evidence": {"claim": name, "text": "x"},
	}
	may = {
		world.AGENT: {"claim", "add_evidence", "withdraw"},
		world.LEAD: set(acts),
		world.CHIEF: set(),
		PAYER: set(),
	}
	for user, allowed in may.items():
		for act, values in acts.items():
			status = ask(user, "GET" if act == "preview" else "POST", PATH + act, values).status
			assert (status == 403) == (act not in allowed), (user, act, status)
	site.set_user(world.LEAD)
	other = claim("10 09:00", "10 10:00")
	assert ask(world.AGENT, "POST", PATH + "withdraw", {"claim": other, "reason": "x"}).status == 403
	for method in ("PUT", "DELETE"):
		answer = ask("Administrator", method, f"/api/resource/{CLAIM}/{name}", {"status": "Granted"})
		assert answer.status == 403, answer
	assert held(name).status == "Open"


# Deciding with both figures --------------------------------------------------------------------------------------


def test_both_figures_before_and_after(site: Any, clockwork: Clockwork) -> None:
	"""40 of 720 hours down miss 95 %: 94.4444 %. Without five of them 95.1388 %, without one 94.5833 %."""
	clockwork.at("2026-05-04 09:00")
	outage("10 00:00", "11 16:00")
	name = claim("10 00:00", "10 05:00")
	site.set_user(world.LEAD)
	for spans, whole, counted, kept in (
		([["2026-04-10 00:00", "2026-04-10 05:00"]], "95.1389", "35 h", "Kept"),
		([["2026-04-10 04:00", "2026-04-10 05:00"]], "94.5833", "39 h", "Missed"),
		([], "94.4444", "40 h", "Missed"),
	):
		(row,) = exclusions.preview(name, json.dumps(spans))
		assert (row["month"], row["target"]) == ("2026-04", "95")
		assert row["now"]["whole"] == "94.4444" and row["now"]["is_met"] is None
		assert (row["decided"]["whole"], row["decided"]["counted"], row["decided"]["kept"]) == (
			whole,
			counted,
			kept,
		)
	for bad in ("x", "[[1, 2]]", '[["2026-04-10 00:00"]]', '{"a": 1}', "[" * 5000):
		assert ask(world.LEAD, "GET", PATH + "preview", {"claim": name, "spans": bad}).status == 417, bad
	exclusions.decide(name, '[["2026-04-10 00:00", "2026-04-10 05:00"]]', "Terbukti")
	assert held(name).status == "Granted"
	site.set_user(world.PARTNER_USER)
	object_to_claim(name, "Bukan serangan")
	site.set_user(world.LEAD)
	(row,) = exclusions.preview(name, "[]")
	assert (row["now"]["whole"], row["decided"]["whole"]) == ("95.1389", "94.4444"), (
		"its own grant is replaced"
	)
	exclusions.answer(name, "[]", "Benar")
	assert (held(name).status, held(name).objection_outcome) == ("Refused", "Changed")


def test_figures_of_a_month_that_runs(site: Any) -> None:
	"""Of 468 hours so far 6 were down: 98.7180 %; of the month's 720: 99.1667 %."""
	outage("10 08:00", "10 14:00")
	name = claim("10 08:00", "10 14:00")
	said = exclusions.describe(name)
	(row,) = said["figures"]
	assert (row["now"]["so_far"], row["now"]["whole"]) == ("98.7179", "99.1667")
	assert (row["decided"]["so_far"], row["decided"]["whole"]) == ("100.0000", "100.0000")
	assert said["time"] == "Friday, 10 April 2026 08:00 – 14:00 WIB"
	assert said["may"]["decide"] is False and said["may"]["withdraw"] is True


def test_what_else_was_down_at_that_time_is_shown(site: Any) -> None:
	named, other = outage("10 08:00", "10 14:00"), outage("10 10:00", "10 11:00", title="Lain")
	outage("10 10:00", "10 11:00", "DATA")
	outage("12 10:00", "12 11:00")
	name = claim("10 09:00", "10 12:00", outages=[named])
	rows = exclusions.describe(name)["outages"]
	assert [(row["name"], row["claimed"]) for row in rows] == [(named, True), (other, False)]


def test_maintenance_and_a_claim_are_excluded_once(site: Any, clockwork: Clockwork) -> None:
	"""Maintenance 00–02 was announced in time; down 00–04, and 01–03 claimed and granted: one hour counts."""
	clockwork.at("2026-04-06 09:00")
	site.set_user("Administrator")
	plan = plan_maintenance(planned("2026-04-16 00:00", "2026-04-16 02:00", "PAY"))
	announce_maintenance(plan)
	clockwork.at("2026-04-16 00:00")
	start_maintenance(plan, april("16 00:00"))
	clockwork.at("2026-04-16 02:00")
	end_maintenance(plan, april("16 02:00"))
	clockwork.at("2026-04-20 12:00")
	site.set_user(world.AGENT)
	outage("16 00:00", "16 04:00", "PAY", partners=(BAYAR,))
	name = claim("16 01:00", "16 03:00", "PAY", partner=BAYAR)
	said = exclusions.describe(name)
	assert said["maintenance"] == "1 h"
	row = next(row for row in said["figures"] if row["service"] == "Payments")
	assert (row["now"]["counted"], row["decided"]["counted"]) == ("2 h", "1 h")


def test_the_report_shows_both(site: Any) -> None:
	outage("10 00:00", "11 16:00")

	def row() -> dict[str, Any]:
		(found,) = report_rows(april("10 00:00").date(), "Month", world.PARTNER, "API")
		return found

	assert row()["if_granted"] == ""
	name = claim("10 00:00", "10 05:00")
	assert (row()["whole"], row()["met"]) == ("94.4444", "Not decided yet")
	assert (row()["if_granted"], row()["claims_open"]) == ("95.1389", 1)
	(year,) = report_rows(april("10 00:00").date(), "Semester", world.PARTNER, "API")
	assert year["if_granted"] > year["whole"]
	site.set_user(world.LEAD)
	decide_claim(name, [span("10 00:00", "10 05:00")], "Terbukti")
	assert (row()["whole"], row()["if_granted"], row()["claims_open"]) == ("95.1389", "", 0)


# Who is told -----------------------------------------------------------------------------------------------------


def test_who_is_told_of_what(site: Any) -> None:
	name = claim("16 08:00", "16 10:00", "PAY", partner=BAYAR)
	first = told(site, name)
	assert {recipient for _channel, recipient, _title in first} == {world.LEAD, SECOND_LEAD}
	assert "decide by" in first[0][2] or "putuskan paling lambat" in first[0][2]
	site.set_user(world.LEAD)
	decide_claim(name, [span("16 08:00", "16 10:00")], "Terbukti")
	second = set(told(site, name)) - set(first)
	assert {recipient for _channel, recipient, _title in second} == {world.AGENT, PAYER}
	site.set_user(PAYER)
	object_to_claim(name, "Tidak")
	third = set(told(site, name)) - second - set(first)
	assert {recipient for _channel, recipient, _title in third} == {world.LEAD, SECOND_LEAD}


def test_what_is_due_or_overdue_is_told_once_an_interval(site: Any, clockwork: Clockwork) -> None:
	"""Claimed on Monday at 12:00, to be decided within two working days: by Wednesday, 12:00."""
	name = claim("16 08:00", "16 10:00", "PAY", partner=BAYAR)
	silent = claim("16 08:00", "16 10:00")
	before = len(told(site, name))
	for at, reminded in (
		("2026-04-21 11:50", 0),
		("2026-04-21 12:00", 1),
		("2026-04-21 12:10", 0),
		("2026-04-22 11:50", 0),
		("2026-04-22 12:00", 1),
		("2026-04-25 12:00", 1),
	):
		clockwork.at(at)
		assert remind_of_waiting_claims() == reminded, at
	assert len(told(site, name)) == before + 3 * before
	assert held(name).status == held(silent).status == "Open", "never granted in silence"
	assert exclusions.describe(name)["overdue"] is True
	assert exclusions.describe(silent)["overdue"] is False, "its agreement sets no time"
	site.set_user(world.LEAD)
	decide_claim(name, [span("16 08:00", "16 10:00")], "Terbukti")
	clockwork.at("2026-04-27 12:00")
	assert remind_of_waiting_claims() == 0


def test_an_objection_without_an_answer_is_told_again(site: Any, clockwork: Clockwork) -> None:
	name = claim("16 08:00", "16 10:00", "PAY", partner=BAYAR)
	site.set_user(world.LEAD)
	decide_claim(name, [span("16 08:00", "16 10:00")], "Terbukti")
	site.set_user(PAYER)
	object_to_claim(name, "Tidak")
	assert remind_of_waiting_claims() == 0
	clockwork.at("2026-04-21 12:00")
	assert remind_of_waiting_claims() == 1
	site.db.set_single_value("SLA Settings", "claim_remind_after_hours", 0)
	clockwork.at("2026-04-23 12:00")
	assert remind_of_waiting_claims() == 0


def test_the_job_runs_every_ten_minutes(site: Any) -> None:
	jobs = site.get_hooks("scheduler_events")["cron"]["*/10 * * * *"]
	assert "sla_id.exclusions.remind_deciders.remind_of_waiting_claims" in jobs


# Evidence --------------------------------------------------------------------------------------------------------


def test_a_file_of_evidence_stays(site: Any) -> None:
	from sla_id.exclusions.make_claim import add_evidence_file

	name = claim("10 09:00", "10 11:00")
	file = add_evidence_file(name, "lalu-lintas.csv", b"08.00;120\n")
	(row,) = held(name).evidence_files
	assert (row.file, row.added_by) == (file, world.AGENT) and row.content_hash
	kept = site.get_doc("File", file)
	assert kept.is_private
	for user in (world.AGENT, world.LEAD, SECOND_LEAD, PAYER):
		for method, values in (("DELETE", {}), ("PUT", {"attached_to_name": "EXC-00000"})):
			assert ask(user, method, f"/api/resource/File/{file}", values).status == 403, (user, method)
	kept.attached_to_name = "EXC-00000"
	with pytest.raises(site.PermissionError, match="stays as it was given"):
		kept.save(ignore_permissions=True)
	for user, status in ((world.PARTNER_USER, 403), (PAYER, 403), ("Guest", 403)):
		assert ask(user, "GET", kept.file_url).status == status, user
	assert kept.has_permission("read", user=world.CHIEF)
	assert exclusions.describe(name)["files"] == [{"name": row.file_name, "url": kept.file_url}]
	assert site.get_doc("File", file).get_content() == "08.00;120\n"
	with pytest.raises(site.PermissionError, match="stays as it was given"):
		site.get_doc("File", file).delete(ignore_permissions=True)


@pytest.mark.parametrize(
	("file_name", "content", "says"),
	[
		("grafik.png", b"\x89PNG", ""),
		("skrip.html", b"<script>", "This kind of file isn't taken"),
		("besar.csv", b"x" * (10 * 2**20 + 1), "larger than 10 MB"),
		("", b"", "Choose a file first"),
	],
)
def test_which_files_are_taken(
	file_name: str, content: bytes, says: str, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	name = claim("10 09:00", "10 11:00")
	sent = EnvironBuilder(
		"/", method="POST", data={"file": (BytesIO(content), file_name)} if file_name else {}
	)
	monkeypatch.setattr(site.local, "request", Request(sent.get_environ()), raising=False)
	if says:
		with pytest.raises(site.ValidationError, match=says):
			exclusions.attach(name)
	else:
		exclusions.attach(name)
	assert len(held(name).evidence_files) == (0 if says else 1)


def test_a_site_of_before_is_reminded_too(site: Any) -> None:
	from sla_id.patches.v0_6.reminders_have_their_defaults import LATER, SETTINGS, execute

	def kept() -> list[int]:
		return [site.utils.cint(site.db.get_single_value(SETTINGS, field, cache=False)) for field in LATER]

	site.db.delete("Singles", {"doctype": SETTINGS, "field": ["in", LATER]})
	assert kept() == [0, 0]
	execute()
	assert kept() == [120, 24]
	site.db.set_single_value(SETTINGS, LATER[1], 0)
	execute()
	assert kept() == [120, 0], "somebody switched it off"


def test_lists_show_what_waits_first(site: Any, clockwork: Clockwork) -> None:
	decided = claim("16 08:00", "16 09:00")
	silent = claim("16 08:00", "16 10:00")
	clockwork.at("2026-04-20 13:00")
	later_due = claim("16 08:00", "16 11:00", "PAY", partner=BAYAR)
	site.set_user(world.LEAD)
	decide_claim(decided, [], "Tidak terbukti")
	meta = site.get_meta(CLAIM)
	order = site.get_list(CLAIM, order_by=f"{meta.sort_field} {meta.sort_order}", pluck="name")
	assert order == [silent, later_due, decided], "the longest waiting first"
