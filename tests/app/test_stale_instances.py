"""Orders of saves in which a host writes an older copy of a ticket over what we showed on it: none loses the state."""

from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork

pytestmark = pytest.mark.each_host


@pytest.fixture
def doc(host_name: str, site: Any, clockwork: Clockwork) -> Any:
	clockwork.at("2026-03-16 09:00")
	made = world.ticket(host_name, sla_id_priority="P1")
	world.tick()
	return made


def shown(site: Any, doc: Any) -> tuple[Any, ...]:
	"""What the host's row says, to the second."""
	*texts, due = site.db.get_value(doc.doctype, doc.name, ["sla_id_state", "sla_id_due", "response_by"])
	return (*texts, due and due.replace(microsecond=0))


def expected(doc: Any) -> tuple[Any, ...]:
	from sla_id.instants import from_utc, to_site

	record = world.record(doc)
	due = to_site(from_utc(world.clock(doc, "response").due_utc))
	return record.state, record.due_text, due and due.replace(microsecond=0)


def older_copy(site: Any, doc: Any, clockwork: Clockwork) -> Any:
	"""A copy of the ticket from before the tick told that its response is late; the tick changes no `modified`."""
	copy = site.get_doc(doc.doctype, doc.name)
	clockwork.at("2026-03-16 10:05")
	world.tick()
	assert world.record(doc).state == "Breached"
	assert copy.sla_id_state != "Breached"
	return copy


def test_an_older_copy_that_is_saved(doc: Any, site: Any, clockwork: Clockwork) -> None:
	older_copy(site, doc, clockwork).save(ignore_permissions=True)
	assert shown(site, doc) == expected(doc)


def test_an_older_copy_that_is_saved_past_validation(doc: Any, site: Any, clockwork: Clockwork) -> None:
	"""Helpdesk's automatic closing: no before_save runs."""
	copy = older_copy(site, doc, clockwork)
	copy.response_by = "2026-03-20 09:00:00"
	copy.flags.ignore_validate = True
	copy.save(ignore_permissions=True)
	assert shown(site, doc) == expected(doc)


def test_an_older_copy_that_is_saved_twice(doc: Any, site: Any, clockwork: Clockwork) -> None:
	"""As a Communication does with the ticket it has loaded once: for itself, and again with its attachments."""
	copy = older_copy(site, doc, clockwork)
	for text in ("satu", "dua"):
		copy.subject = text
		copy.save(ignore_permissions=True)
	assert shown(site, doc) == expected(doc)


def test_an_older_copy_that_is_written_past_all_hooks(doc: Any, site: Any, clockwork: Clockwork) -> None:
	"""Then the tick heals what a changed row shows."""
	copy = older_copy(site, doc, clockwork)
	clockwork.at("2026-03-16 10:06")
	copy.modified = site.utils.now_datetime()
	copy.db_update()
	assert shown(site, doc) != expected(doc)
	clockwork.at("2026-03-16 10:07")
	world.tick()
	assert shown(site, doc) == expected(doc)


def test_an_older_copy_of_which_one_field_is_set(doc: Any, site: Any, clockwork: Clockwork) -> None:
	"""As Frappe does with an Issue's status for every message that comes in."""
	copy = older_copy(site, doc, clockwork)
	copy.db_set("status", world.status(doc.doctype, "Paused"))
	copy.db_set("status", world.status(doc.doctype, "Running"))
	copy.save(ignore_permissions=True)
	assert shown(site, doc) == expected(doc)


def test_erpnexts_own_sla_saves_the_issue_again(host_name: str, site: Any, clockwork: Clockwork) -> None:
	"""It puts the status back past all hooks and saves the copy that the message had loaded."""
	if host_name != "Issue" or "erpnext" not in site.get_installed_apps():
		pytest.skip("ERPNext isn't on this site")
	clockwork.at("2026-03-16 09:00")
	track(site)
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert doc.service_level_agreement
	for hour, sender, state in (
		(11, "mailer-daemon@maju.example", "Paused"),
		(13, world.PARTNER_USER, "On Track"),
	):
		clockwork.at(f"2026-03-16 {hour - 1}:00")
		world.reply(doc, recipients=world.PARTNER_USER)
		world.change(doc, status="Replied")
		assert world.record(doc).state == "Paused"
		clockwork.at(f"2026-03-16 {hour}:00")
		from tests.app.test_who_answered import from_outside

		from_outside(site, doc, sender)
		assert world.record(doc).state == state
		assert shown(site, doc) == expected(doc)
		world.tick()
		assert world.record(doc).state == state


def track(site: Any) -> None:
	"""ERPNext's own agreement for every Issue, around the clock."""
	site.db.set_single_value("Support Settings", "track_service_level_agreement", 1)
	holidays = site.get_doc(
		{
			"doctype": "Holiday List",
			"holiday_list_name": "Uji",
			"from_date": "2026-01-01",
			"to_date": "2026-12-31",
		}
	).insert()
	for priority in ("Low", "Medium"):
		if not site.db.exists("Issue Priority", priority):
			site.get_doc({"doctype": "Issue Priority", "name": priority}).insert()
	days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
	site.get_doc(
		{
			"doctype": "Service Level Agreement",
			"enabled": 1,
			"document_type": "Issue",
			"service_level": "Uji",
			"default_service_level_agreement": 1,
			"holiday_list": holidays.name,
			"apply_sla_for_resolution": 1,
			"priorities": [
				{
					"priority": "Medium",
					"default_priority": 1,
					"response_time": 7200,
					"resolution_time": 72000,
				},
				{"priority": "Low", "response_time": 7200, "resolution_time": 72000},
			],
			"sla_fulfilled_on": [{"status": "Resolved"}, {"status": "Closed"}],
			"pause_sla_on": [{"status": "Replied"}],
			"support_and_resolution": [
				{"workday": day, "start_time": "00:00:00", "end_time": "23:59:59"} for day in days
			],
		}
	).insert()
