"""The documents' promises as tickets get them: 001 (HAI-DJPb) and 004 (Benemica); 000 is in test_ticket_life."""

from datetime import timezone
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork, wib

SATKER = {"raised_by": "tono@satker.example"}
KLIEN = {"raised_by": "rina@klien.example"}


@pytest.fixture
def host(site: Any) -> str:
	"""Whichever host this site has."""
	return next(host for host in world.HOSTS if site.db.exists("DocType", host))


def due(doc: Any, kind: str) -> Any:
	value = world.clock(doc, kind).due_utc
	return value.replace(tzinfo=timezone.utc, microsecond=0) if value else None


@pytest.mark.parametrize(
	("urgency", "impact", "priority", "hours"),
	[
		("H", "H", "P1", 8),
		("H", "M", "P2", 16),
		("H", "L", "P4", 32),
		("M", "H", "P2", 16),
		("M", "M", "P3", 24),
		("M", "L", "P5", 40),
		("L", "H", "P4", 32),
		("L", "M", "P5", 40),
		("L", "L", "P6", None),
	],
)
def test_the_matrix_of_001(
	urgency: str, impact: str, priority: str, hours: int | None, host: str, clockwork: Clockwork, site: Any
) -> None:
	"""001 §6.3: urgency by impact to P1..P6, 8 to 40 jam kerja; P6 is open-ended (X14)."""
	clockwork.at("2026-06-08 08:10")
	doc = world.ticket(host, **SATKER, sla_id_urgency=urgency, sla_id_impact=impact, sla_id_handed_over=1)
	row = world.clock(doc, "fulfilment")
	assert world.record(doc).priority == priority
	assert row.target_seconds == (hours or 0) * 3600
	if not hours:
		assert (row.state, str(row.at_risk_utc)[:16]) == ("ageing", "2026-06-15 01:10")


def test_cuti_bersama_closes_the_treasury(host: str, clockwork: Clockwork, site: Any) -> None:
	"""X8: a government agreement stays closed on cuti bersama too. 18 to 24 March 2026: cuti bersama, Nyepi,
	cuti bersama, Idul Fitri at the weekend, cuti bersama on Monday and Tuesday."""
	clockwork.at("2026-03-17 15:00")
	doc = world.ticket(host, **SATKER, sla_id_urgency="H", sla_id_impact="H", sla_id_handed_over=1)
	assert due(doc, "fulfilment") == wib("2026-03-25 15:00")


def test_first_line_until_handed_over(host: str, clockwork: Clockwork, site: Any) -> None:
	"""001 §6.4: through the portal an answer within 1 h; needing more, the service's own time (X11, X12)."""
	clockwork.at("2026-06-08 08:10")
	doc = world.ticket(host, **SATKER, sla_id_service="ITSM.04", sla_id_urgency="M", sla_id_impact="M")
	assert due(doc, "response") == wib("2026-06-08 09:10")
	assert due(doc, "fulfilment") == wib("2026-06-08 09:10")
	clockwork.at("2026-06-08 08:30")
	world.change(doc, sla_id_handed_over=1)
	# ITSM.04 promises 16 h, P3 24 h: the stricter for an incident.
	assert due(doc, "fulfilment") == wib("2026-06-10 08:10")
	assert "handed_over" in world.events(doc)


def test_a_request_takes_the_services_time(host: str, clockwork: Clockwork, site: Any) -> None:
	"""X11: for requests the service's target holds even where the priority's is stricter; sub-services inherit."""
	clockwork.at("2026-06-08 08:00")
	doc = world.ticket(
		host,
		**SATKER,
		sla_id_kind="Service Request",
		sla_id_service="BCSM.01.01",
		sla_id_urgency="H",
		sla_id_impact="H",
		sla_id_handed_over=1,
	)
	assert world.clock(doc, "fulfilment").target_seconds == 32 * 3600


def test_out_of_hours_counts_from_the_next_opening(host: str, clockwork: Clockwork, site: Any) -> None:
	"""001 §6.1.3, X20: a portal report of Saturday is answered by Monday 09:00."""
	clockwork.at("2026-06-06 10:00")
	doc = world.ticket(host, **SATKER)
	assert due(doc, "response") == wib("2026-06-08 09:00")


def test_benemica_critical(host: str, clockwork: Clockwork, site: Any) -> None:
	"""004 §4: Critical, workaround 5 h in 09:00-18:00, permanent solution 2 hari kerja of 9 h (X9, X22)."""
	from sla_id.api.ticket import record_workaround

	clockwork.at("2026-06-08 15:00")
	doc = world.ticket(host, **KLIEN, sla_id_priority="CRITICAL")
	assert due(doc, "workaround") == wib("2026-06-09 11:00")
	assert due(doc, "permanent_fix") == wib("2026-06-10 15:00")
	clockwork.at("2026-06-08 17:00")
	record_workaround(host, str(doc.name), "Unggah lewat templat")
	assert world.clock(doc, "workaround").state == "met"
	assert world.clock(doc, "permanent_fix").state == "running"


def test_next_release_ages_until_one_is_linked(host: str, clockwork: Clockwork, site: Any) -> None:
	"""000 §2.1 P3, X4: no due time without a release; with one, due when it is planned."""
	clockwork.at("2026-06-08 10:00")
	doc = world.ticket(host, sla_id_priority="P3")
	assert world.clock(doc, "resolution").state == "ageing"
	site.get_doc(
		{"doctype": "SLA Release", "release_name": "R-2026.7", "planned_on": "2026-07-01 17:00:00"}
	).insert()
	record = world.record(doc)
	record.release = "R-2026.7"
	record.save()
	world.tick()
	assert due(doc, "resolution") == wib("2026-07-01 17:00")


def test_an_estimate_sets_the_due_time_of_a_change_request(
	host: str, clockwork: Clockwork, site: Any
) -> None:
	"""004 §5a: a change request is due by its own estimate."""
	clockwork.at("2026-06-08 09:00")
	rows = [
		row for row in site.get_doc("SLA Agreement", "BENEMICA v2025").targets if row.target == "by estimate"
	]
	assert rows
	doc = world.ticket(host, **KLIEN, sla_id_kind="Service Request", sla_id_service=rows[0].service)
	kind = rows[0].clock
	assert world.clock(doc, kind).state == "ageing"
	record = world.record(doc)
	record.estimate = "10 days"
	record.save()
	world.tick()
	assert world.clock(doc, kind).target_seconds == 10 * 9 * 3600


def test_the_receipt_tells_why(host: str, clockwork: Clockwork, site: Any) -> None:
	"""Complaint 16: the sum, the holiday with its decree, and how the targets were chosen; in the reader's language."""
	from sla_id.api.ticket import get_clocks

	clockwork.at("2026-03-18 15:00")
	doc = world.ticket(host, sla_id_priority="P2")
	site.local.lang = "id"
	told = get_clocks(host, str(doc.name))
	response = next(clock for clock in told["clocks"] if clock["clock"] == "response")
	assert "Hari Suci Nyepi" in response["receipt"]
	assert "1497" in response["receipt"]
	assert response["due"].startswith("2026-03-20T11:00")
	assert any("INNOVASIA-MITRA" in reason for reason in told["reasons"])
