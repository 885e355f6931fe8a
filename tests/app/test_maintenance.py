"""Planned maintenance: exactly the partners concerned are told, in time by their notice; what of it doesn't count (000 §5.2, §6.1)."""

from datetime import timedelta, timezone
from typing import Any

import pytest

from sla_id.audit_trail import find_broken_trails, read_trail
from sla_id.maintenance.carry_out import (
	announce_maintenance,
	cancel_maintenance,
	end_maintenance,
	start_maintenance,
)
from sla_id.maintenance.notice_overrun import notice_late_maintenance
from sla_id.maintenance.plan_maintenance import change_maintenance
from sla_id.maintenance.unaccounted_time import maintenance_exclusions
from tests.app import maintenance_world as scenery
from tests.app import world
from tests.app.conftest import Clockwork, wib
from tests.app.maintenance_world import LAIN, MAINTENANCE, PAY, TIMUR, held, mails, plan, planned, told
from tests.app.routes import ask


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-06-01 09:00")
	scenery.prepare()


NIGHT = ("2026-06-20 22:00", "2026-06-21 02:00")
"""Saturday to Sunday."""


@pytest.fixture(autouse=True)
def monday(site: Any, clockwork: Clockwork) -> None:
	"""Monday 8 June, 09:00: early enough for everybody."""
	clockwork.at("2026-06-08 09:00")


def excluded(partner: str, services: tuple[str, ...] = ("PAY", "PAY.CARD", "PAY.QR")) -> dict[str, list[str]]:
	"""By service, what of June doesn't count, e.g. "20 22:00–21 02:00" in WIB."""
	from datetime import datetime

	def said(instant: int) -> str:
		at = datetime.fromtimestamp(instant / 1_000_000, timezone.utc) + timedelta(hours=7)
		return f"{at:%d %H:%M}"

	found: dict[str, list[str]] = {}
	for row in maintenance_exclusions(partner, services, wib("2026-06-01 00:00"), wib("2026-07-01 00:00")):
		span = row.exclusion
		found.setdefault(str(row.service), []).append(f"{said(span.start)}–{said(span.end)}")
	return found


# Who is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("services", "partners"),
	[
		(("PAY.CARD",), {PAY, TIMUR}),
		(("PAY",), {PAY, TIMUR}),
		(("PAY.QR",), {PAY}),
		(("PAY.CARD/TERMINAL",), {PAY, TIMUR}),
		(("MAIL",), {LAIN}),
		(("MAIL", "PAY.QR"), {PAY, LAIN}),
	],
)
def test_exactly_the_partners_whose_agreement_covers_the_services(
	services: tuple[str, ...], partners: set[str]
) -> None:
	name = plan(*NIGHT, *services)
	assert not held(name).announcements and not mails(name), "a plan is told nobody"
	announce_maintenance(name)
	assert told(name) == dict.fromkeys(partners, True)
	assert {row.said["partner"] for row in mails(name)} == partners


def test_the_version_in_force_at_the_planned_time_decides(site: Any) -> None:
	site.db.set_value("SLA Agreement", "LAIN v1.0", "effective_to", "2026-06-20")
	scenery.agree(LAIN, LAIN, "PAY", version="2.0", since="2026-06-21")
	before, across, after = (
		plan("2026-06-19 22:00", "2026-06-20 02:00", "MAIL"),
		plan("2026-06-20 22:00", "2026-06-21 02:00", "PAY.QR"),
		plan("2026-06-22 22:00", "2026-06-23 02:00", "PAY.QR"),
	)
	for name in (before, across, after):
		announce_maintenance(name)
	assert set(told(before)) == {LAIN}
	assert set(told(across)) == set(told(after)) == {PAY, LAIN}
	with pytest.raises(site.ValidationError, match="nobody to tell"):
		announce_maintenance(plan("2026-06-23 22:00", "2026-06-24 02:00", "MAIL"))


def test_only_the_partners_named_where_some_are(site: Any) -> None:
	name = plan(*NIGHT, "PAY.CARD", partners=(TIMUR,))
	announce_maintenance(name)
	assert set(told(name)) == {TIMUR}
	with pytest.raises(site.ValidationError, match="no partner BUKAN"):
		plan(*NIGHT, partners=("BUKAN",))


def test_a_disabled_partner_is_told_nothing(site: Any) -> None:
	site.db.set_value("SLA Partner", TIMUR, "disabled", 1)
	name = plan(*NIGHT)
	announce_maintenance(name)
	assert set(told(name)) == {PAY}


