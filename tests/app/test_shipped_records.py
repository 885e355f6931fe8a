"""What the app ships is added when it is missing and belongs to the site from then on: an update changes none of it."""

import json
from typing import Any

import pytest

from sla_id.fixtures import add_and_compare_shipped
from sla_id.fixtures.add_and_compare_shipped import add_missing, find_differences
from sla_id.fixtures.add_and_compare_shipped import shipped_records as records
from tests.app import world


def migrate(site: Any) -> None:
	"""What an update runs of ours, but for the tables' columns: altering one would end the test's transaction."""
	patch = pytest.MonkeyPatch()
	patch.setattr(site.db, "updatedb", lambda *_arguments: None)
	site.flags.in_migrate = True
	try:
		site.get_attr("sla_id.setup.install.after_migrate")()
	finally:
		site.flags.in_migrate = False
		patch.undo()


def edit(site: Any, record: dict[str, Any]) -> tuple[str, Any]:
	"""Change something that a site would: the field and its value."""
	field, value = {
		"SLA Calendar": ("time_zone", "Asia/Tokyo"),
		"SLA Channel": ("channel_name", "Kanal kami"),
		"SLA Priority": ("colour", "#123456"),
		"SLA Priority Matrix": ("levels", None),
		"SLA Escalation Policy": ("tiers", None),
	}[record["doctype"]]
	doc = site.get_doc(record["doctype"], record["name"])
	if value is None:
		row, name = doc.get(field)[0], "label" if field == "levels" else "tier_title"
		row.set(name, "Kata kami")
		doc.save()
		return f"{field}[0].{name}", "Kata kami"
	doc.set(field, value)
	doc.save()
	return field, value


def held(site: Any, record: dict[str, Any], field: str) -> Any:
	doc = site.get_doc(record["doctype"], record["name"])
	table, _, name = field.partition("[0].")
	return doc.get(table)[0].get(name) if name else doc.get(field)


def test_an_update_finds_every_edit_again(site: Any) -> None:
	edits = [(record, *edit(site, record)) for record in records()]
	assert len(edits) > 20
	migrate(site)
	for record, field, value in edits:
		assert held(site, record, field) == value, (record["doctype"], record["name"])
	assert {(one.doctype, one.name) for one in find_differences()} == {
		(record["doctype"], record["name"]) for record, _field, _value in edits
	}


def test_what_a_site_has_deleted_stays_away(site: Any) -> None:
	site.delete_doc("SLA Priority Matrix", "Contoh 3x3")
	migrate(site)
	assert not site.db.exists("SLA Priority Matrix", "Contoh 3x3")
	assert [one.fields for one in find_differences() if one.name == "Contoh 3x3"] == [()]


