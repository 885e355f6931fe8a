"""Own checks against a real server of the tests' own: confirmed, damped, and blind where the checker itself is.

It is Monday 20 April 2026, 12:00 UTC.
"""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from sla_id.monitors.own_check import run_checks
from sla_id.monitors.probe import Probe, look
from sla_id.monitors.silence import blind_times
from tests.app.conftest import Clockwork
from tests.app.monitor_world import OUTAGE, SOURCE, TARGET, outages
from tests.app.recorder import Recorder, Reply, recording
from tests.monitors.senders import utc

HERE = frozenset({"127.0.0.1"})
DOWN, GOOD = Reply(503), Reply(200, b"<h1>Selamat datang</h1>")


@pytest.fixture
def server() -> Iterator[Recorder]:
	with recording() as running:
		running.answer(GOOD)
		yield running


@pytest.fixture
def checked(site: Any, clockwork: Clockwork, server: Recorder) -> Any:
	"""A source that checks that server for the service API, every minute."""
	clockwork.at("2026-04-20 19:00")
	site.db.set_single_value("SLA Settings", {"intranet_hosts": "127.0.0.1", "allow_http": 1})
	site.get_doc({"doctype": SOURCE, "title": "Kami", "kind": "Own Check"}).insert()
	return target(site, server.url(), service="API")


def target(site: Any, url: str, **values: Any) -> Any:
	doc = {"doctype": TARGET, "source": "Kami", "title": values.pop("title", "Portal"), "url": url, **values}
	return site.get_doc(doc).insert()


def minutes(clockwork: Clockwork, first: int, last: int) -> None:
	"""The minute job from 19:first to 19:last."""
	for minute in range(first, last + 1):
		clockwork.at(f"2026-04-20 19:{minute:02d}")
		run_checks()


def test_confirmed_damped_and_ended(site: Any, clockwork: Clockwork, server: Recorder, checked: Any) -> None:
	minutes(clockwork, 0, 1)
	server.answer(DOWN)
	minutes(clockwork, 2, 3)
	assert outages() == []
	minutes(clockwork, 4, 5)
	assert outages() == ["20 12:02–"]
	doc = site.get_doc(OUTAGE, site.get_all(OUTAGE, pluck="name")[0])
	assert str(doc.declared_start_utc)[:16] == "2026-04-20 12:04"
	assert str(doc.confirmed_utc)[:16] == "2026-04-20 12:05"
	server.answer(GOOD, DOWN, GOOD)
	minutes(clockwork, 6, 8)
	assert outages() == ["20 12:02–"]
	minutes(clockwork, 9, 9)
	assert outages() == ["20 12:02–12:08"]


def test_not_more_often_than_it_should(
	site: Any, clockwork: Clockwork, server: Recorder, checked: Any
) -> None:
	minutes(clockwork, 0, 0)
	assert run_checks() == 0 and len(server.requests) == 1


def test_time_without_checks_is_unknown(
	site: Any, clockwork: Clockwork, server: Recorder, checked: Any
) -> None:
	minutes(clockwork, 0, 1)
	server.answer(DOWN)
	minutes(clockwork, 2, 3)
	clockwork.at("2026-04-20 19:40")
	run_checks()
	assert outages() == []  # the two failures before the gap say nothing of what is now
	(blind,) = blind_times(["API"], utc("2026-04-20 00:00"), utc("2026-04-21 00:00"))
	assert (blind.span[1] - blind.span[0]) // 60_000_000 == 37


def test_where_the_control_fails_too_nothing_is_known(
	site: Any, clockwork: Clockwork, server: Recorder, checked: Any
) -> None:
	with recording() as outside:
		target(site, outside.url(), title="Luar", is_control=1)
		minutes(clockwork, 0, 1)
		server.answer(DOWN)
		outside.answer(DOWN)
		minutes(clockwork, 2, 8)
		assert outages() == []
		outside.answer(GOOD)
		minutes(clockwork, 9, 11)
	assert outages() == ["20 12:09–"]
	(blind,) = blind_times(["API"], utc("2026-04-20 00:00"), utc("2026-04-21 00:00"))
	assert (blind.span[1] - blind.span[0]) // 60_000_000 == 8


def test_a_control_alone_is_no_outage_of_ours(
	site: Any, clockwork: Clockwork, server: Recorder, checked: Any
) -> None:
	with recording() as outside:
		outside.answer(DOWN)
		target(site, outside.url(), title="Luar", is_control=1)
		minutes(clockwork, 0, 5)
	assert outages() == [] and blind_times(["API"], utc("2026-04-20 00:00"), utc("2026-04-21 00:00")) == []


# One look --------------------------------------------------------------------------------------------------------


def test_statuses_and_texts(server: Recorder) -> None:
	def seen(**values: Any) -> bool | None:
		return look(Probe("x", "HTTP", server.url(), **values), HERE, True).good

	assert seen() and seen(keyword="Selamat datang") and not seen(keyword="Selamat jalan")
	server.answer(Reply(401))
	assert not seen() and seen(statuses="200-299, 401")


def test_a_server_that_hangs_or_breaks_off_is_down(server: Recorder) -> None:
	server.answer(Reply(delay=3))
	assert look(Probe("x", "HTTP", server.url(), seconds=0.5), HERE, True).good is False
	server.answer(Reply(reset=True))
	assert look(Probe("x", "HTTP", server.url()), HERE, True).good is False


def test_a_port_that_answers_and_one_that_does_not() -> None:
	with socket.create_server(("127.0.0.1", 0)) as listening:
		port = listening.getsockname()[1]
		assert look(Probe("x", "TCP", f"127.0.0.1:{port}"), HERE, True).good is True
	assert look(Probe("x", "TCP", f"127.0.0.1:{port}", seconds=1), HERE, True).good is False


@pytest.mark.parametrize(
	("way", "address"),
	[
		("HTTP", "http://169.254.169.254/latest/meta-data/"),
		("HTTP", "https://127.0.0.1/"),
		("HTTP", "https://[::1]/"),
		("TCP", "127.0.0.1:3306"),
		("TCP", "169.254.169.254:80"),
		("TCP", "0x7f000001:80"),
	],
)
def test_inner_addresses_are_not_looked_at(way: str, address: str) -> None:
	"""It may not look there, so it knows nothing: no downtime of anybody's."""
	assert look(Probe("x", way, address), frozenset(), True).good is None


@pytest.mark.parametrize(
	"values",
	[
		{"check_kind": "TCP", "url": "https://portal.example"},
		{"url": "ftp://portal.example"},
		{"url": "https://portal.example", "expected_status": "fine"},
		{"url": "https://portal.example", "impact_percent": 101},
	],
)
def test_what_could_not_be_checked_is_refused(site: Any, checked: Any, values: dict[str, Any]) -> None:
	with pytest.raises(site.ValidationError):
		target(site, values.pop("url"), **values)