def test_contacts_read_it_in_their_language_and_both_zones(site: Any) -> None:
	name = plan(*NIGHT, impact="Kartu ditolak", impact_en="Cards are declined")
	announce_maintenance(name)
	first, second = mails(name, PAY)
	assert {first.recipient, second.recipient} == {"budi@bayar.example", "operasi@bayar.example"}, (
		"the partner's contact, and the one that the agreement names"
	)
	assert first.said["title"] == "Pemeliharaan terjadwal: Pembaruan basis data"
	assert first.said["facts"] == [
		"Waktu: Sabtu, 20 Juni 2026 22.00 WIB – Minggu, 21 Juni 2026 02.00 WIB",
		"Layanan: Kartu",
		"Yang akan Anda rasakan: Kartu ditolak",
	]
	(east,) = mails(name, TIMUR)
	assert (east.language, east.zone) == ("en", "Asia/Jayapura")
	assert east.said["title"] == "Planned maintenance: Database upgrade"
	assert "Sunday, 21 June 2026 00:00 WIT – Sunday, 21 June 2026 04:00 WIT" in east.said["facts"][0]


def test_a_reader_elsewhere_reads_both_zones(site: Any) -> None:
	site.db.set_value("User", scenery.PEOPLE[TIMUR], "time_zone", "Asia/Makassar")
	name = plan(*NIGHT)
	announce_maintenance(name)
	assert mails(name, TIMUR)[0].said["facts"][0] == (
		"When: Saturday, 20 June 2026 23:00 WITA – Sunday, 21 June 2026 03:00 WITA"
		" (Sunday, 21 June 2026 00:00 WIT – Sunday, 21 June 2026 04:00 WIT)"
	)


def test_the_message_leads_to_the_partners_page(site: Any) -> None:
	from sla_id.notify.outbox.message_texts import EMAIL, TEXT, render

	name = plan(*NIGHT)
	announce_maintenance(name)
	row = site.get_doc("SLA Outbox", mails(name, TIMUR)[0].name)
	text = render(row, EMAIL)
	assert text.subject == "Planned maintenance: Database upgrade"
	assert f"/sla/maintenance#{name}" in text.body and "Services: Cards" in text.body
	assert render(row, TEXT).body.startswith("Planned maintenance. ")


def test_staff_hear_of_it(site: Any) -> None:
	name = plan(*NIGHT, "PAY")
	announce_maintenance(name)
	rows = site.get_all(
		"SLA Outbox", filters={"reference_name": name, "template": "notice"}, fields=["user", "channel"]
	)
	assert [(row.user, row.channel) for row in rows] == [(world.AGENT, "Desk")]


def test_nobody_is_told_twice(site: Any) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	with pytest.raises(site.ValidationError, match="is in state “Announced” by now"):
		announce_maintenance(name)
	assert len(mails(name)) == 3
	keys = site.get_all("SLA Maintenance Announcement", filters={"parent": name}, pluck="told_key")
	assert len(keys) == len(set(keys)) == 2


# Who can't be reached --------------------------------------------------------------------------------------------


def test_a_partner_without_a_contact_is_not_told_and_it_counts(site: Any) -> None:
	site.db.delete("SLA Partner Contact", {"parent": TIMUR})
	name = plan(*NIGHT)
	announce_maintenance(name)
	row = next(row for row in held(name).announcements if row.partner == TIMUR)
	assert (row.told_utc, row.in_time, row.why_not_told) == (None, 0, "No contact with an e-mail address")
	_carry_out(name, *NIGHT)
	assert excluded(PAY)["PAY.CARD"] == ["20 22:00–21 02:00"]
	assert excluded(TIMUR, ("PAY.CARD",)) == {}


def test_without_an_outgoing_account_nobody_is_told(site: Any) -> None:
	site.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	site.db.set_value("Email Account", {"enable_outgoing": 1}, "enable_outgoing", 0)
	name = plan(*NIGHT)
	announce_maintenance(name)
	assert {row.why_not_told for row in held(name).announcements} == {
		"This site has no outgoing e-mail account"
	}
	assert not mails(name)