def test_what_is_new_is_added_once(site: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	for file in add_and_compare_shipped.ORDER:
		content = (add_and_compare_shipped.FOLDER / f"{file}.json").read_text(encoding="utf-8")
		if file == "sla_channel":
			new = {"doctype": "SLA Channel", "name": "loket", "code": "loket", "channel_name": "Loket"}
			content = json.dumps([*json.loads(content), {**new, "channel_type": "On-site"}])
		(tmp_path / f"{file}.json").write_text(content, encoding="utf-8")
	monkeypatch.setattr(add_and_compare_shipped, "FOLDER", tmp_path)
	assert add_missing() == ["SLA Channel/loket"]
	assert add_missing() == []
	site.delete_doc("SLA Channel", "loket")
	assert add_missing() == []


def test_a_person_takes_what_is_shipped(site: Any) -> None:
	from sla_id.api.shipped_records import list_differences, take

	for record in records():
		edit(site, record)
	site.delete_doc("SLA Priority Matrix", "Contoh 3x3")
	for user in (world.PARTNER_USER, world.AGENT, world.CHIEF):
		site.set_user(user)
		for act in (list_differences, lambda: take("SLA Channel", "portal")):
			with pytest.raises(site.PermissionError):
				act()
	site.set_user(world.LEAD)
	with pytest.raises(site.ValidationError, match="isn't one of the records"):
		take("SLA Channel", "loket")
	listed = list_differences()
	assert len(listed) == len(records())
	for row in listed:
		take(row["doctype"], row["name"])
	assert list_differences() == []


def test_a_site_keeps_its_own_holidays(site: Any) -> None:
	"""A cuti bersama that this firm works on, a name it writes otherwise, a day of its own."""
	name = "ID 2026"
	listed = site.get_doc("SLA Holiday List", name)
	leave = next(row for row in listed.holidays if row.holiday_class == "Cuti Bersama")
	gone = (str(leave.holiday_date), leave.holiday_class)
	listed.remove(leave)
	renamed = next(row for row in listed.holidays if row.holiday_class == "National")
	renamed.holiday_name, day = "Tahun baru kami", str(renamed.holiday_date)
	own = {"holiday_date": "2026-07-20", "holiday_name": "Ulang tahun kantor", "holiday_class": "Regional"}
	listed.append("holidays", own)
	listed.save()
	migrate(site)
	site.get_attr("sla_id.sweep.holidays_ahead.keep_holidays_ahead")()
	after = site.get_doc("SLA Holiday List", name)
	days = {(str(row.holiday_date), row.holiday_class): row for row in after.holidays}
	assert gone not in days
	assert days[(day, "National")].holiday_name == "Tahun baru kami"
	assert days[("2026-07-20", "Regional")].origin == "Site"
	assert gone[0] in after.removed
	after.append("holidays", {"holiday_date": gone[0], "holiday_name": "Kembali", "holiday_class": gone[1]})
	after.save()
	assert gone[0] not in (after.removed or "")


def test_a_site_keeps_its_own_custom_fields(
	host_name: str, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""One that it has renamed stays so; one that it hasn't touched follows the update."""
	from sla_id.setup import host_fields

	migrate(site)
	site.db.set_value("Custom Field", f"{host_name}-sla_id_urgency", {"label": "Mendesak", "hidden": 1})
	shipped = [
		{**field, "label": "Baru" if field["fieldname"] == "sla_id_impact" else field.get("label")}
		for field in host_fields.CUSTOM_FIELDS[host_name]
	]
	monkeypatch.setattr(host_fields, "CUSTOM_FIELDS", {host_name: shipped})
	migrate(site)
	fields = {
		row.fieldname: row
		for row in site.get_all("Custom Field", {"dt": host_name}, ["fieldname", "label", "hidden"])
	}
	assert (fields["sla_id_urgency"].label, fields["sla_id_urgency"].hidden) == ("Mendesak", 1)
	assert fields["sla_id_impact"].label == "Baru"


def test_edits_that_0_3_did_not_remember_stay_too(host_name: str, site: Any) -> None:
	"""The update from 0.3 brought back a holiday that the site had removed, and labels that it had changed."""
	from sla_id.patches.v0_4.edits_of_before_are_the_sites import execute

	name = "ID 2026"
	listed = site.get_doc("SLA Holiday List", name)
	gone = listed.holidays.pop(0)
	listed.holidays[0].holiday_name = "Libur kami"
	kept, count = str(listed.holidays[0].holiday_date), len(listed.holidays)
	listed.flags.update({"sla_id_loads": True, "ignore_permissions": True})  # as 0.3 saved: nothing is marked
	listed.save()
	site.db.set_single_value("SLA Settings", "shipped_fields", "")
	field = f"{host_name}-sla_id_due"
	site.db.set_value("Custom Field", field, {"label": "Tenggat kami", "hidden": 1})
	execute()
	migrate(site)
	after = site.get_doc("SLA Holiday List", name)
	names = {str(row.holiday_date): (row.holiday_name, row.origin) for row in after.holidays}
	assert (len(names), names[kept]) == (count, ("Libur kami", "Site"))
	assert str(gone.holiday_date) not in names and str(gone.holiday_date) in after.removed
	assert site.db.get_value("Custom Field", field, ["label", "hidden"]) == ("Tenggat kami", 1)
	state = site.db.get_value("Custom Field", f"{host_name}-sla_id_state", ["label", "options"])
	assert (state[0], "On Track" in state[1]) == ("SLA state", True)


def test_untouched_lists_have_no_edits(site: Any) -> None:
	from sla_id.patches.v0_4.edits_of_before_are_the_sites import execute

	before = [
		site.get_doc("SLA Holiday List", name).as_json()
		for name in site.get_all("SLA Holiday List", pluck="name")
	]
	execute()
	assert before == [
		site.get_doc("SLA Holiday List", name).as_json()
		for name in site.get_all("SLA Holiday List", pluck="name")
	]
