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

from embedded import DEFAULT_APPS, connect, demo_data, desk, disconnect, new_site
from embedded.demo_data import ADMINISTRATOR, AGENT, PARTNER, Login
from embedded.serve import Server, wait_for_signal

PORT = 8080


@dataclass(frozen=True)
class Page:
	"""A page of the demo: who opens it, where it is, and words that must be on it (or the status it must have)."""

	who: Login | None
	path: str
	contains: str = ""
	status: int = 200


PAGES = (
	Page(None, "/login", "Login"),
	Page(AGENT, "/desk/hd-ticket"),
	Page(AGENT, "/api/resource/HD Ticket?limit_page_length=5", '"data"'),
	Page(PARTNER, "/desk", status=403),
	Page(PARTNER, "/me"),
)


def main() -> int:
	"""Run the demo until it is stopped, or check it once; returns the exit status."""
	checking = os.environ.get("CHECK") == "1"
	port = 0 if checking else int(os.environ.get("PORT") or PORT)
	started = time.monotonic()
	with tempfile.TemporaryDirectory(prefix="sla-id-demo-") as folder:
		site = _prepare(Path(folder) / "site")
		with Server(site, port, worker=True, tick=True) as server:
			print(f"ready after {time.monotonic() - started:.0f} s: {server.url}")
			if checking:
				return check(server.url)
			_introduce(server.url)
			wait_for_signal()
			print("stopping")
	return 0


def _prepare(folder: Path) -> Path:
	if desk.find(DEFAULT_APPS) is None:
		try:
			desk.ensure(DEFAULT_APPS)
		except desk.DeskNotBuilt as error:
			print(f"The pages will be unstyled. {error}")
	site = new_site(folder)
	frappe = connect(site)
	demo_data.load()
	frappe.db.commit()
	disconnect()
	return site


def _introduce(url: str) -> None:
	print("Log in as:")
	for login in (ADMINISTRATOR, AGENT, PARTNER):
		print(f"  {login.title:<15} {login.user:<22} {login.password}")
	print(f"Desk: {url}/app    Stop with Ctrl+C.", flush=True)


def check(url: str) -> int:
	"""Fetch every page; prints a line for each and returns 0 if all are as expected."""
	import requests

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
	print(f"{len(PAGES) - failures} passed, {failures} failed")
	return 1 if failures else 0


if __name__ == "__main__":
	sys.exit(main())
