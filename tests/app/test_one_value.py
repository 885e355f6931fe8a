"""An agreement is one value: what its file says, its records say, is signed, is printed and is what runs."""

from dataclasses import replace
from typing import Any

import pytest

from sla_id.agreement_lifecycle.daily_checks import warn_of_alteration
from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.records.read_agreement import read_agreement
from sla_id.agreements.signing.proposal import is_unaltered
from sla_id.agreements.working_calendars import agreed_calendar, forget_calendars
from tests.app import world
from tests.app.conftest import Clockwork

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
	hours = agreed_calendar(first)
	new_request(site)
	seen = statements(site, monkeypatch)
	for _ticket in range(3):
		assert effective_agreement((MITRA,)) is first
		assert agreed_calendar(first) is hours
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
	hours = agreed_calendar(effective_agreement((MITRA,)))
	country = site.db.get_value("SLA Calendar", name, "holiday_country")
	listed = site.db.get_value("SLA Holiday List", {"country": country})
	site.db.set_value("SLA Holiday List", listed, "modified", "2030-01-01 00:00:00")
	new_request(site)
	assert agreed_calendar(effective_agreement((MITRA,))) is not hours


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


@pytest.mark.parametrize(
	"changed",
	[
		{"always_open": 1},
		{"time_zone": "Asia/Jayapura"},
		{"close_on_national": 0},
		{"windows": ("08:00", "20:00")},
	],
	ids=lambda changed: next(iter(changed)),
)
def test_signed_hours_run_whatever_the_calendar_says_by_now(
	changed: dict[str, Any], site: Any, clockwork: Clockwork
) -> None:
	"""000 §3.1: P2 counts Monday to Friday 09.00-17.00 WIB but for national holidays, until both sign something else."""
	clockwork.at("2026-03-18 16:00")  # the eve of Nyepi, 19 March
	before = world.ticket("HD Ticket", sla_id_priority="P2")
	agreement = site.get_doc("SLA Agreement", MITRA)
	name = agreement.default_calendar
	if "windows" in changed:
		table = site.qb.DocType("SLA Calendar Window")
		first, last = changed["windows"]
		update = site.qb.update(table).set(table.start_time, first).set(table.end_time, last)
		update.where(table.parent == name).run()
	else:
		site.db.set_value("SLA Calendar", name, changed)
	forget(site)
	forget_calendars()
	after = world.ticket("HD Ticket", sla_id_priority="P2")
	world.change(before, subject="Dilihat lagi")
	due = world.clock(before, "resolution").due_utc
	assert due and world.clock(after, "resolution").due_utc == due
	assert is_unaltered(site.get_doc("SLA Agreement", MITRA)) is False
	assert "differs from what was approved" in str(
		site.get_value("SLA Notice", warn_of_alteration(agreement), "subject")
	)


def test_what_is_announced_runs_as_it_comes(site: Any, clockwork: Clockwork) -> None:
	"""001 §6.1: a single day on which the desk is closed is announced, and no hash is any the worse."""
	clockwork.at("2026-03-16 09:00")
	before = world.ticket("HD Ticket", sla_id_priority="P2")
	due = world.clock(before, "resolution").due_utc
	name = site.db.get_value("SLA Agreement", MITRA, "default_calendar")
	calendar = site.get_doc("SLA Calendar", name)
	calendar.append("extra_holidays", {"holiday_date": "2026-03-16", "holiday_name": "Listrik padam"})
	calendar.save()
	after = world.ticket("HD Ticket", sla_id_priority="P2")
	assert world.clock(after, "resolution").due_utc > due
	assert is_unaltered(site.get_doc("SLA Agreement", MITRA))


def test_an_agreement_has_one_zone(site: Any) -> None:
	"""Its text names one, so hours in another zone could neither be printed nor signed."""
	agreement = site.copy_doc(site.get_doc("SLA Agreement", MITRA))
	calendar = site.copy_doc(site.get_doc("SLA Calendar", agreement.default_calendar))
	calendar.calendar_name, calendar.time_zone = "Jam kantor Jayapura", "Asia/Jayapura"
	calendar.insert()
	agreement.version, agreement.docstatus, agreement.targets[0].calendar = "2.0", 0, calendar.name
	with pytest.raises(site.ValidationError, match="An agreement has one zone"):
		agreement.insert()
	calendar.always_open = 1
	calendar.save()
	agreement.insert()


def test_the_hours_in_which_the_providers_people_are_told_are_no_ones_signature(site: Any) -> None:
	agreement = effective_agreement((MITRA,))
	assert agreement.agreed_hours() is not None
	unsigned = replace(agreement, zones={})
	assert unsigned.agreed_hours() is None


def test_what_the_provider_may_change_is_not_what_was_signed(site: Any) -> None:
	"""How its people are told takes effect at once, and no hash is any the worse."""
	policy = site.get_doc("SLA Escalation Policy", effective_agreement((MITRA,)).policy)
	policy.tiers[1].repeat_every, policy.tiers[1].user = "90 min", world.AGENT
	policy.save()
	tier = effective_agreement((MITRA,)).tier(policy.tiers[1].level)
	assert tier and tier.user == world.AGENT
	assert tier.tier.repeat_every and tier.tier.repeat_every.seconds == 90 * 60
	assert is_unaltered(site.get_doc("SLA Agreement", MITRA))