def test_what_does_not_arrive_was_not_told(site: Any, clockwork: Clockwork) -> None:
	"""While another contact is reached it counts as told; after the last one it doesn't, and the managers hear of it."""
	from sla_id.notify.outbox.undelivered import report_undelivered

	name = plan(*NIGHT)
	announce_maintenance(name)
	first, second = mails(name, PAY)
	for row, still in ((first, True), (second, False)):
		site.db.set_value("SLA Outbox", row.name, "state", "Dead")
		report_undelivered([row.name])
		assert told(name)[PAY] is still
	news = next(row for row in held(name).announcements if row.partner == PAY)
	assert (news.told_utc, news.why_not_told) == (None, "Message could not be delivered")
	assert told(name)[TIMUR] is True
	bells = site.get_all("SLA Outbox", filters={"reference_name": name, "user": world.LEAD}, pluck="context")
	assert any("PT Bayar" in context for context in bells)
	assert read_trail(MAINTENANCE, name)[-1].kind == "Not delivered"
	report_undelivered([second.name])
	assert len(read_trail(MAINTENANCE, name)) == 3, "it is taken back once"


# In time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("now", "late"),
	[
		("2026-06-17 22:00", {PAY}),  # 72 hours to the minute; not three working days
		("2026-06-17 22:01", {PAY, TIMUR}),
		("2026-06-17 08:59", set()),
		("2026-06-17 09:00", set()),  # Wednesday 09:00 and three days of eight hours: Friday 17:00
		("2026-06-17 09:01", {PAY}),
	],
)
def test_each_partner_by_the_notice_of_its_agreement(
	now: str, late: set[str], site: Any, clockwork: Clockwork
) -> None:
	name = plan(*NIGHT)
	clockwork.at(now)
	# the clock of the tests stands a microsecond after the minute
	if now in ("2026-06-17 22:00", "2026-06-17 09:00"):
		clockwork._traveller.move_to(wib(now))
	if late:
		with pytest.raises(site.ValidationError, match="counts as downtime for: " + ", ".join(_names(late))):
			announce_maintenance(name)
		assert held(name).state == "Planned" and not mails(name)
	announce_maintenance(name, late_is_known=True)
	assert {partner for partner, in_time in told(name).items() if not in_time} == late


def _names(partners: set[str]) -> list[str]:
	return [f"PT {partner.title()}" for partner in sorted(partners)]


def test_the_record_says_until_when_it_had_to_be_told(site: Any) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	latest = {row.partner: row.latest_utc for row in held(name).announcements}
	assert latest[TIMUR] == wib("2026-06-17 22:00").astimezone(timezone.utc).replace(tzinfo=None)
	assert latest[PAY] == wib("2026-06-17 09:00").astimezone(timezone.utc).replace(tzinfo=None)


def test_what_starts_before_it_was_told_is_no_announcement(site: Any, clockwork: Clockwork) -> None:
	name = plan("2026-06-08 22:00", "2026-06-09 02:00")
	clockwork.at("2026-06-08 22:30")
	with pytest.raises(site.ValidationError, match="it has passed"):
		announce_maintenance(name, late_is_known=True)


# What doesn't count ----------------------------------------------------------------------------------------------


def _carry_out(name: str, start: str, end: str, reason: str = "sesuai rencana") -> None:
	import time_machine

	with time_machine.travel(wib(start) + timedelta(microseconds=1), tick=False):
		start_maintenance(name, wib(start))
	with time_machine.travel(wib(end) + timedelta(microseconds=1), tick=False):
		end_maintenance(name, wib(end), reason)


