"""Summaries by e-mail: what each person reads and may read, when they come, and how somebody gets rid of them."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest

from sla_id.instants import to_utc, utc_now
from sla_id.notify.digests.digest_times import Rhythm
from sla_id.notify.digests.subscriptions import find_by_link, offer_digests, send_due_digests, subscribe
from sla_id.notify.outbox import deliver_due
from sla_id.notify.outbox.unsubscribe_link import PATH, SHORT_PATH, code_for, is_genuine, unsubscribe_url
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork, wib

SATKER_USER = "tono@satker.example"
JAKARTA, MAKASSAR = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")


@pytest.fixture
def host(site: Any, clockwork: Clockwork) -> str:
	clockwork.at("2026-06-08 09:00")
	return next(host for host in world.HOSTS if site.db.exists("DocType", host))


@pytest.fixture
def late(host: str, site: Any, clockwork: Clockwork) -> Iterator[tuple[Any, Any]]:
	"""A P1 ticket of PT Maju past its target, and one of the Satker's past its; Monday 2026-06-08, 20.00 WIB."""
	for email in (world.LEAD, world.PARTNER_USER, SATKER_USER):
		site.db.set_value("User", email, {"language": "id", "time_zone": "Asia/Jakarta"})
	clockwork.at("2026-06-08 09:00")
	mine = world.ticket(host, sla_id_priority="P1", subject="Transaksi <b>utama</b> gagal")
	theirs = world.ticket(
		host, raised_by=SATKER_USER, subject="Rahasia satker", sla_id_urgency="High", sla_id_impact="High"
	)
	clockwork.at("2026-06-08 20:00")
	world.tick()
	clockwork.at("2026-06-10 20:00")
	world.tick()
	box.clear()
	site.db.delete("Email Queue")
	site.db.delete("Email Queue Recipient")
	yield mine, theirs


def digest(user: str = world.LEAD, frequency: str = "Daily", at: str = "08:00", **values: Any) -> Any:
	made = subscribe(user, frequency, at, values.pop("weekday", ""), enabled=True)
	if values:
		made.reload()
		made.update(values).save()
	return made


def outbox() -> list[Any]:
	import frappe

	return frappe.get_all(
		"SLA Outbox",
		filters={"template": "digest"},
		fields=["name", "message_key", "recipient", "kind", "channel", "state", "context"],
		order_by="creation",
	)


def mail_of(site: Any, user: str, about: str = "SLA Digest") -> Mail:
	"""The last e-mail to a user about such a record, as Frappe would hand it to the mail server."""
	from frappe.email.doctype.email_queue.email_queue import SendMailContext

	parents = site.get_all("Email Queue Recipient", {"recipient": user}, pluck="parent")
	names = site.get_all(
		"Email Queue",
		{"name": ["in", parents], "reference_doctype": about},
		pluck="name",
		order_by="creation",
	)
	context = SendMailContext(site.get_doc("Email Queue", names[-1]))
	context.email_account_doc = context.queue_doc.get_email_account()
	return message_from_bytes(context.build_message(user))


def text_of(mail: Mail) -> str:
	part = next(part for part in mail.walk() if part.get_content_type() == "text/html")
	payload = part.get_payload(decode=True)
	assert isinstance(payload, bytes)
	return payload.decode()


def send_and_read(site: Any, user: str) -> str:
	assert send_due_digests(utc_now()) == 1
	deliver_due()
	return text_of(mail_of(site, user))


def next_due(made: Any) -> datetime:
	made.reload()
	return made.next_due_utc.replace(tzinfo=timezone.utc)


# what it says


