"""The self-check of a site that has a single ticket: what is no finding, and what is found once."""

from typing import Any

import pytest

from sla_id.sweep.self_check.finding import Kind
from sla_id.sweep.self_check.run_self_check import run_self_check, say_report
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.test_self_check import SOUND, found, put


@pytest.mark.each_host
@pytest.mark.parametrize("first", ["P1", "P2"])
def test_a_due_time_that_was_taken_away_is_no_finding(
	first: str, host_name: str, site: Any, clockwork: Clockwork
) -> None:
	"""P3 promises no resolution: an Issue then shows none. An old form that clears a promised time is a finding."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority=first)
	clockwork.at("2026-03-16 10:00")
	world.change(doc, sla_id_priority="P3", sla_id_priority_reason="Dampaknya lain")
	clockwork.at("2026-03-16 10:10")
	assert run_self_check().found == SOUND
	site.db.set_value(host_name, doc.name, "response_by", None, update_modified=False)
	assert [finding.kind for finding in run_self_check().found] == [Kind.SHOWN]


@pytest.mark.each_host
def test_a_ticket_whose_last_look_is_lost_is_not_reported_again(
	host_name: str, site: Any, clockwork: Clockwork
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	put(site, doc, host_state=None)
	assert found(run_self_check(), doc) == ["record"]
	world.change(doc, status=world.status(host_name, "Paused"))
	assert world.events(doc) == ["reported", "received", "paused"]
	clockwork.at("2026-03-16 11:00")
	put(site, doc, host_state=None)
	world.change(doc, status=world.status(host_name, "Running"))
	assert world.events(doc)[-1] == "resumed"
	assert run_self_check().found == SOUND


@pytest.mark.parametrize(
	"values",
	[
		{"reference_name": "nobody"},
		{"reference_doctype": "Issue", "reference_name": "x"},
		{"reference_doctype": "ToDo"},
	],
)
def test_a_record_that_speaks_of_another_ticket(
	values: dict[str, str], site: Any, clockwork: Clockwork
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	name = f"HD Ticket {doc.name}"
	clockwork.at("2026-03-16 09:30")
	damaged = {**values, "last_sequence": 99, "host_state": "junk", "evaluated_utc": "2099-01-01"}
	site.db.set_value("SLA Ticket", name, damaged, update_modified=False)
	assert {str(finding.kind) for finding in run_self_check().found} == {"record"}
	assert {finding.sla_ticket for finding in run_self_check().found} == {name}
	report = run_self_check(repair=True)
	assert (report.left, report.failed) == ([], []), say_report(report)
	assert run_self_check().found == SOUND
	assert world.record(doc).reference_name == str(doc.name)
