"""Dates that people read are those of the place they are about, not of UTC: north of it the day begins seven hours earlier."""

from typing import Any

from sla_id.agreements.choose import Choice, say_reason
from tests.app import world
from tests.app.conftest import Clockwork


def reasons(doc: Any) -> list[str]:
	import json

	return [
		say_reason(reason) for reason in Choice.from_details(json.loads(world.record(doc).choice)).reasons
	]


def test_the_day_of_a_choice_is_the_agreements(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""03.48 WIB on 1 December is still 30 November in UTC."""
	clockwork.at("2026-12-01 03:48")
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert any("in force on 1 December 2026" in reason for reason in reasons(doc)), reasons(doc)


def test_the_day_is_counted_in_the_agreements_own_zone(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""22.30 WIB on 30 November is 1 December in Jayapura (WIT)."""
	calendar = site.db.get_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "default_calendar")
	site.db.set_value("SLA Calendar", calendar, "time_zone", "Asia/Jayapura")
	site.clear_document_cache("SLA Calendar", calendar)
	world.sign_again()
	clockwork.at("2026-11-30 22:30")
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert any("in force on 1 December 2026" in reason for reason in reasons(doc)), reasons(doc)


def test_the_day_without_an_agreement_is_the_sites(host_name: str, clockwork: Clockwork, site: Any) -> None:
	site.db.set_single_value("System Settings", "time_zone", "Asia/Jakarta")
	if hasattr(site.local, "system_settings"):
		del site.local.system_settings
	clockwork.at("2025-12-01 03:48")
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert any("on 1 December 2025" in reason for reason in reasons(doc)), reasons(doc)
