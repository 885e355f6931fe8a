"""The demo: a fresh site with sample data, served with its workers and tick. `make demo`; `CHECK=1 make demo` checks it.

The check fetches each page below by HTTP as the person it is for, and ends with status 1 if one isn't as expected.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from embedded import (
	DEFAULT_APPS,
	connect,
	demo_availability,
	demo_data,
	demo_pauses,
	desk,
	disconnect,
	new_site,
)
from embedded.demo_data import (
	AGENT,
	CLIENT,
	LIVE_BREACH_IN,
	LIVE_SUBJECT,
	LOGINS,
	MANAGER,
	OTHER_PARTNER,
	PARTNER,
	SHOP,
	Login,
)
from embedded.demo_guide import HOME, STOPS, Clock, Guide
from embedded.serve import Server, wait_for_signal

PORT = 8080


@dataclass(frozen=True)
class Page:
	"""A page of the demo: who opens it, where it is, and words that must be on it (or the status it must have)."""

	who: Login | None
	path: str
	contains: str = ""
	status: int = 200


LIVE_TICKET = f'/api/resource/SLA Ticket?filters=[["subject","=","{LIVE_SUBJECT}"]]&fields=["name","state"]'
BREACHED = '/api/resource/SLA Ticket?filters=[["state","=","Breached"]]'
WITHOUT_CAUSE = 'filters=[["cause_missing","=",1]]&fields=["subject"]'
PAGES = (
	Page(None, "/login", "Login"),
	Page(AGENT, "/desk/hd-ticket"),
	Page(AGENT, "/desk/sla-ticket"),
	Page(AGENT, "/desk/sla"),
	Page(AGENT, "/api/resource/HD Ticket?limit_page_length=5", '"data"'),
	Page(AGENT, "/api/method/sla_id.api.ticket.get_record?sla_ticket=HD Ticket 0001", "INNOVASIA-MITRA"),
	Page(MANAGER, "/api/resource/SLA Escalation?limit_page_length=5", '"data"'),
	Page(MANAGER, "/desk/sla-agreement"),
	Page(
		MANAGER,
		"/api/method/sla_id.api.agreement.compare_versions?agreement=INNOVASIA-MITRA v2.0",
		"30 menit",
	),
	Page(MANAGER, "/api/method/sla_id.api.agreement.check?agreement=HAI-DJPB v2023.0", "review"),
	Page(MANAGER, "/api/method/frappe.desk.query_report.run?report_name=SLA Service Coverage", "BCSM.02.04"),
	Page(MANAGER, "/api/resource/SLA Management Cycle", '"name"'),
	Page(PARTNER, "/sla/agreements", "2.0"),
	Page(PARTNER, "/sla/agreements/INNOVASIA-MITRA%20v2.0", 'data-decision="Approved"'),
	Page(PARTNER, "/sla/agreements/HAI-DJPB%20v2023.0", status=404),
	Page(PARTNER, "/desk", status=403),
	Page(PARTNER, "/sla", LIVE_SUBJECT),
	Page(PARTNER, "/sla/HD%20Ticket%200001", "WIB"),
	Page(PARTNER, "/sla/HD%20Ticket%200002", status=404),
	Page(OTHER_PARTNER, "/sla", "WITA"),
	Page(CLIENT, "/sla/HD%20Ticket%200007", "Met"),
	Page(MANAGER, "/api/method/frappe.desk.query_report.run?report_name=SLA Availability", "SAAS"),
	Page(
		MANAGER, "/api/resource/SLA Outage?fields=[%22title%22,%22status%22]", demo_availability.OPEN_OUTAGE
	),
	Page(MANAGER, "/desk/sla-maintenance"),
	Page(PARTNER, "/sla/maintenance", demo_availability.AHEAD),
	Page(PARTNER, "/sla/claims", demo_availability.THIRD_PARTY_EVIDENCE),
	Page(OTHER_PARTNER, "/sla/claims/EXC-00001", status=404),
	Page(MANAGER, "/desk/sla-statement"),
	Page(PARTNER, "/sla/statements", "Rp2"),
	Page(PARTNER, "/api/resource/SLA Outage", status=404),
	Page(SHOP, demo_pauses.CLAIM_PAGE, demo_pauses.FLOOD_EVIDENCE),
	Page(SHOP, demo_pauses.EXPLAINED_PAGE, "Perubahan yang gagal"),
	Page(SHOP, demo_pauses.ENDED_PAGE, "berakhir sendiri setelah 4"),
	Page(SHOP, demo_pauses.APPROVAL_PAGE, demo_pauses.VENDOR_EVIDENCE),
	Page(PARTNER, demo_pauses.APPROVAL_PAGE, status=404),
	Page(AGENT, f"/api/resource/SLA Ticket?{WITHOUT_CAUSE}", demo_pauses.UNEXPLAINED_SUBJECT),
	Page(CLIENT, "/api/resource/SLA Event", status=404),
)
"""Ticket 0001 belongs to the first partner, 0002 to the second, 0007 to the third (demo_data)."""


def main() -> int:
	"""Run the demo until it is stopped, or check it once; returns the exit status."""
	checking = os.environ.get("CHECK") == "1"
	port = 0 if checking else int(os.environ.get("PORT") or PORT)
	started = time.monotonic()
	with tempfile.TemporaryDirectory(prefix="sla-id-demo-") as folder:
		site = _prepare(Path(folder) / "site")
		clock = Clock()
		with Server(
			site, port, worker=True, tick=True, in_front=lambda application: Guide(application, clock)
		) as server:
			print(f"ready after {time.monotonic() - started:.0f} s: {server.url}")
			if checking:
				return check(server.url)
			_introduce(server.url)
			wait_for_signal()
			print("stopping")
	return 0


def _prepare(folder: Path) -> Path:
	if desk.find(DEFAULT_APPS) is None:
		_say("building the desk's front end (half a minute, once)")
		try:
			desk.ensure(DEFAULT_APPS)
		except desk.DeskNotBuilt as error:
			print(f"The pages will be unstyled. {error}")
	_say("making a site with two helpdesks and the app (a minute the first time, then a second)")
	site = new_site(folder)
	_say("living through a week of tickets, an outage and maintenance (half a minute)")
	frappe = connect(site)
	demo_data.load()
	frappe.db.commit()
	disconnect()
	return site


def _say(text: str) -> None:
	print(f"… {text}", flush=True)


def _introduce(url: str) -> None:
	print("Log in as:")
	for login in LOGINS:
		print(f"  {login.title:<15} {login.user:<22} {login.password}")
	print(f"Start here: {url}{HOME} leads through the story and sets the clock forward.")
	print(f"Desk: {url}/app    Partner portal: {url}/sla    Stop with Ctrl+C.")
	print(
		f'The response to "{LIVE_SUBJECT}" is missed within about a minute: watch it in the desk.', flush=True
	)


def check(url: str) -> int:
	"""Fetch every page and watch the live breach; prints a line for each and returns 0 if all are as expected."""
	sessions: dict[str, requests.Session] = {}
	failures = 0
	for page in PAGES:
		who = page.who.user if page.who else "guest"
		if who not in sessions:
			sessions[who] = requests.Session()
			if page.who:
				answer = sessions[who].post(
					f"{url}/api/method/login",
					data={"usr": page.who.user, "pwd": page.who.password},
					timeout=60,
				)
				answer.raise_for_status()
		answer = sessions[who].get(url + page.path, timeout=60)
		good = answer.status_code == page.status and page.contains in answer.text
		failures += not good
		wanted = f", wanted {page.status} with {page.contains!r}" if not good else ""
		print(f"{'ok  ' if good else 'FAIL'} {who:<20} {page.path} {answer.status_code}{wanted}")
	failures += not _breach_happens(sessions[AGENT.user], url)
	failures += _guide_fails(url)
	print(f"{len(PAGES) + 2 - failures} passed, {failures} failed")
	return 1 if failures else 0


def _guide_fails(url: str) -> int:
	"""1 if a step of the guide doesn't lead to its page, or the clock doesn't go forward by a day and breach something."""
	wrong = []
	for number, stop in enumerate(STOPS):
		answer = requests.post(f"{url}{HOME}/open", data={"stop": number}, timeout=60)
		if answer.status_code != 200 or not answer.history:
			wrong.append(f"{stop.path} {answer.status_code}")
	session = requests.Session()
	session.post(f"{url}/api/method/login", data={"usr": AGENT.user, "pwd": AGENT.password}, timeout=60)
	before = session.get(url + BREACHED, timeout=60).json()["data"]
	session.post(f"{url}{HOME}/later", data={"hours": "24"}, timeout=120)
	after = session.get(url + BREACHED, timeout=60).json()["data"]
	if len(after) <= len(before):
		wrong.append(f"a day later {len(after)} tickets are breached, before {len(before)}")
	print(
		f"FAIL the guide: {', '.join(wrong)}" if wrong else f"ok   the guide: {len(STOPS)} stops, a day later"
	)
	return int(bool(wrong))


def _breach_happens(session: requests.Session, url: str) -> bool:
	"""Watch the live ticket until the minute tick marks it as breached, for two ticks at most after it is due."""
	started = time.monotonic()
	states = []
	while time.monotonic() - started < LIVE_BREACH_IN.total_seconds() + 120:
		state = session.get(url + LIVE_TICKET, timeout=60).json()["data"][0]["state"]
		if not states or states[-1] != state:
			states.append(state)
		if state == "Breached":
			break
		time.sleep(2)
	good = states[-1] == "Breached"
	waited = time.monotonic() - started
	print(
		f"{'ok  ' if good else 'FAIL'} the live ticket: {' -> '.join(states)}, {waited:.0f} s after the pages"
	)
	return good


if __name__ == "__main__":
	sys.exit(main())
