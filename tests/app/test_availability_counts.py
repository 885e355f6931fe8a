"""What missed availability leads to beside its figures: an agreement's termination (002 §6) and the semester's report (003 V.11)."""

import re
from datetime import date
from typing import Any

import pytest

from sla_id.agreement_lifecycle.daily_checks import run_daily
from sla_id.exclusions.decide_claim import decide_claim
from sla_id.outages.missed_availability import missed_months
from sla_id.service_level_management.cycle import create_cycle
from sla_id.service_level_management.cycle_report import report_html
from tests.app import exclusion_world, world
from tests.app.conftest import Clockwork
from tests.app.outage_world import outage
from tests.app.test_agreements import MITRA

MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def over(site: Any, clockwork: Clockwork) -> None:
	"""It is 1 May 2026, half past midnight: April is over."""
	clockwork.at("2026-05-01 00:30")


def missed(code: str = "INNOVASIA-MITRA") -> list[str]:
	return [f"{month:%Y-%m}" for month in missed_months(code, MAY)]


def notices(site: Any) -> list[str]:
	run_daily()
	return list(site.get_all("SLA Notice", {"agreement": MITRA, "kind": "Missed Months"}, pluck="details"))


def test_months_below_the_promise_count_towards_the_end(site: Any) -> None:
	site.db.set_value("SLA Agreement", MITRA, "missed_months", 3)
	outage("2026-02-10 00:00", "2026-02-12 00:00")
	outage("2026-03-10 00:00", "2026-03-12 00:00")
	assert missed() == ["2026-02", "2026-03"] and notices(site) == []
	outage("10 00:00", "12 00:00")
	assert missed() == ["2026-02", "2026-03", "2026-04"]
	(details,) = notices(site)
	assert "2026-02, 2026-03, 2026-04" in details


def test_a_month_within_its_allowance_counts_for_nothing(site: Any) -> None:
	outage("10 00:00", "11 12:00")  # 36 h of the 36 h that 95 % of April allow
	assert missed() == []
	outage("20 00:00", "20 00:01")
	assert missed() == ["2026-04"]


def test_a_month_that_isnt_over_counts_for_nothing(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-05-20 00:30")
	outage("2026-05-01 00:00", "2026-05-04 00:00")
	assert missed() == []


def test_anothers_outage_is_anothers(site: Any) -> None:
	outage("10 00:00", "13 00:00", "BMSM.01", partners=("SATKER",))
	assert missed() == []


def test_an_open_claim_is_waited_for(site: Any, clockwork: Clockwork) -> None:
	exclusion_world.prepare()
	outage("10 00:00", "12 00:00")
	clockwork.at("2026-04-13 09:00")
	site.set_user(world.LEAD)
	name = exclusion_world.claim("10 00:00", "12 00:00")
	clockwork.at("2026-05-01 00:30")
	assert missed() == []
	site.set_user("kedua@provider.example")
	decide_claim(name, (), "bukan serangan")
	assert missed() == ["2026-04"]


def row_of(html: str, service: str) -> list[str]:
	for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL):
		cells: list[str] = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
		if len(cells) == 7 and cells[1] == service:
			return cells
	raise AssertionError(html)


@pytest.mark.parametrize(
	("language", "said"),
	[
		("id", ["95%", "97,2376%", "120 jam", "217 jam 12 menit", "1"]),
		("en", ["95%", "97.2376%", "120 h", "217 h 12 min", "1"]),
	],
)
def test_the_semesters_report(language: str, said: list[str], site: Any, clockwork: Clockwork) -> None:
	"""181 days of which 5 were down: 97.2376 %; no month's percentage is averaged."""
	clockwork.at("2026-01-01 08:00")
	site.set_user(world.LEAD)
	cycle = site.get_doc("SLA Management Cycle", create_cycle())
	site.set_user("Administrator")
	clockwork.at("2026-07-02 08:00")
	outage("2026-03-10 00:00", "2026-03-14 00:00")
	outage("10 00:00", "11 00:00")
	assert row_of(report_html(cycle, language), "API")[2:] == said
	note = {"partner": world.PARTNER, "month": "2026-03-01", "state": "Approved", "amount": 2500000}
	doc = site.get_doc(
		{"doctype": "SLA Credit Note", "name": "CN-uji", "title": "Maret", "kind": "Credit", **note}
	)
	doc.db_insert()
	html = report_html(cycle, language)
	assert ("Rp2.500.000,00" if language == "id" else "Rp2,500,000.00") in html