def test_what_was_announced_in_time_and_planned_and_done_does_not_count(clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	assert excluded(PAY) == {}, "nothing has been done yet"
	_carry_out(name, *NIGHT)
	clockwork.at("2026-06-22 09:00")
	assert excluded(PAY) == {"PAY": ["20 22:00–21 02:00"], "PAY.CARD": ["20 22:00–21 02:00"]}
	assert excluded(TIMUR, ("PAY.CARD",)) == {"PAY.CARD": ["20 22:00–21 02:00"]}
	assert excluded(LAIN, ("MAIL",)) == {}


def test_an_early_start_and_an_overrun_count(clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	_carry_out(name, "2026-06-20 21:15", "2026-06-21 02:45", "pemulihan lebih lama")
	assert excluded(PAY)["PAY.CARD"] == ["20 22:00–21 02:00"]


def test_only_what_was_done_of_the_plan(clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	_carry_out(name, "2026-06-20 23:00", "2026-06-21 00:30")
	assert excluded(PAY)["PAY.CARD"] == ["20 23:00–21 00:30"]


def test_while_it_lasts_what_has_passed_of_the_plan(clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	clockwork.at("2026-06-20 22:00")
	start_maintenance(name, wib("2026-06-20 22:00"))
	clockwork.at("2026-06-20 23:30")
	assert excluded(PAY)["PAY.CARD"] == ["20 22:00–20 23:30"]
	clockwork.at("2026-06-21 05:00")
	assert excluded(PAY)["PAY.CARD"] == ["20 22:00–21 02:00"]


def test_cancelled_or_never_started_excludes_nothing(clockwork: Clockwork) -> None:
	cancelled, forgotten = plan(*NIGHT), plan(*NIGHT)
	for name in (cancelled, forgotten):
		announce_maintenance(name)
	cancel_maintenance(cancelled, "batal")
	clockwork.at("2026-06-22 09:00")
	assert excluded(PAY) == {}


def test_an_agreement_that_excludes_no_maintenance_counts_all_of_it(site: Any, clockwork: Clockwork) -> None:
	world.user("ani@diam.example", "SLA Partner", website=True)
	world.partner("DIAM", "PT Diam", "ani@diam.example")
	scenery.agree("DIAM", "DIAM", "PAY", "notice: 3 hari kerja")
	name = plan(*NIGHT)
	announce_maintenance(name)
	assert told(name)["DIAM"] is True
	_carry_out(name, *NIGHT)
	assert excluded("DIAM") == {}


def test_unannounced_maintenance_is_told_when_it_starts_and_counts(site: Any, clockwork: Clockwork) -> None:
	name = plan("2026-06-08 10:00", "2026-06-08 12:00")
	clockwork.at("2026-06-08 10:00")
	with pytest.raises(site.ValidationError, match="Reason: say why"):
		start_maintenance(name, wib("2026-06-08 10:00"))
	start_maintenance(name, wib("2026-06-08 10:00"), "celah keamanan")
	assert told(name, "Started") == {PAY: False, TIMUR: False}
	clockwork.at("2026-06-08 12:00")
	end_maintenance(name, wib("2026-06-08 12:00"))
	assert excluded(PAY) == {}


def test_it_reaches_the_figures_of_the_month(site: Any, clockwork: Clockwork) -> None:
	"""Down 22:00–02:45 in a window announced for 22:00–02:00: 45 minutes count."""
	from datetime import date

	from sla_id.outages.service_month import service_month
	from tests.app.outage_world import outage

	name = plan(*NIGHT)
	announce_maintenance(name)
	_carry_out(name, "2026-06-20 22:00", "2026-06-21 02:45", "lebih lama")
	clockwork.at("2026-07-02 09:00")
	outage("2026-06-20 22:00", "2026-06-21 02:45", "PAY.CARD", title="Kartu ditolak")
	figures = service_month(PAY, "PAY.CARD", date(2026, 6, 1)).versions[0].figures
	assert figures is not None
	whole = figures.whole
	assert (whole.down, whole.counted, whole.excluded) == (17_100_000_000, 2_700_000_000, 14_400_000_000)


def test_another_part_that_fails_meanwhile_counts(site: Any, clockwork: Clockwork) -> None:
	"""Cards are worked on 22:00–02:00 and down; QRIS fails 23:00–00:00 of itself."""
	from datetime import date

	from sla_id.outages.service_month import service_month
	from tests.app.outage_world import outage

	name = plan(*NIGHT)
	announce_maintenance(name)
	_carry_out(name, *NIGHT)
	clockwork.at("2026-07-02 09:00")
	outage(*NIGHT, "PAY.CARD", title="Kartu ditolak")
	outage("2026-06-20 23:00", "2026-06-21 00:00", "PAY.QR", title="QRIS ditolak")
	shown = {}
	for service in ("PAY", "PAY.CARD", "PAY.QR", None):
		figures = service_month(PAY, service, date(2026, 6, 1)).versions[0].figures
		assert figures is not None
		shown[service] = [
			int(length / 3_600_000_000) for length in (figures.whole.down, figures.whole.counted)
		]
	assert shown == {"PAY": [4, 1], "PAY.CARD": [4, 0], "PAY.QR": [1, 1], None: [4, 1]}


# Changes ---------------------------------------------------------------------------------------------------------


def test_a_change_says_only_what_has_changed(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	clockwork.at("2026-06-08 09:01")
	with pytest.raises(site.ValidationError, match="Reason: say why"):
		change_maintenance(name, planned("2026-06-20 23:00", "2026-06-21 02:00"), "")
	change_maintenance(name, planned("2026-06-20 23:00", "2026-06-21 02:00"), "menunggu vendor")
	assert held(name).sequence == 1
	(_announced, changed) = mails(name, TIMUR)
	assert changed.said["title"] == "Planned maintenance has changed: Database upgrade"
	when, why = changed.said["facts"]
	assert when == (
		"When: Sunday, 21 June 2026 01:00 WIT – Sunday, 21 June 2026 04:00 WIT"
		" (before: Sunday, 21 June 2026 00:00 WIT – Sunday, 21 June 2026 04:00 WIT)"
	)
	assert why == "Reason: menunggu vendor"
	clockwork.at("2026-06-08 09:02")
	change_maintenance(name, planned("2026-06-20 23:00", "2026-06-21 02:00", impact="Lambat"), "lengkap")
	assert [line.partition(":")[0] for line in mails(name, PAY)[-1].said["facts"]] == [
		"Yang akan Anda rasakan",
		"Alasan",
	]
	before = len(mails(name))
	change_maintenance(
		name, planned("2026-06-20 23:00", "2026-06-21 02:00", impact="Lambat", description="internal"), "x"
	)
	assert (len(mails(name)), held(name).sequence) == (before, 2), "what partners don't see isn't told"
	with pytest.raises(site.ValidationError, match="would change"):
		change_maintenance(
			name,
			planned("2026-06-20 23:00", "2026-06-21 02:00", impact="Lambat", description="internal"),
			"x",
		)


def test_what_was_announced_late_is_asked_about_once(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	clockwork.at("2026-06-20 09:00")
	announce_maintenance(name, late_is_known=True)
	change_maintenance(name, planned(*NIGHT, title="Pembaruan"), "nama")
	assert told(name, "Changed") == {PAY: False, TIMUR: False}
	with pytest.raises(site.ValidationError, match="counts as downtime"):
		change_maintenance(name, planned(NIGHT[0], "2026-06-21 03:00", title="Pembaruan"), "lebih lama")


def test_other_services_reach_other_partners(site: Any) -> None:
	name = plan(*NIGHT, "PAY.CARD")
	announce_maintenance(name)
	change_maintenance(name, planned(*NIGHT, "PAY.QR", "MAIL"), "layanan lain")
	rows = [(row.partner, row.kind) for row in held(name).announcements if row.sequence == 1]
	assert sorted(rows) == [(PAY, "Changed"), (LAIN, "Announced"), (TIMUR, "Cancelled")]
	cancel_maintenance(name, "batal")
	assert set(told(name, "Cancelled")) == {PAY, LAIN, TIMUR}
	assert len([row for row in held(name).announcements if row.partner == TIMUR]) == 2, (
		"not told a second time"
	)


@pytest.mark.parametrize(
	("start", "end", "granted"),
	[
		("2026-06-20 21:00", "2026-06-21 02:00", ["20 22:00–21 02:00"]),  # an hour earlier
		("2026-06-20 22:00", "2026-06-21 03:00", ["20 22:00–21 02:00"]),  # an hour longer
		("2026-06-20 23:00", "2026-06-21 02:00", ["20 23:00–21 02:00"]),  # shorter: nothing new
		("2026-06-21 00:00", "2026-06-21 04:00", ["21 00:00–21 02:00"]),  # moved by two hours
		("2026-06-27 22:00", "2026-06-28 02:00", ["27 22:00–28 02:00"]),  # a week later: in time again
	],
)
def test_what_a_late_change_adds_counts(
	start: str, end: str, granted: list[str], site: Any, clockwork: Clockwork
) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	clockwork.at("2026-06-19 12:00")
	adds = start != "2026-06-20 23:00" and not start.startswith("2026-06-27")
	if adds:
		with pytest.raises(site.ValidationError, match="counts as downtime for: PT Bayar, PT Timur"):
			change_maintenance(name, planned(start, end), "vendor")
	change_maintenance(name, planned(start, end), "vendor", late_is_known=True)
	assert told(name, "Changed") == {PAY: not adds, TIMUR: not adds}
	_carry_out(name, start, end)
	assert excluded(PAY)["PAY.CARD"] == excluded(TIMUR, ("PAY.CARD",))["PAY.CARD"] == granted


def test_moved_away_and_back_needs_notice_anew(clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	change_maintenance(name, planned("2026-06-27 22:00", "2026-06-28 02:00"), "vendor")
	clockwork.at("2026-06-19 12:00")
	change_maintenance(name, planned(*NIGHT), "kembali", late_is_known=True)
	_carry_out(name, *NIGHT)
	assert excluded(PAY) == {}


# Overrun ---------------------------------------------------------------------------------------------------------


def test_an_overrun_is_noticed_and_told_once(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	clockwork.at("2026-06-20 22:00")
	start_maintenance(name, wib("2026-06-20 22:00"))
	clockwork.at("2026-06-21 01:59")
	assert notice_late_maintenance() == 0 and held(name).state == "Started"
	clockwork.at("2026-06-21 02:00")
	assert [notice_late_maintenance(), notice_late_maintenance()] == [1, 0]
	assert held(name).state == "Overrun"
	assert set(told(name, "Overrun")) == {PAY, TIMUR}
	assert mails(name, TIMUR)[-1].said["facts"][0] == "Should have ended: Sunday, 21 June 2026 04:00 WIT"
	assert site.db.exists("SLA Outbox", {"reference_name": name, "user": world.LEAD, "channel": "E-mail"})
	with pytest.raises(site.ValidationError, match="Reason: say why"):
		end_maintenance(name, wib("2026-06-21 02:00") + timedelta(seconds=1))
	clockwork.at("2026-06-21 02:45")
	end_maintenance(name, wib("2026-06-21 02:45"), "pemulihan lebih lama")
	assert mails(name, TIMUR)[-1].said["facts"] == [
		"Ended: Sunday, 21 June 2026 04:45 WIT",
		"Planned: Sunday, 21 June 2026 00:00 WIT – Sunday, 21 June 2026 04:00 WIT",
		"Longer than planned by: 45 min",
		"Reason: pemulihan lebih lama",
	]


def test_more_time_is_told_before_it_overruns(clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	clockwork.at("2026-06-20 22:00")
	start_maintenance(name, wib("2026-06-20 22:00"))
	clockwork.at("2026-06-21 01:30")
	change_maintenance(name, planned(NIGHT[0], "2026-06-21 03:00"), "lebih lama", late_is_known=True)
	clockwork.at("2026-06-21 02:30")
	assert notice_late_maintenance() == 0
	clockwork.at("2026-06-21 03:10")
	assert notice_late_maintenance() == 1
	change_maintenance(name, planned(NIGHT[0], "2026-06-21 04:00"), "lagi", late_is_known=True)
	assert held(name).state == "Started"
	clockwork.at("2026-06-21 03:30")
	end_maintenance(name, wib("2026-06-21 03:30"))
	assert excluded(PAY)["PAY.CARD"] == ["20 22:00–21 02:00"]


def test_what_nobody_has_started_is_asked_about_once(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	clockwork.at("2026-06-20 22:05")
	notice_late_maintenance()
	asked = {"reference_name": name, "message_key": ["like", "%not started%"]}
	assert not site.db.exists("SLA Outbox", asked)
	clockwork.at("2026-06-20 22:11")
	notice_late_maintenance()
	notice_late_maintenance()
	assert site.db.count("SLA Outbox", {**asked, "channel": "Desk", "user": world.LEAD}) == 1
	assert held(name).state == "Announced"


def test_the_job_is_scheduled(site: Any) -> None:
	from sla_id.hooks import scheduler_events

	assert (
		"sla_id.maintenance.notice_overrun.notice_late_maintenance"
		in scheduler_events["cron"]["*/10 * * * *"]
	)


# States, forms and the trail -------------------------------------------------------------------------------------


def test_each_state_allows_what_it_allows(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	with pytest.raises(site.ValidationError, match="is in state “Planned” by now"):
		end_maintenance(name, wib("2026-06-08 09:00"))
	announce_maintenance(name)
	with pytest.raises(site.ValidationError, match="is in the future"):
		start_maintenance(name, wib("2026-06-20 22:00"))
	clockwork.at("2026-06-20 22:00")
	start_maintenance(name, wib("2026-06-20 22:00"))
	for act in (lambda: cancel_maintenance(name, "x"), lambda: announce_maintenance(name)):
		with pytest.raises(site.ValidationError, match="is in state “Started” by now"):
			act()
	with pytest.raises(site.ValidationError, match="has started already"):
		change_maintenance(name, planned("2026-06-20 22:30", "2026-06-21 02:00"), "x", late_is_known=True)
	with pytest.raises(site.ValidationError, match="isn't after the start"):
		end_maintenance(name, wib("2026-06-20 22:00"))
	clockwork.at("2026-06-21 01:00")
	end_maintenance(name, wib("2026-06-21 01:00"))
	for act in (
		lambda: cancel_maintenance(name, "x"),
		lambda: change_maintenance(name, planned(*NIGHT, title="lain"), "x"),
	):
		with pytest.raises(site.ValidationError):
			act()


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"title": " "}, "Title: say in a few words"),
		({"title_en": "x" * 141}, "at most 140 characters"),
		({"end": wib("2026-06-20 22:00")}, "isn't after the start"),
		({"end": wib("2026-07-30 22:00")}, "31 days at most"),
		({"start": wib("2026-06-01 22:00"), "end": wib("2026-06-02 02:00")}, "is over"),
		({"services": ()}, "Services: name at least one"),
		({"zone": "Mars/Olympus"}, "there is no zone Mars/Olympus"),
	],
)
def test_what_cannot_be_planned_is_refused(values: dict[str, Any], says: str, site: Any) -> None:
	from dataclasses import replace

	from sla_id.maintenance.plan_maintenance import plan_maintenance

	with pytest.raises(site.ValidationError, match=says):
		plan_maintenance(replace(planned(*NIGHT), **values))
	with pytest.raises(site.ValidationError, match="there is no service BUKAN"):
		plan(*NIGHT, "BUKAN")


@pytest.mark.parametrize("user", ["Administrator", world.LEAD])
def test_forms_forge_nothing(user: str, site: Any) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	if user == world.LEAD:
		site.get_doc("User", user).add_roles("System Manager")
	row = held(name).announcements[0].name
	for method, path, values in (
		("PUT", f"/api/resource/{MAINTENANCE}/{name}", {"data": {"state": "Ended"}}),
		("DELETE", f"/api/resource/{MAINTENANCE}/{name}", {}),
		("POST", f"/api/resource/{MAINTENANCE}", {"data": {"title": "x"}}),
		("PUT", f"/api/resource/SLA Maintenance Announcement/{row}", {"data": {"in_time": 0}}),
		("PUT", f"/api/resource/SLA Feed Token/{row}", {"data": {"user": "x"}}),
		("POST", "/api/resource/SLA Feed Token", {"data": {"user": user, "token_hash": "x"}}),
	):
		answer = ask(user, method, path, values)
		assert answer.status in (403, 404, 417), (method, path, answer)
	assert held(name).state == "Announced" and told(name) == {PAY: True, TIMUR: True}


def test_each_act_is_in_the_trail(site: Any, clockwork: Clockwork) -> None:
	site.set_user(world.LEAD)
	name = plan(*NIGHT)
	announce_maintenance(name)
	change_maintenance(name, planned("2026-06-20 23:00", "2026-06-21 02:00"), "vendor")
	clockwork.at("2026-06-20 23:00")
	start_maintenance(name, wib("2026-06-20 23:00"))
	clockwork.at("2026-06-21 02:00")
	notice_late_maintenance()
	clockwork.at("2026-06-21 02:10")
	end_maintenance(name, wib("2026-06-21 02:10"), "lebih lama")
	trail = read_trail(MAINTENANCE, name)
	assert [(entry.kind, entry.reason) for entry in trail] == [
		("Planned", ""),
		("Announced", ""),
		("Changed", "vendor"),
		("Started", ""),
		("Overrun", ""),
		("Ended", "lebih lama"),
	]
	assert trail[2].before is not None and trail[2].before["planned_start_utc"] == "2026-06-20 15:00:00"
	assert list(find_broken_trails()) == []
	from sla_id.sweep.self_check.check_trails import check_trails

	assert check_trails() == []
	site.db.set_value("SLA Maintenance Announcement", {"parent": name, "partner": PAY}, "in_time", 0)
	assert [finding.name for finding in check_trails()] == [name], "a notice that was tampered with is found"


# In the desk -----------------------------------------------------------------------------------------------------


def test_warnings_forbid_nothing(site: Any) -> None:
	"""Monday 1 June is Pancasila Day; 17 August a holiday too, and a Monday."""
	from sla_id.api import maintenance as api

	other = plan("2026-08-18 10:00", "2026-08-18 12:00", "PAY.CARD")
	site.set_user(world.AGENT)
	values = _values("2026-08-17", "08:00", "2026-08-18", "11:00")
	shown = api.preview(values)
	assert shown["warnings"] == [
		f"{other} (Pembaruan basis data) touches PAY.CARD at the same time, from Tuesday, 18 August 2026 10:00 WIB on.",
		"It falls within the working hours of: PT Bayar, PT Timur.",
		"It falls on a holiday of PT Bayar: Proklamasi Kemerdekaan.",
		"It falls on a holiday of PT Timur: Proklamasi Kemerdekaan.",
	]
	assert [row["partner"] for row in shown["partners"]] == [PAY, TIMUR]
	assert shown["partners"][0]["notice"] == "3 business days (24 business hours)"
	assert shown["late"] == ""
	assert api.plan(values)


def _values(start_date: str, start_time: str, end_date: str, end_time: str, **more: Any) -> dict[str, Any]:
	return {
		"title": "Pembaruan",
		"services": ["PAY.CARD"],
		"time_zone": "Asia/Jakarta",
		"start_date": start_date,
		"start_time": start_time,
		"end_date": end_date,
		"end_time": end_time,
		**more,
	}


def test_times_are_those_of_the_zone_that_is_named(site: Any) -> None:
	from sla_id.api import maintenance as api

	site.set_user(world.AGENT)
	name = api.plan(_values("2026-06-21", "00:00", "2026-06-21", "04:00", time_zone="Asia/Jayapura"))
	doc = held(name)
	assert (str(doc.planned_start_utc), doc.time_zone) == ("2026-06-20 15:00:00", "Asia/Jayapura")
	assert doc.planned_text.startswith("2026-06-21 00:00 WIT, 4 ")
	assert api.describe(name)["values"]["start_time"] == "00:00"
	with pytest.raises(site.ValidationError, match="skip this time"):
		api.plan(_values("2027-03-28", "02:30", "2027-03-28", "05:00", time_zone="Europe/Berlin"))


def test_the_form_shows_it_all(site: Any, clockwork: Clockwork) -> None:
	from sla_id.api import maintenance as api

	site.set_user(world.AGENT)
	name = api.plan(_values("2026-06-20", "22:00", "2026-06-21", "02:00"))
	api.announce(name)
	clockwork.at("2026-06-20 22:00")
	api.start(name)
	clockwork.at("2026-06-21 02:45")
	notice_late_maintenance()
	api.end(name, "2026-06-21 02:45", "lebih lama")
	shown = api.describe(name)
	assert [(row["excluded"], row["counts"]) for row in shown["partners"]] == [("4 h", "45 min")] * 2
	assert [row["kind"] for row in shown["told"][::2]] == ["Announced", "Started", "Overrun", "Ended"]
	events = api.get_events(MAINTENANCE, "2026-06-01", "2026-06-30", "{}", "[]")
	assert [(row["name"], str(row["start"])) for row in events] == [(name, "2026-06-20 22:00:00")]
	assert (
		api.get_events(
			MAINTENANCE, "2026-06-01", "2026-06-30", "{}", f'[["{MAINTENANCE}","state","=","Planned"]]'
		)
		== []
	)


def test_who_may(site: Any) -> None:
	from sla_id.api import maintenance as api

	name = plan(*NIGHT)
	for user in (scenery.PEOPLE[PAY], world.CHIEF, "Guest"):
		site.set_user(user)
		for call in (
			lambda: api.plan(_values("2026-06-20", "22:00", "2026-06-21", "02:00")),
			lambda: api.announce(name),
			lambda: api.cancel(name, "x"),
			lambda: api.start(name),
			api.suggest,
		):
			with pytest.raises(site.PermissionError):
				call()
	site.set_user(scenery.PEOPLE[PAY])
	for call in (lambda: api.describe(name), lambda: api.get_events(MAINTENANCE, "2026-06-01", "2026-06-30")):
		with pytest.raises(site.PermissionError):
			call()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "kemarin"])
def test_an_instant_that_no_clock_shows_is_refused(at: str, site: Any) -> None:
	from sla_id.api import maintenance as api

	name = plan(*NIGHT, "API")
	with pytest.raises(site.ValidationError, match=r"2026-03-18 08:00|in the future"):
		api.start(name, at, "terlambat dicatat")
