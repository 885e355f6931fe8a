"""An agreement is one value: what its file says, its records say, is signed, is printed and is what runs."""

from typing import Any

import pytest

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.records.read_agreement import read_agreement
from sla_id.agreements.working_calendars import get_calendar
from tests.app import world

MITRA = "INNOVASIA-MITRA v1.0"


def forget(site: Any) -> None:
	from sla_id.agreements.agreement_cache import forget_agreements

	forget_agreements()
	site.clear_cache()


def statements(site: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
	"""Every statement from now on."""
	seen: list[str] = []
	run = site.db.sql

	def counted(query: Any, *args: Any, **kwargs: Any) -> Any:
		seen.append(str(query))
		return run(query, *args, **kwargs)

	monkeypatch.setattr(site.db, "sql", counted)
	return seen


def new_request(site: Any) -> None:
	"""What a request doesn't know of the one before."""
	site.local.sla_id_levels = site.local.sla_id_calendars = site.local.sla_id_calendar_stamps = None


def test_a_request_asks_once_whether_its_agreement_has_changed(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	first = effective_agreement((MITRA,))
	hours = get_calendar(first.calendar_name())
	new_request(site)
	seen = statements(site, monkeypatch)
	for _ticket in range(3):
		assert effective_agreement((MITRA,)) is first
		assert get_calendar(first.calendar_name()) is hours
	assert len(seen) == 2, seen


@pytest.mark.parametrize("changed", ["SLA Agreement", "SLA Escalation Policy"])
def test_a_change_in_another_process_is_seen_at_once(changed: str, site: Any) -> None:
	"""Nobody told this one: the database did."""
	first = effective_agreement((MITRA,))
	name = MITRA if changed == "SLA Agreement" else first.policy
	site.db.set_value(changed, name, "modified", "2030-01-01 00:00:00")
	assert effective_agreement((MITRA,)) is first, "within one request an agreement is one thing"
	new_request(site)
	again = effective_agreement((MITRA,))
	assert again is not first and again == first


def test_a_holiday_of_another_process_is_seen_at_once(site: Any) -> None:
	name = effective_agreement((MITRA,)).calendar_name()
	hours = get_calendar(name)
	country = site.db.get_value("SLA Calendar", name, "holiday_country")
	listed = site.db.get_value("SLA Holiday List", {"country": country})
	site.db.set_value("SLA Holiday List", listed, "modified", "2030-01-01 00:00:00")
	new_request(site)
	assert get_calendar(name) is not hours


def test_what_was_signed_runs_whatever_the_rows_say_by_now(site: Any) -> None:
	"""Somebody has changed the database behind the app's back."""
	row = site.get_all("SLA Agreement Target", {"parent": MITRA, "clock": "response"}, ["name", "target"])[0]
	signed = effective_agreement((MITRA,)).file
	site.db.set_value("SLA Agreement Target", row.name, "target", "99 h")
	site.db.set_value("SLA Agreement", MITRA, "completeness", "None")
	forget(site)
	held = effective_agreement((MITRA,)).file
	assert held.targets == signed.targets
	assert held.agreement.completeness == signed.agreement.completeness
	assert held == signed
	assert read_agreement(site.get_doc("SLA Agreement", MITRA)) == signed, "it is printed so, too"


def test_what_the_provider_may_change_is_not_what_was_signed(site: Any) -> None:
	"""How its people are told takes effect at once, and no hash is any the worse."""
	from sla_id.agreements.signing.proposal import is_unaltered

	policy = site.get_doc("SLA Escalation Policy", effective_agreement((MITRA,)).policy)
	policy.tiers[1].repeat_every, policy.tiers[1].user = "90 min", world.AGENT
	policy.save()
	tier = effective_agreement((MITRA,)).tier(policy.tiers[1].level)
	assert tier and tier.user == world.AGENT
	assert tier.tier.repeat_every and tier.tier.repeat_every.seconds == 90 * 60
	assert is_unaltered(site.get_doc("SLA Agreement", MITRA))
