"""The calendar that people subscribe to, read back by two parsers, and the page for partners: both show what is theirs."""

import re
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlparse

import icalendar
import pytest

from sla_id.maintenance.carry_out import announce_maintenance, cancel_maintenance
from sla_id.maintenance.feed_tokens import feeds_of, make_feed, revoke_feed
from sla_id.maintenance.plan_maintenance import change_maintenance
from tests.app import maintenance_world as scenery
from tests.app import world
from tests.app.conftest import Clockwork, wib
from tests.app.maintenance_world import LAIN, PAY, PEOPLE, TIMUR, held, plan, planned
from tests.app.routes import ask

NIGHT = ("2026-06-20 22:00", "2026-06-21 02:00")
PAGE = "/sla/maintenance"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-06-01 09:00")
	scenery.prepare()


@pytest.fixture(autouse=True)
def monday(site: Any, clockwork: Clockwork) -> None:
	"""Monday 8 June, 09:00: early enough for everybody."""
	clockwork.at("2026-06-08 09:00")


def fetch(address: str, **headers: str) -> Any:
	"""What a calendar program gets: nobody is logged in."""
	import frappe
	from frappe.website.serve import get_response
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	from tests.app.routes import _as_request

	url = urlparse(address)
	named = {name.replace("_", "-"): value for name, value in headers.items()}
	builder = EnvironBuilder(url.path, "http://site.example", query_string=url.query, headers=named)
	with _as_request(Request(builder.get_environ()), "Guest"):
		assert frappe.session.user == "Guest"
		return get_response()


def events(address: str) -> dict[str, Any]:
	"""The events of a feed by UID, as icalendar reads them."""
	answer = fetch(address)
	assert answer.status_code == 200, answer.get_data()
	calendar = icalendar.Calendar.from_ical(answer.get_data())
	found = calendar.walk("VEVENT")
	assert not calendar.errors and not [event for event in found if event.errors]
	return {str(event["UID"]): event for event in found}


def test_a_calendar_reads_it_as_it_was_meant(site: Any) -> None:
	name = plan(*NIGHT, impact="Kartu; ditolak,\nsementara", impact_en="Cards are declined")
	address = make_feed(PEOPLE[TIMUR])
	assert events(address) == {}, "a plan that was announced to nobody"
	announce_maintenance(name)
	(event,) = events(address).values()
	assert event["UID"] == held(name).uid
	assert (event["SUMMARY"], event["SEQUENCE"], event["STATUS"]) == ("Database upgrade", 0, "CONFIRMED")
	assert event.decoded("DTSTART") == datetime(2026, 6, 20, 15, 0, tzinfo=timezone.utc)
	assert event.decoded("DTEND") == datetime(2026, 6, 20, 19, 0, tzinfo=timezone.utc)
	text = fetch(address).get_data(as_text=True)
	assert "DTSTART:20260620T150000Z\r\n" in text and "DTEND:20260620T190000Z\r\n" in text
	assert "Services: Cards" in str(event["DESCRIPTION"]) and "Cards are declined" in str(
		event["DESCRIPTION"]
	)
	assert str(event["URL"]).endswith(f"{PAGE}#{name}")
	assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_another_parser_reads_the_same(site: Any) -> None:
	import vobject

	name = plan(*NIGHT, impact="Kartu; ditolak,\nsementara")
	announce_maintenance(name)
	calendar = vobject.readOne(fetch(make_feed(PEOPLE[PAY])).get_data(as_text=True))
	event = calendar.vevent
	assert calendar.method.value == "PUBLISH" and calendar.contents["x-wr-calname"][0].value
	assert event.dtstart.value == wib(NIGHT[0]) and event.dtend.value == wib(NIGHT[1])
	assert (event.summary.value, event.uid.value) == ("Pembaruan basis data", held(name).uid)
	assert "Kartu; ditolak,\nsementara" in event.description.value


