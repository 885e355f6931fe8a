"""What a host's form gets back when a ticket is saved: the state and the due time that its panel needs, and no change in
the ticket's history that nobody made."""

from json import loads
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork

pytestmark = pytest.mark.each_host


def shown(doc: Any) -> tuple[str, str]:
	return doc.sla_id_state, doc.sla_id_due


def kept(site: Any, doc: Any) -> tuple[str, str]:
	return site.db.get_value(doc.doctype, doc.name, ["sla_id_state", "sla_id_due"])


def derived(doc: Any) -> tuple[str, str]:
	record = world.record(doc)
	return record.state, record.due_text


def history(site: Any, doc: Any) -> list[list[Any]]:
	"""What Frappe says was changed in a ticket, oldest first."""
	versions = site.get_all(
		"Version",
		{"ref_doctype": doc.doctype, "docname": str(doc.name)},
		pluck="data",
		order_by="creation asc",
	)
	return [change for data in versions for change in loads(data).get("changed", [])]


def from_a_form(site: Any, doc: Any, **values: Any) -> Any:
	"""A save by a form that was loaded before the ticket had a record of ours."""
	fresh = site.get_doc(doc.doctype, doc.name)
	fresh.update({"sla_id_state": None, "sla_id_due": None, **values})
	fresh.save(ignore_permissions=True)
	return fresh


def test_a_new_ticket_comes_back_with_its_state(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert doc.sla_id_due
	assert shown(doc) == kept(site, doc) == derived(doc)


def test_a_form_that_does_not_know_the_state_empties_nothing(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	for turn in range(3):
		clockwork.at(f"2026-03-16 09:1{turn}")
		saved = from_a_form(site, doc, subject=f"Sistem tidak dapat diakses ({turn})")
		assert shown(saved) == kept(site, doc) == derived(doc) == shown(doc)
	assert [change[0] for change in history(site, doc) if change[0].startswith("sla_id_")] == []


def test_a_state_that_changes_is_in_the_answer(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 09:30")
	saved = from_a_form(site, doc, status=world.status(host_name, "Paused"))
	assert saved.sla_id_state == "Paused"
	assert shown(saved) == kept(site, doc) == derived(doc)


def test_a_save_that_read_an_old_record_is_put_right(
	host_name: str, clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Another process may have changed the record since this transaction began to read."""
	from sla_id.hosts import ticket_hooks

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	right = derived(doc)
	monkeypatch.setattr(ticket_hooks, "is_enabled", lambda: False)
	from_a_form(site, doc)
	assert kept(site, doc) == (None, None)
	monkeypatch.undo()
	fresh = site.get_doc(doc.doctype, doc.name)
	fresh.flags.ignore_validate = True  # no before_save: as Helpdesk closes silent tickets
	fresh.save(ignore_permissions=True)
	assert kept(site, doc) == shown(fresh) == right
