"""The one trail of our records: numbered, chained, only added to, and checked every day."""

from typing import Any

import pytest

from sla_id.audit_trail import find_broken_trails, read_trail, record_change, recorded_state
from tests.app import world
from tests.app.conftest import Clockwork, wib
from tests.app.routes import ask

ENTRY = "SLA Audit Entry"
SUBJECT = ("SLA Partner", world.PARTNER)
"""Any record of ours; partners have no trail of their own."""


def write_three(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-10 09:00")
	record_change(*SUBJECT, "Opened", None, {"partner_name": "PT Maju", "since_utc": wib("2026-03-10 08:00")})
	site.set_user(world.LEAD)
	clockwork.at("2026-03-10 10:30")
	before, after = {"partner_name": "PT Maju", "same": 1}, {"partner_name": "PT Maju Jaya", "same": 1}
	record_change(*SUBJECT, "Corrected", before, after, "  the deed says so <b>now</b> ")
	record_change(*SUBJECT, "Withdrawn", {"partner_name": "PT Maju Jaya"}, None, "twice")
	site.set_user("Administrator")


def test_who_when_before_and_after(site: Any, clockwork: Clockwork) -> None:
	write_three(site, clockwork)
	opened, corrected, withdrawn = read_trail(*SUBJECT)
	assert (opened.number, corrected.number, withdrawn.number) == (1, 2, 3)
	assert (opened.before, opened.after) == (
		None,
		{"partner_name": "PT Maju", "since_utc": "2026-03-10 01:00:00"},
	)
	assert (corrected.before, corrected.after) == (
		{"partner_name": "PT Maju"},
		{"partner_name": "PT Maju Jaya"},
	), "what didn't change isn't kept"
	assert (corrected.by_user, corrected.reason) == (world.LEAD, "the deed says so <b>now</b>")
	assert corrected.at.replace(microsecond=0) == wib("2026-03-10 10:30")
	assert (withdrawn.before, withdrawn.after) == ({"partner_name": "PT Maju Jaya"}, None)
	assert recorded_state([opened, corrected])["partner_name"] == "PT Maju Jaya"
	assert read_trail("SLA Partner", "SATKER") == []
	assert list(find_broken_trails()) == []


@pytest.mark.parametrize("user", ["Administrator", world.LEAD])
def test_nobody_changes_deletes_or_forges_an_entry(user: str, site: Any, clockwork: Clockwork) -> None:
	write_three(site, clockwork)
	name = site.get_all(ENTRY, filters={"subject": world.PARTNER}, pluck="name")[0]
	if user == world.LEAD:
		site.get_doc("User", user).add_roles("System Manager")
	for method, path, values in (
		("PUT", f"/api/resource/{ENTRY}/{name}", {"data": {"reason": "x"}}),
		("DELETE", f"/api/resource/{ENTRY}/{name}", {}),
		("POST", f"/api/resource/{ENTRY}", {"data": {"subject_doctype": "SLA Partner", "subject": "MAJU"}}),
		(
			"POST",
			"/api/method/frappe.client.rename_doc",
			{"doctype": ENTRY, "old_name": name, "new_name": "x"},
		),
	):
		answer = ask(user, method, path, values)
		assert answer.status in (403, 417), (method, path, answer)
	assert len(read_trail(*SUBJECT)) == 3 and list(find_broken_trails()) == []
	with pytest.raises(site.PermissionError, match="only grows"):
		site.delete_doc(ENTRY, name, force=True, ignore_permissions=True)


@pytest.mark.parametrize(
	("damage", "says"),
	[
		(lambda entry, site: site.db.delete(ENTRY, {"number": 2}), "entries of its trail were deleted"),
		(
			lambda entry, site: site.db.set_value(ENTRY, {"number": 2}, "reason", "other"),
			"entry 2 of its trail isn't what was written",
		),
		(
			lambda entry, site: site.db.set_value(ENTRY, {"number": 1}, "at_utc", "2026-03-09 02:00:00"),
			"entry 1 of its trail isn't what was written",
		),
		(
			lambda entry, site: site.db.set_value(ENTRY, {"number": 2}, "after_json", "{}"),
			"entry 2 of its trail isn't what was written",
		),
		(
			lambda entry, site: site.db.delete("SLA Partner", {"name": world.PARTNER}),
			"it was deleted past the app; its trail is still there",
		),
	],
)
def test_what_is_changed_past_the_app_is_found(
	damage: Any, says: str, site: Any, clockwork: Clockwork
) -> None:
	from sla_id.sweep.self_check.run_self_check import run_self_check

	write_three(site, clockwork)
	damage(ENTRY, site)
	assert [(trail.name, trail.says) for trail in find_broken_trails()] == [(world.PARTNER, says)]
	report = run_self_check(repair=True)
	assert [(finding.doctype, finding.says) for finding in report.left] == [("SLA Partner", says)]


def test_an_entry_that_the_snapshot_does_not_show_is_followed(
	site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""On MariaDB a transaction may have begun before another wrote the last entry."""
	from sla_id import audit_trail

	write_three(site, clockwork)
	monkeypatch.setattr(audit_trail, "_last", lambda *_record: (0, ""))
	record_change(*SUBJECT, "Opened", None, {"partner_name": "PT Maju"})
	assert [entry.number for entry in read_trail(*SUBJECT)] == [1, 2, 3, 4]
	assert list(find_broken_trails()) == []


def test_a_form_shows_it_in_the_readers_words(site: Any, clockwork: Clockwork) -> None:
	from sla_id.api.record_trail import show_trail

	write_three(site, clockwork)
	site.set_user(world.LEAD)
	withdrawn, corrected, opened = show_trail("SLA Partner", world.PARTNER)
	assert corrected["changes"] == [{"label": "Name", "before": "PT Maju", "after": "PT Maju Jaya"}]
	assert corrected["by"] == "Lead" and corrected["at"].startswith("Tuesday, 10 March 2026 10:30")
	assert opened["changes"][0]["after"].startswith("Tuesday, 10 March 2026 08:00")
	assert withdrawn["changes"][0]["after"] == ""
	site.local.lang = "id"
	assert show_trail("SLA Partner", world.PARTNER)[1]["at"].startswith("Selasa, 10 Maret 2026 10.30")


def test_the_trail_is_for_who_may_read_the_record(site: Any, clockwork: Clockwork) -> None:
	from sla_id.api.record_trail import show_trail

	write_three(site, clockwork)
	site.set_user(world.PARTNER_USER)
	with pytest.raises(site.PermissionError):
		show_trail("SLA Partner", world.PARTNER)
	site.set_user(world.AGENT)
	for doctype, name in (("User", world.LEAD), ("SLA Partner", "none"), ("None", "none")):
		with pytest.raises(site.DoesNotExistError):
			show_trail(doctype, name)
	assert len(show_trail("SLA Partner", world.PARTNER)) == 3
	with pytest.raises(site.PermissionError):
		site.get_list(ENTRY)