def test_a_change_raises_the_sequence_and_a_cancellation_stays(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	address = make_feed(PEOPLE[PAY])
	uid = held(name).uid
	clockwork.at("2026-06-08 10:00")
	change_maintenance(name, planned("2026-06-20 23:00", "2026-06-21 02:00"), "vendor")
	event = events(address)[uid]
	assert (event["SEQUENCE"], event.decoded("DTSTART")) == (1, wib("2026-06-20 23:00"))
	clockwork.at("2026-06-08 11:00")
	cancel_maintenance(name, "batal")
	event = events(address)[uid]
	assert (event["SEQUENCE"], event["STATUS"]) == (2, "CANCELLED")
	assert event.decoded("LAST-MODIFIED") == wib("2026-06-08 11:00")
	clockwork.at("2027-03-01 09:00")
	assert events(address)[uid]["STATUS"] == "CANCELLED"


def test_who_is_no_longer_concerned_sees_it_cancelled(site: Any) -> None:
	name = plan(*NIGHT, "PAY.CARD")
	announce_maintenance(name)
	change_maintenance(name, planned(*NIGHT, "PAY.QR"), "hanya QRIS")
	assert events(make_feed(PEOPLE[TIMUR]))[held(name).uid]["STATUS"] == "CANCELLED"
	assert events(make_feed(PEOPLE[PAY]))[held(name).uid]["STATUS"] == "CONFIRMED"


def test_everybody_reads_their_own(site: Any) -> None:
	card, mail, draft = plan(*NIGHT), plan(*NIGHT, "MAIL"), plan(*NIGHT, "PAY.QR")
	for name in (card, mail):
		announce_maintenance(name)
	uid = {name: held(name).uid for name in (card, mail, draft)}
	assert set(events(make_feed(PEOPLE[PAY]))) == set(events(make_feed(PEOPLE[TIMUR]))) == {uid[card]}
	assert set(events(make_feed(PEOPLE[LAIN]))) == {uid[mail]}
	everything = events(make_feed(world.AGENT))
	assert set(everything) == set(uid.values())
	assert everything[uid[draft]]["STATUS"] == "TENTATIVE"
	assert set(events(make_feed(world.AGENT, "PAY.CARD"))) == {uid[card]}
	assert set(events(make_feed(world.AGENT, "PAY"))) == {uid[card], uid[draft]}


def test_the_address_is_kept_as_a_hash_and_can_be_revoked(site: Any) -> None:
	address = make_feed(PEOPLE[PAY])
	token = address.partition("token=")[2]
	row = site.get_all("SLA Feed Token", filters={"user": PEOPLE[PAY]}, fields=["*"])[0]
	assert token not in str(dict(row)) and len(token) >= 43
	assert fetch(address).status_code == 200
	assert site.db.get_value("SLA Feed Token", row.name, "last_read_utc")
	assert revoke_feed(row.name, PEOPLE[TIMUR]) is False, "somebody else's"
	assert fetch(address).status_code == 200
	assert revoke_feed(row.name, PEOPLE[PAY]) is True
	assert fetch(address).status_code == 404


@pytest.mark.parametrize("token", ["", "x", "'", "é", "x" * 5000, "%00"])
def test_what_is_no_address_is_not_found(token: str, site: Any) -> None:
	assert fetch(f"http://x/sla/maintenance.ics?token={token}").status_code == 404


def test_who_has_left_reads_nothing(site: Any) -> None:
	announce_maintenance(plan(*NIGHT))
	address, staff = make_feed(PEOPLE[PAY]), make_feed(world.AGENT)
	missing = fetch("http://x/sla/maintenance.ics?token=none").get_data()
	for doctype, filters, field, value in (
		("User", PEOPLE[PAY], "enabled", 0),
		("SLA Partner Contact", {"user": PEOPLE[PAY]}, "user", None),
		("SLA Partner", PAY, "disabled", 1),
	):
		site.db.savepoint("before_leaving")
		site.db.set_value(doctype, filters, field, value)
		site.clear_document_cache("User", PEOPLE[PAY])
		answer = fetch(address)
		assert (answer.status_code, answer.get_data()) == (404, missing), doctype
		site.db.rollback(save_point="before_leaving")
		site.clear_document_cache("User", PEOPLE[PAY])
	assert fetch(address).status_code == fetch(staff).status_code == 200
	site.db.delete("Has Role", {"parent": world.AGENT, "role": "SLA Agent"})
	site.clear_cache(user=world.AGENT)
	assert fetch(staff).status_code == 404


def test_what_has_not_changed_is_not_sent_again(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	address = make_feed(PEOPLE[PAY])
	first = fetch(address)
	etag = first.headers["ETag"]
	assert first.headers["Content-Type"].startswith("text/calendar")
	assert "private" in first.headers["Cache-Control"]
	assert first.headers["Last-Modified"] == "Mon, 08 Jun 2026 02:00:00 GMT"
	clockwork.at("2026-06-09 09:00")
	again = fetch(address, If_None_Match=etag)
	assert (again.status_code, again.get_data()) == (304, b"")
	assert fetch(address, If_Modified_Since="Mon, 08 Jun 2026 02:00:00 GMT").status_code == 304
	change_maintenance(name, planned("2026-06-20 23:00", "2026-06-21 02:00"), "vendor")
	assert fetch(address, If_None_Match=etag).status_code == 200


def test_not_without_end(site: Any) -> None:
	for _number in range(20):
		make_feed(PEOPLE[PAY])
	with pytest.raises(site.ValidationError, match="You have 20 calendar addresses"):
		make_feed(PEOPLE[PAY])
	revoke_feed(feeds_of(PEOPLE[PAY])[0].name, PEOPLE[PAY])
	assert make_feed(PEOPLE[PAY])


# The page --------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_was_announced_to_its_reader(site: Any, clockwork: Clockwork) -> None:
	card, mail = (
		plan(*NIGHT, impact_en="Cards are declined"),
		plan(*NIGHT, "MAIL", title="Arsip surel", title_en="Mail archive"),
	)
	plan(*NIGHT, "PAY.QR", title_en="Not announced yet")
	clockwork.at("2026-06-18 09:00")
	for name in (card, mail):
		announce_maintenance(name, late_is_known=True)
	page = ask(PEOPLE[TIMUR], "GET", PAGE).text
	assert "Database upgrade" in page and "Cards are declined" in page
	assert "Sunday, 21 June 2026 00:00 WIT" in page
	assert "Mail archive" not in page and "Not announced yet" not in page
	assert "After the time that your agreement sets for it." in page
	assert "Arsip surel" in ask(PEOPLE[LAIN], "GET", PAGE).text
	everything = ask(world.AGENT, "GET", PAGE).text
	assert "Pembaruan basis data" in everything and "Arsip surel" in everything and "PT Timur" in everything


def test_past_maintenance_stays_on_the_page(site: Any, clockwork: Clockwork) -> None:
	name = plan(*NIGHT)
	announce_maintenance(name)
	cancel_maintenance(name, "batal")
	page = ask(PEOPLE[TIMUR], "GET", PAGE).text
	assert "No maintenance is planned." in page and "Database upgrade" in page
	assert page.index("Database upgrade") > page.index('id="sla-past"')


def test_an_address_is_made_without_javascript_and_shown_once(site: Any) -> None:
	announce_maintenance(plan(*NIGHT))
	made = ask(PEOPLE[PAY], "POST", PAGE, {"make": "1"}, undo=False)
	address = re.search(r'value="(http[^"]+maintenance\.ics\?token=[\w-]+)"', made.text)
	assert address and len(events(address.group(1))) == 1
	page = ask(PEOPLE[PAY], "GET", PAGE).text
	assert "maintenance.ics" not in page, "it can't be shown again"
	(feed,) = feeds_of(PEOPLE[PAY])
	assert (
		f'value="{feed.name}"' in page and f'value="{feed.name}"' not in ask(PEOPLE[TIMUR], "GET", PAGE).text
	)
	ask(PEOPLE[TIMUR], "POST", PAGE, {"revoke": feed.name}, undo=False)
	assert fetch(address.group(1)).status_code == 200, "somebody else's isn't theirs to revoke"
	ask(PEOPLE[PAY], "POST", PAGE, {"revoke": feed.name}, undo=False)
	assert fetch(address.group(1)).status_code == 404


def test_staff_make_addresses_in_the_desk(site: Any) -> None:
	from sla_id.api import maintenance as api

	announce_maintenance(plan(*NIGHT))
	site.set_user(world.AGENT)
	address = api.make_feed("PAY.CARD")
	assert len(events(address)) == 1
	(feed,) = feeds_of(world.AGENT)
	with pytest.raises(site.PermissionError):
		api.revoke_feed(feed.name)
	site.set_user(world.LEAD)
	api.revoke_feed(feed.name)
	assert fetch(address).status_code == 404
	site.set_user(PEOPLE[PAY])
	with pytest.raises(site.PermissionError):
		api.make_feed()
