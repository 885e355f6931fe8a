"""Both senders' own requests, by a real HTTP client to a served site with a worker: headers, statuses, and what they come to.

No login and no CSRF token: a sender has neither.
"""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.app.conftest import BENCH_SITE
from tests.monitors.senders import (
	DOWN,
	UP,
	KumaMonitor,
	alert,
	alertmanager_message,
	kuma_certificate,
	kuma_message,
	kuma_test,
)

pytestmark = pytest.mark.skipif(
	bool(BENCH_SITE), reason="a bench serves its own site: docs/proof.md says how it was tried"
)
PATH = "/api/method/sla_id.api.monitors.receive"
METRICS = "/api/method/sla_id.api.metrics.prometheus"
_IN_ITS_OWN_PROCESS = """
import json, sys
from pathlib import Path
import embedded
embedded.engine()
folder = Path(sys.argv[1])
site = embedded.new_site(folder / "site")
frappe = embedded.connect(site)
from sla_id.monitors.metrics_token import make_metrics_token
from tests.app import world
from tests.app.monitor_world import source, target
import time_machine
with time_machine.travel(frappe.utils.add_days(frappe.utils.now_datetime(), -3), tick=True):
	world.prepare()
tokens = {"kuma": source(largest_kilobytes=16), "prometheus": source("Alertmanager", offset_seconds=300)}
tokens["metrics"] = make_metrics_token()
target("Uptime Kuma", "id=7")
target("Alertmanager", "alertname=PortalDown", "SAAS")
frappe.db.commit()
embedded.disconnect()
from embedded.serve import Server
with Server(site, worker=True) as server:
	print(json.dumps({"url": server.url, **tokens}), flush=True)
	for line in sys.stdin:
		frappe = embedded.connect(site)
		if line.strip() == "outages":
			rows = frappe.get_all("SLA Outage", ["started_utc", "ended_utc", "owner"], order_by="started_utc")
			said = [[str(row.started_utc), str(row.ended_utc or ""), row.owner] for row in rows]
		else:
			said = frappe.get_all("SLA Monitor Message", pluck="state", order_by="received_utc, creation")
		embedded.disconnect()
		print(json.dumps(said), flush=True)
"""


class Served:
	"""A site that is served by a process of its own: who has one open in this process can't make another."""

	def __init__(self, folder: Path) -> None:
		import subprocess
		import sys

		self._process = subprocess.Popen(
			[sys.executable, "-W", "ignore", "-c", _IN_ITS_OWN_PROCESS, str(folder)],
			cwd=Path(__file__).parents[2],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)
		said = self._read()
		self.url, self.tokens = said.pop("url"), said

	def ask(self, what: str) -> Any:
		assert self._process.stdin is not None
		self._process.stdin.write(what + "\n")
		self._process.stdin.flush()
		return self._read()

	def outages(self, until: int) -> list[list[str]]:
		"""The outages, once the worker has judged so many, or after a while."""
		for _try in range(60):
			found = self.ask("outages")
			if len([row for row in found if row[1]]) >= until:
				return list(found)
			time.sleep(0.5)
		return list(self.ask("outages"))

	def close(self) -> None:
		assert self._process.stdin is not None
		self._process.stdin.close()
		self._process.wait(timeout=60)

	def _read(self) -> Any:
		assert self._process.stdout is not None
		for line in self._process.stdout:
			if line.startswith(("{", "[")):
				return json.loads(line)
		raise AssertionError("the served site has ended")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
	running = Served(tmp_path_factory.mktemp("served"))
	yield running
	running.close()


def minutes_ago(minutes: int) -> datetime:
	return datetime.now(timezone.utc).replace(microsecond=0) - timedelta(minutes=minutes)


def post(served: Served, message: Any, headers: dict[str, str]) -> int:
	return requests.post(served.url + PATH, json=message, headers=headers, timeout=60).status_code


def test_uptime_kuma_from_its_first_test_to_the_recovery(served: Served) -> None:
	token = {"X-SLA-Monitor-Token": served.tokens["kuma"]}
	start = minutes_ago(60)
	messages = [
		kuma_test(),
		kuma_certificate(),
		kuma_message(KumaMonitor(), DOWN, start),
		kuma_message(KumaMonitor(), DOWN, start + timedelta(minutes=5), important=False),
		kuma_message(KumaMonitor(), UP, start + timedelta(minutes=9), last_down=start),
	]
	for message in (*messages, *messages):
		assert post(served, message, token) == 200
	form = {"data": (None, json.dumps(messages[2]))}
	assert requests.post(served.url + PATH, files=form, headers=token, timeout=60).status_code == 200
	(row,) = served.outages(1)
	assert row == [str(start)[:19], str(start + timedelta(minutes=9))[:19], "Administrator"]


def test_alertmanager_by_both_of_its_headers(served: Served) -> None:
	start, end = minutes_ago(40), minutes_ago(25)
	told = start.isoformat().replace("+00:00", "Z")
	over = end.isoformat().replace("+00:00", "Z")
	token = served.tokens["prometheus"]
	by_authorization = {"Authorization": f"SLA Monitor {token}"}
	for node in ("am-1", "am-2"):
		assert post(served, alertmanager_message(alert(told), node=node), by_authorization) == 200
	resolved = alertmanager_message(alert(told, over))
	assert post(served, resolved, {"X-SLA-Monitor-Token": token}) == 200
	row = served.outages(2)[-1]
	assert row == [str(start - timedelta(minutes=5))[:19], str(end)[:19], "Administrator"]


def test_who_is_refused_learns_nothing(served: Served) -> None:
	none = requests.post(f"{served.url}{PATH}", json=kuma_test(), timeout=60)
	wrong = requests.post(
		f"{served.url}{PATH}", json=kuma_test(), headers={"X-SLA-Monitor-Token": "x" * 43}, timeout=60
	)
	assert none.status_code == wrong.status_code == 401 and none.content == wrong.content
	in_address = requests.post(
		f"{served.url}{PATH}", params={"token": served.tokens["kuma"]}, json=kuma_test(), timeout=60
	)
	assert in_address.status_code == 401
	assert requests.get(f"{served.url}{PATH}", timeout=60).status_code in (403, 405)


def test_too_large_is_413(served: Served) -> None:
	message = {**kuma_test(), "msg": "x" * 20_000}
	assert post(served, message, {"X-SLA-Monitor-Token": served.tokens["kuma"]}) == 413


def test_what_makes_no_sense_is_stored_all_the_same(served: Served) -> None:
	"""It may be ours that reads it wrong: a sender that never sends again isn't told off."""
	headers = {"X-SLA-Monitor-Token": served.tokens["kuma"]}
	assert post(served, {"heartbeat": {"status": 9}, "monitor": {"id": 1}, "msg": ""}, headers) == 200
	assert post(served, {"alerts": []}, headers) == 200


def test_prometheus_scrapes(served: Served) -> None:
	from prometheus_client.parser import text_string_to_metric_families

	token = served.tokens["metrics"]
	assert requests.get(served.url + METRICS, timeout=60).status_code == 401
	for headers in ({"X-SLA-Monitor-Token": token}, {"Authorization": f"SLA Monitor {token}"}):
		answer = requests.get(served.url + METRICS, headers=headers, timeout=120)
		assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain")
	names = {family.name for family in text_string_to_metric_families(answer.text)}
	assert {"sla_id_tickets", "sla_id_tick_lag_seconds", "sla_id_availability_ratio"} <= names