def test_a_managers_digest_holds_what_needs_them(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	mine, theirs = late
	made = digest()
	assert next_due(made) == wib("2026-06-11 08:00")
	clockwork.at("2026-06-11 08:00")
	text = send_and_read(site, world.LEAD)
	(row,) = outbox()
	assert (row.kind, row.channel, row.recipient, row.state) == ("Digest", "E-mail", world.LEAD, "Sent")
	assert row.message_key == f"digest:{made.name}:2026-06-11"
	assert "Ringkasan harian tingkat layanan per Kamis, 11 Juni 2026 08.00 WIB" in text
	assert "Tiket: 2 melewati target, 0 berisiko" in text
	assert f"{mine.name} Transaksi" in text and f"{theirs.name} Rahasia satker" in text
	assert "&lt;b&gt;utama" in text and "<b>utama" not in text
	assert "PT Maju" in text and "Satuan Kerja" in text
	assert "jatuh tempo" in text
	assert "Eskalasi yang belum diambil alih" in text
	assert "mengapa" not in text.lower()
	kept = json.loads(row.context)
	assert "Rahasia" not in row.context and kept == {
		"enclosure": {"doctype": "SLA Digest", "name": made.name}
	}


def test_a_partners_digest_holds_nothing_of_another_partner(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	"""Nor who was told, nor what the provider owes itself."""
	mine, theirs = late
	digest(world.PARTNER_USER)
	clockwork.at("2026-06-11 08:00")
	text = send_and_read(site, world.PARTNER_USER)
	assert "Tiket: 1 melewati target, 0 berisiko" in text
	assert f"/sla/{mine.doctype.replace(' ', '%20')}%20{mine.name}" in text
	for inside in (
		"Rahasia",
		f"{theirs.name} ",
		"Satuan Kerja",
		"Eskalasi yang belum",
		"Kewajiban",
		"@provider.example",
		"/app/",
		"/desk/",
	):
		assert inside not in text, inside


def test_a_digest_about_one_partner(late: tuple[Any, Any], site: Any, clockwork: Clockwork) -> None:
	digest(partner="SATKER")
	clockwork.at("2026-06-11 08:00")
	text = send_and_read(site, world.LEAD)
	assert "Rahasia satker" in text and "Transaksi" not in text
	assert "Tiket: 1 melewati target" in text


def test_nobody_subscribes_to_what_they_may_not_see(host: str, site: Any) -> None:
	with pytest.raises(site.PermissionError):
		digest(world.PARTNER_USER, partner="SATKER")
	world.user("tamu@example.com", "SLA Partner", website=True)
	with pytest.raises(site.ValidationError, match="nothing to send"):
		digest("tamu@example.com")
	with pytest.raises(site.ValidationError):
		digest("Guest")


def test_who_sees_nothing_any_more_gets_nothing(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	"""A weekly digest says that all is well: not to a partner who was switched off, whose tickets just don't show."""
	digest(world.PARTNER_USER, "Weekly", weekday="Thursday")
	site.db.set_value("SLA Partner", world.PARTNER, "disabled", 1)
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 0
	site.db.set_value("SLA Partner", world.PARTNER, "disabled", 0)
	site.db.set_value("User", world.PARTNER_USER, "enabled", 0)
	clockwork.at("2026-06-18 08:00")
	assert send_due_digests(utc_now()) == 0
	site.db.set_value("User", world.PARTNER_USER, "enabled", 1)
	clockwork.at("2026-06-25 08:00")
	assert send_due_digests(utc_now()) == 1


def test_what_is_shown_is_decided_when_it_leaves(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	digest(world.PARTNER_USER)
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1
	site.db.set_value("SLA Partner", world.PARTNER, "disabled", 1)
	deliver_due()
	assert "Transaksi" not in text_of(mail_of(site, world.PARTNER_USER))


def test_at_most_twenty_lines_the_most_urgent_first(host: str, site: Any, clockwork: Clockwork) -> None:
	from sla_id.notify.digests.digest_content import asked_by, collect

	clockwork.at("2026-06-08 09:00")
	for number in range(22):
		clockwork.at(f"2026-06-08 09:{number:02}")
		world.ticket(host, sla_id_priority="P1", subject=f"Nomor {number:02}.")
	clockwork.at("2026-06-08 14:00")
	risky = world.ticket(host, sla_id_priority="P1", subject="Nanti.")
	site.db.set_value("SLA Ticket", f"{host} {risky.name}", "state", "At Risk")
	clockwork.at("2026-06-08 20:00")
	world.tick()
	site.db.set_value("SLA Ticket", f"{host} {risky.name}", "state", "At Risk")
	tickets = collect(asked_by(digest(), utc_now()))[0]
	assert len(tickets.lines) == 20
	assert [f"Nomor {number:02}." in line.text for number, line in enumerate(tickets.lines)] == [True] * 20
	assert tickets.heading in (
		"Tickets: 22 past their target, 1 at risk",
		"Tiket: 22 melewati target, 1 berisiko",
	)
	assert tickets.more in ("and 3 more", "dan 3 lagi")


def test_escalations_requests_duties_and_reviews(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	"""What was taken over, decided, done or isn't due yet isn't there; what is for staff alone is for staff alone."""
	from sla_id.notify.digests.digest_content import asked_by, collect

	mine, _theirs = late
	record = world.record(mine).name
	fired = site.get_all("SLA Escalation", {"sla_ticket": record}, pluck="name", order_by="level")
	assert len(fired) >= 2
	site.db.set_value("SLA Escalation", fired[0], "acknowledged_by", world.AGENT)
	for label, due, done in (
		("Kabari mitra", "2026-06-10 12:00:00", None),
		("Sudah selesai", "2026-06-10 12:00:00", "2026-06-10 11:00:00"),
		("Masih nanti", "2026-06-30 12:00:00", None),
	):
		site.get_doc(
			{
				"doctype": "SLA Escalation Task",
				"parent": fired[1],
				"parenttype": "SLA Escalation",
				"parentfield": "duties",
				"kind": "contact",
				"label": label,
				"due_utc": due,
				"done_utc": done,
			}
		).db_insert()
	for party, status in (("Partner", "Open"), ("Agent", "Open"), ("Partner", "Not valid")):
		request = site.get_doc(
			{
				"doctype": "SLA Escalation Request",
				"sla_ticket": record,
				"partner": world.PARTNER,
				"level": 2,
				"status": status,
				"party": party,
				"requested_by": world.PARTNER_USER,
				"decide_by_utc": "2026-06-10 15:00:00",
			}
		)
		request.name = f"{party} {status}"
		request.db_insert()
	site.db.set_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "next_review", "2026-06-01")

	def sections(user: str) -> dict[str, Any]:
		found = collect(asked_by(site.get_doc({"doctype": "SLA Digest", "user": user}), utc_now()))
		return {section.heading.rpartition(": ")[0]: section for section in found}

	staff = sections(world.LEAD)
	escalations = site.get_all(
		"SLA Escalation",
		{"closed_utc": ["is", "not set"], "acknowledged_by": ["is", "not set"]},
		pluck="name",
	)
	heading = staff["Eskalasi yang belum diambil alih"].heading
	assert fired[0] not in escalations and heading.endswith(f": {len(escalations)}")
	(duty,) = [line for line in staff["Kewajiban eskalasi yang terlambat"].lines if "Kabari" in line.text]
	assert duty.note == "jatuh tempo Rabu, 10 Juni 2026 19.00 WIB"
	said = " ".join(line.text for line in staff["Kewajiban eskalasi yang terlambat"].lines)
	assert "Sudah selesai" not in said and "Masih nanti" not in said
	requests = staff["Permintaan eskalasi yang menunggu keputusan"]
	assert requests.heading.endswith(": 2")
	assert "diputuskan paling lambat Rabu, 10 Juni 2026 22.00 WIB" in requests.lines[0].note
	(review,) = [
		line for line in staff["Perjanjian yang tinjauannya terlambat"].lines if "PT Maju" in line.note
	]
	assert "tinjauan seharusnya 1 Juni 2026" in review.note

	partner = sections(world.PARTNER_USER)
	assert set(partner) == {
		"Tiket",
		"Permintaan eskalasi yang menunggu keputusan",
		"Perjanjian yang tinjauannya terlambat",
	}
	assert partner["Permintaan eskalasi yang menunggu keputusan"].heading.endswith(": 1")
	assert "/sla/" in partner["Permintaan eskalasi yang menunggu keputusan"].lines[0].link
	assert "Permintaan eskalasi yang menunggu keputusan" not in sections(SATKER_USER)


def test_people_of_few_rights_read_less(late: tuple[Any, Any], site: Any) -> None:
	"""A staff user whom Frappe's own user permissions keep to one partner."""
	from sla_id.notify.digests.digest_content import asked_by, collect

	site.get_doc(
		{
			"doctype": "User Permission",
			"user": world.AGENT,
			"allow": "SLA Partner",
			"for_value": "SATKER",
			"apply_to_all_doctypes": 1,
		}
	).insert()
	sections = collect(asked_by(site.get_doc({"doctype": "SLA Digest", "user": world.AGENT}), utc_now()))
	text = " ".join(line.text for section in sections for line in section.lines)
	assert "Rahasia satker" in text and "Transaksi" not in text
	assert site.session.user == "Administrator", "whoever runs the job goes on as who they are"


# when it comes


@pytest.mark.parametrize(
	("zone", "weekday", "after", "expected"),
	[
		(JAKARTA, None, "2026-06-11 07:59", "2026-06-11 08:00"),
		(JAKARTA, None, "2026-06-11 08:00", "2026-06-12 08:00"),
		(MAKASSAR, None, "2026-06-11 06:59", "2026-06-11 07:00"),
		(MAKASSAR, None, "2026-06-11 07:00", "2026-06-12 07:00"),
		(JAKARTA, 0, "2026-06-08 08:00", "2026-06-15 08:00"),
		(JAKARTA, 4, "2026-06-08 08:00", "2026-06-12 08:00"),
		(ZoneInfo("Pacific/Kiritimati"), None, "2026-06-11 00:59", "2026-06-11 01:00"),
	],
)
def test_the_next_time(zone: ZoneInfo, weekday: int | None, after: str, expected: str) -> None:
	"""Times here are WIB; 08:00 is on the reader's wall."""
	rhythm = Rhythm(time(8), zone, weekday)
	assert rhythm.following(wib(after)) == wib(expected)
	assert rhythm.latest(wib(expected)) == wib(expected)
	assert rhythm.latest(wib(expected) - timedelta(seconds=1)) < wib(expected)


def test_a_time_that_clocks_skip_or_repeat() -> None:
	rhythm = Rhythm(time(2, 30), ZoneInfo("Europe/Berlin"))
	day = datetime(2026, 3, 29, tzinfo=timezone.utc)
	assert rhythm.following(day) == day + timedelta(hours=1, minutes=30)
	autumn = datetime(2026, 10, 25, tzinfo=timezone.utc)
	assert rhythm.following(autumn) == autumn + timedelta(minutes=30)
	assert rhythm.following(autumn + timedelta(minutes=30)) == autumn + timedelta(days=1, hours=1, minutes=30)


def test_each_reads_at_eight_of_their_own_clock(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	site.db.set_value("User", world.PARTNER_USER, "time_zone", "Asia/Makassar")
	digest(world.LEAD)
	digest(world.PARTNER_USER)
	clockwork.at("2026-06-11 06:59")
	assert send_due_digests(utc_now()) == 0
	clockwork.at("2026-06-11 07:00")
	assert send_due_digests(utc_now()) == 1
	assert [row.recipient for row in outbox()] == [world.PARTNER_USER]
	deliver_due()
	text = text_of(mail_of(site, world.PARTNER_USER))
	assert "per Kamis, 11 Juni 2026 08.00 WITA" in text
	assert "WITA (" in text and "WIB)" in text, "due times in the reader's zone and the agreement's"
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1


def test_once_a_period_even_with_two_schedulers(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	"""The other one had read the row as due before we wrote; tests/app can't run two at once, so the row is put back."""
	made = digest()
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1
	assert send_due_digests(utc_now()) == 0
	site.db.set_value("SLA Digest", made.name, "next_due_utc", to_utc(wib("2026-06-11 08:00")))
	clockwork.at("2026-06-11 17:00")
	assert send_due_digests(utc_now()) == 0
	assert len(outbox()) == 1
	assert next_due(made) == wib("2026-06-12 08:00")


def test_three_days_asleep_make_one_digest(late: tuple[Any, Any], site: Any, clockwork: Clockwork) -> None:
	made = digest()
	clockwork.at("2026-06-14 07:30")
	assert send_due_digests(utc_now()) == 1
	(row,) = outbox()
	assert row.message_key.endswith(":2026-06-13"), "the last time that came"
	clockwork.at("2026-06-14 08:00")
	assert send_due_digests(utc_now()) == 1, "today's own isn't lost for it"
	assert next_due(made) == wib("2026-06-15 08:00")


def test_daily_is_silent_when_all_is_well_weekly_isnt(site: Any, clockwork: Clockwork) -> None:
	site.db.delete("SLA Escalation")
	site.db.set_value("SLA Agreement", {"docstatus": 1}, "next_review", None)
	site.db.set_value("SLA Partner", world.PARTNER, "language", "en")
	clockwork.at("2026-06-10 20:00")
	daily = digest(world.PARTNER_USER)
	digest(world.PARTNER_USER, "Weekly", weekday="Thursday")
	clockwork.at("2026-06-11 08:00")
	text = send_and_read(site, world.PARTNER_USER)
	assert "Weekly service level summary as of Thursday, 11 June 2026 08:00 WIB" in text
	assert "Nothing needs you" in text
	assert next_due(daily) == wib("2026-06-12 08:00")
	daily.reload()
	assert daily.last_sent_utc is None


def test_the_minute_tick_sends_it(late: tuple[Any, Any], site: Any, clockwork: Clockwork) -> None:
	digest()
	for moment, count in (("07:59", 0), ("08:00", 1), ("08:01", 1)):
		clockwork.at(f"2026-06-11 {moment}")
		world.tick()
		assert [row.state for row in outbox()] == ["Sent"] * count, moment
	assert "Tiket: 2 melewati target" in text_of(mail_of(site, world.LEAD))


def test_a_change_of_zone_brings_no_second_one(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	made = digest()
	site.db.set_value("User", world.LEAD, "time_zone", "Asia/Makassar")
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1, "08:00 WITA has passed"
	site.db.set_value("User", world.LEAD, "time_zone", "Asia/Jakarta")
	clockwork.at("2026-06-12 07:00")
	assert send_due_digests(utc_now()) == 0
	assert next_due(made) == wib("2026-06-12 08:00")
	clockwork.at("2026-06-12 08:00")
	assert send_due_digests(utc_now()) == 1


def test_one_that_fails_holds_up_no_other(late: tuple[Any, Any], site: Any, clockwork: Clockwork) -> None:
	digest(world.PARTNER_USER)
	broken = digest(at="07:00")
	site.db.set_value("User", world.LEAD, "time_zone", "Mars/Olympus")
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1
	assert [row.recipient for row in outbox()] == [world.PARTNER_USER]
	assert site.db.exists("Error Log", {"method": ["like", f"%{broken.name}%"]})
	assert next_due(broken) == utc_now() + timedelta(hours=1)


def test_saving_again_doesnt_skip_one_that_is_due(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	made = digest()
	clockwork.at("2026-06-11 08:00")
	made.reload()
	made.partner = world.PARTNER
	made.save()
	assert send_due_digests(utc_now()) == 1


def test_one_of_a_kind_for_each_person(host: str, site: Any) -> None:
	digest()
	with pytest.raises(site.ValidationError, match="already"):
		site.get_doc({"doctype": "SLA Digest", "user": world.LEAD, "frequency": "Daily"}).insert()
	digest(frequency="Weekly")
	assert site.db.count("SLA Digest", {"user": world.LEAD}) == 2


def test_the_minute_tick_finds_it_by_an_index(host: str, site: Any) -> None:
	field = site.get_meta("SLA Digest").get_field("next_due_utc")
	assert field.search_index
	made = digest()
	made.update({"enabled": 0}).save()
	assert made.next_due_utc is None, "what is off isn't in the range that is searched"


# who is offered one


def test_managers_are_offered_one_until_they_say_no(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-06-08 12:00")
	site.db.set_value("User", world.LEAD, "time_zone", "Asia/Makassar")
	(name,) = offer_digests()
	made = site.get_doc("SLA Digest", name)
	assert (made.user, made.frequency, made.enabled) == (world.LEAD, "Daily", 1)
	assert next_due(made) == wib("2026-06-09 07:00")
	assert offer_digests() == []
	made.update({"enabled": 0}).save()
	assert offer_digests() == [], "switched off is a no"
	site.delete_doc("SLA Digest", name)
	assert offer_digests() == [], "removed is a no"
	assert digest().enabled, "they may come back"


def test_a_user_who_goes_takes_their_subscriptions_along(site: Any, clockwork: Clockwork) -> None:
	world.user("baru@provider.example", "SLA Manager")
	digest("baru@provider.example")
	site.delete_doc("User", "baru@provider.example", force=False)
	assert not site.db.exists("SLA Digest", {"user": "baru@provider.example"})


def test_a_person_sees_and_changes_their_own_alone(host: str, site: Any) -> None:
	theirs = digest(world.LEAD)
	site.set_user(world.AGENT)
	assert site.get_list("SLA Digest") == []
	with pytest.raises(site.PermissionError):
		site.get_doc({"doctype": "SLA Digest", "frequency": "Weekly", "user": world.LEAD}).insert()
	with pytest.raises(site.PermissionError):
		site.get_doc("SLA Digest", theirs.name).update({"enabled": 0}).save()
	with pytest.raises(site.CannotChangeConstantError):
		site.get_doc("SLA Digest", theirs.name).update({"user": world.AGENT}).save()
	own = site.get_doc({"doctype": "SLA Digest", "frequency": "Daily", "user": world.AGENT}).insert()
	assert site.get_list("SLA Digest", pluck="name") == [own.name]
	site.set_user(world.PARTNER_USER)
	assert not site.has_permission("SLA Digest", "read")


def test_the_portal_changes_ones_own(site: Any, clockwork: Clockwork) -> None:
	from sla_id.api.digests import choose
	from sla_id.portal.summary_pages import describe_summaries

	clockwork.at("2026-06-08 09:00")
	site.db.set_value("User", world.PARTNER_USER, "time_zone", "Asia/Jakarta")
	site.set_user(world.PARTNER_USER)
	kept = choose("Weekly", True, "17:30", "Friday")
	assert kept == {"enabled": True, "next_due_utc": to_utc(wib("2026-06-12 17:30"))}
	weekly = describe_summaries()["summaries"][1]
	assert (weekly["enabled"], weekly["at"]) == (True, "17:30")
	assert [day["name"] for day in weekly["weekdays"] if day["chosen"]] == ["Friday"]
	assert not choose("Weekly", False, "17:30", "Friday")["enabled"]
	assert site.db.count("SLA Digest", {"user": world.PARTNER_USER}) == 1
	for wrong in (("Hourly", True), ("Daily", True, "25:00"), ("Daily", True, "08:00", "Someday")):
		with pytest.raises(site.ValidationError):
			choose(*wrong)
	for stranger in ("Guest", "tamu@example.com"):
		site.set_user("Administrator")
		world.user("tamu@example.com", "SLA Partner", website=True)
		site.set_user(stranger)
		with pytest.raises(site.PermissionError):
			choose("Daily", True)


# getting rid of it


def open_page(url: str, method: str = "GET", user: str = "Guest", **form: str) -> Any:
	"""The page as Frappe serves it: a werkzeug response."""
	import frappe
	from frappe.website.serve import get_response
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	who, form_dict, response = frappe.session.user, frappe.local.form_dict, frappe.local.response
	parts = urlsplit(url)
	builder = EnvironBuilder(
		path=parts.path, query_string=parts.query, method=method, data=form if method == "POST" else None
	)
	frappe.set_user(user)
	frappe.local.request = Request(builder.get_environ())
	frappe.local.form_dict = frappe._dict(
		{**{key: values[0] for key, values in parse_qs(parts.query).items()}, **form}
	)
	frappe.local.response = frappe._dict(docs=[])
	try:
		return get_response(parts.path.strip("/"))
	finally:
		del frappe.local.request
		frappe.set_user(who)
		frappe.local.form_dict, frappe.local.response = form_dict, response


def test_every_digest_carries_the_way_out(late: tuple[Any, Any], site: Any, clockwork: Clockwork) -> None:
	"""A link, and the two headers of RFC 8058 in the message that the mail server gets."""
	made = digest()
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1
	deliver_due()
	mail = mail_of(site, world.LEAD)
	code = code_for(made.name, world.LEAD)
	assert mail["List-Unsubscribe"].strip() == f"<{site.utils.get_url(SHORT_PATH + code)}>"
	assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
	assert mail["Subject"] and mail["To"] == world.LEAD
	assert unsubscribe_url(made.name, world.LEAD) in text_of(mail)
	assert world.LEAD not in unsubscribe_url(made.name, world.LEAD)


def test_a_long_address_is_folded_within_its_brackets(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""RFC 2369 §2: whitespace there is ignored. Python would write it as an encoded word, which is no address."""
	made = digest()
	host = "https://pusat-layanan.kementerian-contoh-yang-panjang-namanya.go.id"
	monkeypatch.setitem(site.local.conf, "host_name", host)
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1
	deliver_due()
	held = mail_of(site, world.LEAD)["List-Unsubscribe"]
	assert "=?" not in held
	address = site.utils.get_url(SHORT_PATH + code_for(made.name, world.LEAD))
	assert address.startswith(host)
	assert "".join(held.split()) == f"<{address}>"


def test_a_duty_carries_none(late: tuple[Any, Any], site: Any, clockwork: Clockwork) -> None:
	from sla_id.notify.outbox import tell_users

	mine, _theirs = late
	tell_users(
		[world.LEAD], "k", "escalation", box.CONTEXT, ("SLA Ticket", world.record(mine).name), email=True
	)
	deliver_due()
	mail = mail_of(site, world.LEAD, "SLA Ticket")
	assert mail["List-Unsubscribe"] is None and mail["List-Unsubscribe-Post"] is None
	assert PATH not in text_of(mail)


def test_opening_the_link_changes_nothing_the_button_does(
	late: tuple[Any, Any], site: Any, clockwork: Clockwork
) -> None:
	made = digest()
	url = unsubscribe_url(made.name, world.LEAD)
	asked = open_page(url)
	html = asked.get_data(as_text=True)
	assert asked.status_code == 200
	assert "Berhenti menerima" in html or "Stop the daily summary?" in html
	assert '<form method="post"' in html and "csrf_token" in html
	made.reload()
	assert made.enabled, "a mail scanner opens every link"
	done = open_page(url, "POST", **{"List-Unsubscribe": "One-Click"})
	assert done.status_code == 200 and "Location" not in done.headers
	made.reload()
	assert (made.enabled, made.next_due_utc) == (0, None)
	assert open_page(url, "POST").status_code == 200, "twice is as good as once"
	assert '<form method="post"' not in open_page(url).get_data(as_text=True)
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 0
	made.update({"enabled": 1}).save()
	clockwork.at("2026-06-12 08:00")
	assert send_due_digests(utc_now()) == 1, "they came back"


def test_who_has_lost_every_right_can_still_unsubscribe(host: str, site: Any, clockwork: Clockwork) -> None:
	made = digest(world.PARTNER_USER)
	site.db.set_value("SLA Partner", world.PARTNER, "disabled", 1)
	assert open_page(unsubscribe_url(made.name, world.PARTNER_USER), "POST").status_code == 200
	made.reload()
	assert not made.enabled


def test_what_is_on_its_way_is_taken_back(late: tuple[Any, Any], site: Any, clockwork: Clockwork) -> None:
	made = digest()
	clockwork.at("2026-06-11 08:00")
	assert send_due_digests(utc_now()) == 1
	open_page(unsubscribe_url(made.name, world.LEAD), "POST")
	deliver_due()
	assert [row.state for row in outbox()] == ["Dismissed"]
	assert not site.db.exists("Email Queue Recipient", {"recipient": world.LEAD})


def test_a_forged_link_or_another_persons_is_refused(host: str, site: Any) -> None:
	mine, theirs = digest(world.LEAD), digest(world.PARTNER_USER)
	good = code_for(mine.name, world.LEAD)
	token = good.partition(".")[2]
	for code in (
		"",
		".",
		mine.name,
		f"{mine.name}.",
		good[:-1] + ("A" if good[-1] != "A" else "Q"),
		good + "A",
		f"{mine.name}.émoji\x00",
		f"{theirs.name}.{token}",
		code_for(mine.name, world.PARTNER_USER),
		code_for(mine.name, ""),
		code_for("", ""),
		code_for("nothing", ""),
	):
		assert find_by_link(code) is None, code
		url = f"{PATH}?{urlencode({'code': code})}"
		shown = open_page(url)
		assert shown.status_code == 200 and '<form method="post"' not in shown.get_data(as_text=True)
		assert open_page(url, "POST").status_code == 403
	for made in (mine, theirs):
		made.reload()
		assert made.enabled
	assert find_by_link(good).name == mine.name


def test_a_link_is_of_this_site_alone(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	code = code_for("a", "b")
	assert is_genuine(code, "b") and not is_genuine(code, "c")
	monkeypatch.setitem(site.local.conf, "secret", "lain")
	assert not is_genuine(code, "b")


def test_frappes_log_settings_clear_old_messages(site: Any, clockwork: Clockwork) -> None:
	"""What has left and is old goes; what failed waits for a person; what a person dismissed goes in its time."""
	from sla_id.api.outbox import dismiss_given_up
	from sla_id.notify.outbox import Message, clear_old_messages, enqueue

	box.clear()
	clockwork.at("2026-01-05 09:00")

	def row(state: str, sent: str | None) -> str:
		name = enqueue(Message(f"{state}{sent}", "Desk", world.LEAD, "notice", {"title": "Uji"}))
		assert name
		values = {"state": state, "sent_utc": sent, "next_attempt_utc": None}
		site.db.set_value("SLA Outbox", name, values)
		return name

	old, recent = "2026-01-01 00:00:00", "2026-07-01 00:00:00"
	gone = [row("Sent", old), row("Delivered", old)]
	kept = [row("Sent", recent), row("Failed", old), row("Dead", None), row("Queued", None)]
	clockwork.at("2026-07-10 09:00")
	settings = site.get_doc("Log Settings")
	settings.add_default_logtypes()
	(entry,) = [entry for entry in settings.logs_to_clear if entry.ref_doctype == "SLA Outbox"]
	assert entry.days == clear_old_messages.KEEP_DAYS == 180
	settings.logs_to_clear = [entry]
	clear_in_batches(settings, clear_old_messages)
	left = set(site.get_all("SLA Outbox", pluck="name"))
	assert left == set(kept) and not left & set(gone)
	site.set_user(world.AGENT)
	with pytest.raises(site.PermissionError):
		dismiss_given_up(kept)
	site.set_user(world.LEAD)
	assert dismiss_given_up(json.dumps(kept)) == 2, "only what failed or was given up"
	dismissed = site.get_doc("SLA Outbox", kept[1])
	assert (dismissed.state, dismissed.dismissed_by) == ("Dismissed", world.LEAD)
	site.set_user("Administrator")
	assert clear_old_messages.clear_old_messages() == 0
	clockwork.at("2027-01-10 09:00")
	assert clear_old_messages.clear_old_messages() == 3
	assert site.get_all("SLA Outbox", pluck="state") == ["Queued"]


def clear_in_batches(settings: Any, clear: Any) -> None:
	"""Frappe's job, with batches of one so that there are several."""
	kept, clear.BATCH = clear.BATCH, 1
	try:
		settings.clear_logs()
	finally:
		clear.BATCH = kept
