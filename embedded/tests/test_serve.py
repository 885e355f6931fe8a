"""Web, workers and tick in one process, on loopback only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

import embedded
from embedded import background
from embedded.imports import ROOT
from embedded.serve import HOST, Server


@pytest.fixture(scope="module")
def server(site: Path):
	with Server(site, worker=True) as running:
		yield running


def login(url: str) -> requests.Session:
	session = requests.Session()
	answer = session.post(
		f"{url}/api/method/login", data={"usr": "Administrator", "pwd": "admin"}, timeout=30
	)
	assert answer.status_code == 200
	return session


def test_it_listens_on_loopback(server: Server) -> None:
	assert HOST == "127.0.0.1"
	assert server.http.server_address[0] == "127.0.0.1"


def test_pages_and_records_are_served(server: Server) -> None:
	assert requests.get(f"{server.url}/login", timeout=30).status_code == 200
	assert requests.get(f"{server.url}/api/resource/HD Ticket", timeout=30).status_code == 403
	session = login(server.url)
	page = session.get(f"{server.url}/app/hd-ticket", timeout=30)
	assert page.status_code == 200 and page.url.endswith("/desk/hd-ticket")
	assert 'defineProperty(window,"frappe"' in page.text
	assert session.get(f"{server.url}/api/resource/HD Ticket", timeout=30).json() == {"data": []}


def test_a_request_may_send_frappes_header(server: Server) -> None:
	session = login(server.url)
	token = session.get(f"{server.url}/desk", timeout=30).text.split('csrf_token = "')[1].split('"')[0]
	body = {"subject": "By HTTP", "description": "x"}
	url = f"{server.url}/api/resource/HD Ticket"
	assert session.post(url, json=body, timeout=30).status_code == 400
	answer = session.post(url, json=body, headers={"X-Frappe-CSRF-Token": token}, timeout=30)
	assert answer.status_code == 200, answer.text


def test_assets_of_engine_and_apps_and_nothing_else(server: Server) -> None:
	for path in (
		"/assets/frappe/images/default-avatar.png",
		"/assets/monoframe/icons/timeless/icons.svg",
		"/assets/helpdesk_host/images/logo.svg",
	):
		assert requests.get(server.url + path, timeout=30).status_code == 200, path
	for path in (
		"/assets/helpdesk_host/../hooks.py",
		"/assets/helpdesk_host/%2e%2e/hooks.py",
		"/assets/none/x",
	):
		assert requests.get(server.url + path, timeout=30).status_code == 404, path


def test_a_failing_job_stops_neither_worker_nor_tick(server: Server, frappe) -> None:
	frappe.enqueue("embedded.tests.test_serve.fail")
	frappe.enqueue("embedded.tests.test_serve.leave_note")
	deadline = time.monotonic() + 20
	while time.monotonic() < deadline and not _note(frappe):
		time.sleep(0.2)
	assert _note(frappe)


def test_the_tick_queues_what_is_due(server: Server, frappe) -> None:
	frappe.db.set_value("Scheduled Job Type", {"stopped": 0}, "stopped", 1)
	name = (
		frappe.get_doc(
			{
				"doctype": "Scheduled Job Type",
				"method": "embedded.tests.test_serve.leave_note",
				"frequency": "Cron",
				"cron_format": "* * * * *",
			}
		)
		.insert()
		.name
	)
	frappe.db.set_value("Scheduled Job Type", name, "last_execution", "2026-01-01 00:00:00")
	frappe.db.commit()
	assert background.tick() == ["embedded.tests.test_serve.leave_note"]


def fail() -> None:
	raise ValueError("on purpose")


def leave_note() -> None:
	import frappe

	frappe.get_doc({"doctype": "ToDo", "description": "the worker was here"}).insert()


def _note(frappe) -> bool:
	frappe.db.rollback()
	return bool(frappe.db.exists("ToDo", {"description": "the worker was here"}))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
	site = embedded.new_site(tmp_path / "site", apps=("helpdesk_host",))
	process = subprocess.Popen(
		[sys.executable, "-m", "embedded.serve", "--site", str(site), "--port", "0", "--worker", "--tick"],
		stdout=subprocess.PIPE,
		text=True,
		cwd=ROOT,
		env={**os.environ, "PYTHONUNBUFFERED": "1"},
	)
	try:
		url = process.stdout.readline().split()[-1]
		assert requests.get(f"{url}/api/method/ping", timeout=30).json() == {"message": "pong"}
		process.send_signal(number)
		assert process.wait(timeout=20) == 0
	finally:
		process.kill()
		process.stdout.close()
