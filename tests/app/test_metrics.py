"""The app's own figures as Prometheus reads them: by its own parser, by a token, in a bounded number of statements."""

from typing import Any

import pytest

from sla_id.api.metrics import prometheus
from sla_id.monitors import app_figures, exposition
from sla_id.monitors.metrics_token import make_metrics_token, may_read_metrics, revoke_metrics_token
from sla_id.monitors.source_token import HEADER
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.monitor_world import send_and_judge, source, target
from tests.app.routes import ask
from tests.monitors.senders import DOWN, KumaMonitor, kuma_message, utc

parser = pytest.importorskip("prometheus_client.parser")  # the extra sla_id[metrics]


@pytest.fixture(autouse=True)
def later(site: Any, clockwork: Clockwork) -> None:
	"""It is Monday 20 April 2026, 12:00 UTC."""
	clockwork.at("2026-04-20 19:00")
	site.cache.delete_value(app_figures.CACHE_KEY)


def scraped() -> dict[tuple[str, ...], float]:
	"""Every sample by its name and the values of its labels."""
	text, _kind = exposition.expose()
	return {
		(sample.name, *sample.labels.values()): sample.value
		for family in parser.text_string_to_metric_families(text.decode())
		for sample in family.samples
	}


def test_what_is_late_and_what_is_down(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-04-20 09:00")
	world.ticket("HD Ticket", sla_id_priority="P1")
	clockwork.at("2026-04-20 19:00")
	world.tick()
	token = source()
	target("Uptime Kuma", "id=7")
	send_and_judge(token, kuma_message(KumaMonitor(), DOWN, utc("2026-04-20 00:00")))
	send_and_judge(token, kuma_message(KumaMonitor(id=8, name="Lain"), DOWN, utc("2026-04-20 08:00")))
	found = scraped()
	assert found["sla_id_tickets", "Breached"] == 1
	assert found["sla_id_breached_clocks", "response"] == 1
	assert found[("sla_id_tick_lag_seconds",)] == 0
	assert found[("sla_id_open_outages",)] == 1
	assert found["sla_id_monitor_unjudged_messages", "Uptime Kuma", "Unmapped"] == 1
	of_api = ("INNOVASIA-MITRA v1.0", "MAJU", "API")  # labels come in the order of their names
	# twelve hours of what has passed of April in Jakarta
	assert found["sla_id_availability_ratio", *of_api] == pytest.approx(1 - 12 / (19 * 24 + 19))
	assert found["sla_id_availability_target_ratio", *of_api] == 0.95
	assert found["sla_id_availability_allowance_left_seconds", *of_api] == pytest.approx(
		129_600 - 12 * 3600, abs=1
	)


def test_a_tick_that_lags_is_seen(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-04-20 09:00")
	world.ticket("HD Ticket", sla_id_priority="P1")
	clockwork.at("2026-04-20 19:00")
	assert scraped()[("sla_id_tick_lag_seconds",)] > 3600


def test_the_token_alone_opens_it(site: Any) -> None:
	path = "/api/method/sla_id.api.metrics.prometheus"
	assert ask("Guest", "GET", path).status == 401
	token = make_metrics_token()
	assert may_read_metrics({HEADER: token}) and may_read_metrics({"Authorization": f"SLA Monitor {token}"})
	assert not may_read_metrics({HEADER: token[:-1]}) and not may_read_metrics({HEADER: ""})
	assert token not in str(site.db.get_singles_dict("SLA Settings"))
	revoke_metrics_token()
	assert not may_read_metrics({HEADER: token})


def test_no_more_statements_for_more_tickets(site: Any) -> None:
	def asked() -> int:
		site.cache.delete_value(app_figures.CACHE_KEY)
		before: list[Any] = []
		real = site.db.sql
		site.db.sql = lambda *args, **kwargs: (before.append(args), real(*args, **kwargs))[1]
		try:
			scraped()
		finally:
			site.db.sql = real
		return len(before)

	scraped()
	few = asked()
	for number in range(5):
		world.ticket("HD Ticket", sla_id_priority="P1", subject=f"Gangguan {number}")
	assert asked() == few < 80


def test_without_the_package_it_says_what_to_install(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	import sys

	monkeypatch.setitem(sys.modules, "prometheus_client", None)
	monkeypatch.setattr("sla_id.api.metrics.may_read_metrics", lambda _headers: True)
	monkeypatch.setattr(site.local, "request", site._dict(headers={}), raising=False)
	answer = prometheus()
	assert answer.status_code == 501 and b"pip install" in answer.get_data()
