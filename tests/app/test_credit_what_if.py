"""What months would have cost under another scheme: the figures of the agreements, nothing written, and filters that are refused."""

from typing import Any

import pytest
from sla_id.sla_id.report.sla_credit_what_if.sla_credit_what_if import execute

from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.routes import ask
from tests.app.statement_world import LAIN, PEOPLE, TOKO, down, prepare

STEPS = '{"kind": "steps", "steps": [{"below": "95", "percent": "10"}], "cap_amount": "1000000"}'
SPAN = {"from_month": "2026-03-15", "to_month": "2026-05-02"}


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-02 10:00:00.000001")
	prepare()


@pytest.fixture(autouse=True)
def over(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-06-04 12:00")
	for partner in (TOKO, LAIN):
		down("10 00:00", "11 12:00:01", partners=(partner,))


def run(**filters: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
	_columns, rows, _message, chart = execute({"partner": LAIN, **SPAN, **filters})
	return rows, chart


def test_a_scheme_that_is_typed(site: Any) -> None:
	rows, chart = run(scheme=STEPS, fee=25_000_000)
	months = [(row["month"], row["before_cap"], row["amount"]) for row in rows if not row["indent"]]
	assert months == [("2026-03", 0, 0), ("2026-04", 2_500_000, 1_000_000), ("2026-05", 0, 0)]
	(line,) = [row for row in rows if row["indent"]]
	assert (line["service"], line["availability"], line["amount"]) == ("API", "94.9999", 1_000_000)
	assert chart["data"]["labels"] == ["2026-03", "2026-04", "2026-05"]
	assert chart["data"]["datasets"][1]["values"] == [0, 1_000_000, 0]


def test_the_scheme_of_an_agreement(site: Any) -> None:
	rows, _chart = run(agreement="TOKO v1.0")
	assert [row["amount"] for row in rows if not row["indent"]] == [0, 25_000_000, 0]
	rows, _chart = run(agreement="TOKO v1.0", fee="1000")
	assert [row["amount"] for row in rows if not row["indent"]] == [0, 1000, 0]


def test_a_scheme_per_missed_target(site: Any) -> None:
	rows, _chart = run(scheme='{"kind": "per_missed_target", "each": "500000"}')
	assert [row["amount"] for row in rows if not row["indent"]] == [0, 0, 0]


def test_a_scheme_without_its_fee_says_so(site: Any) -> None:
	rows, _chart = run(scheme=STEPS)
	assert all("monthly fee" in row["problem"] for row in rows)


def test_it_writes_nothing(site: Any) -> None:
	tables = ("SLA Statement", "SLA Credit Note", "SLA Audit Entry", "SLA Outbox")
	before = [site.db.count(table) for table in tables]
	run(scheme=STEPS, fee=1)
	assert [site.db.count(table) for table in tables] == before


UNCHOSEN = [
	({"partner": "", "scheme": STEPS}, "Partner"),
	({}, "Scheme"),
	({"scheme": STEPS, "from_month": ""}, "From"),
]


@pytest.mark.parametrize(("filters", "said"), UNCHOSEN)
def test_a_report_that_is_opened_says_what_to_choose(site: Any, filters: dict[str, str], said: str) -> None:
	"""A direct link is no fault, and neither is a partner chosen before the scheme."""
	_columns, rows, message = execute({"partner": LAIN, **SPAN, **filters})
	assert rows == [] and message.startswith(said)


REFUSED = [
	({"partner": "nobody", "scheme": STEPS}, "Partner"),
	({"scheme": "{"}, "JSON"),
	({"scheme": "[" * 5000}, "JSON|Scheme"),
	({"scheme": "[]"}, "Scheme"),
	({"scheme": '{"kind": "x"}'}, "kind"),
	({"scheme": STEPS, "fee": "-1"}, "Fee"),
	({"scheme": STEPS, "fee": "1e99"}, "Fee"),
	({"agreement": "LAIN v1.0"}, "no credit scheme"),
	({"scheme": STEPS, "to_month": "2026-01-01"}, "Until"),
]


@pytest.mark.parametrize(("filters", "said"), REFUSED)
def test_filters_that_cant_be_read(site: Any, filters: dict[str, str], said: str) -> None:
	with pytest.raises(site.ValidationError, match=said):
		run(**filters)


def test_who_may_ask(site: Any) -> None:
	filters = {"partner": LAIN, **SPAN, "scheme": STEPS, "fee": "1"}
	for user, status in ((world.LEAD, 200), (world.CHIEF, 200), (world.AGENT, 403), (PEOPLE[LAIN], 403)):
		path = "/api/method/frappe.desk.query_report.run"
		answer = ask(user, "POST", path, {"report_name": "SLA Credit What-If", "filters": filters})
		assert answer.status == status or (status == 403 and answer.status in (403, 404)), (user, answer)
