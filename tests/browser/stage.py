"""A served site with the scene on it, and a way to look at its pages. Used by conftest.

`SLA_ID_SHOTS=folder` keeps a picture of every page visited.
"""

import json
import os
import shutil
import subprocess
from dataclasses import asdict, dataclass
from typing import Any

import requests

from tests.layers import CHROMIUM, ROOT

WIDE, NARROW = 1440, 360


@dataclass(frozen=True, slots=True)
class Visit:
	"""A page somebody opens; see drive.js."""

	name: str
	path: str
	user: str | None = None
	width: int = WIDE
	wait: str = ""
	script: str = ""
	then: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
	"""What was on a page. `overflow` is by how many pixels it is wider than the window."""

	url: str
	status: int
	lang: str
	overflow: int
	errors: list[str]
	result: Any


class Stage:
	"""The address of the site, who and what is there (scene.build), and one browser for the whole run."""

	def __init__(self, url: str, scene: dict[str, Any], shots: str | None = None) -> None:
		self.url = url
		self.scene = scene
		job = {
			"base": url,
			"chromium": next(path for path in map(shutil.which, CHROMIUM) if path),
			"playwright": str(ROOT / "embedded" / "desk" / "node_modules" / "playwright-core"),
			"shots": shots or os.environ.get("SLA_ID_SHOTS"),
		}
		self._browser = subprocess.Popen(
			["node", str(ROOT / "tests" / "browser" / "drive.js"), json.dumps(job)],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)

	def look(self, visits: list[Visit]) -> dict[str, Seen]:
		"""Open the pages one after the other."""
		assert self._browser.stdin is not None
		assert self._browser.stdout is not None
		wanted = [{**asdict(visit), "password": self.scene["password"]} for visit in visits]
		self._browser.stdin.write(json.dumps(wanted) + "\n")
		self._browser.stdin.flush()
		line = self._browser.stdout.readline()
		assert line, "the browser has ended; what it said is above"
		said = json.loads(line)
		failures = {name: page["failure"] for name, page in said.items() if page.get("failure")}
		assert not failures, failures
		fields = Seen.__dataclass_fields__
		return {
			name: Seen(**{field: page.get(field) for field in fields})  # type: ignore[arg-type]
			for name, page in said.items()
		}

	def close(self) -> None:
		"""Let the browser end."""
		assert self._browser.stdin is not None
		self._browser.stdin.close()
		self._browser.wait(timeout=30)

	def session(self, user: str) -> requests.Session:
		"""An HTTP session of that user."""
		session = requests.Session()
		answer = session.post(
			f"{self.url}/api/method/login", data={"usr": user, "pwd": self.scene["password"]}, timeout=60
		)
		answer.raise_for_status()
		return session
