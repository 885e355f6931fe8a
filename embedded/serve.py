"""Serves a site on 127.0.0.1: `python -m embedded.serve --site DIR --port N [--worker] [--tick]`.

Web, workers and tick are threads of one process, because Redis is in the process. The debugger is off.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from embedded import background, config
from embedded.site import connect, disconnect

HOST = "127.0.0.1"
Application = Callable[..., Iterable[bytes]]


class QuietHandler(WSGIRequestHandler):
	"""Logs errors, not every request."""

	def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
		if str(code).startswith("5"):
			super().log_request(code, size)

	def address_string(self) -> str:
		return self.client_address[0]


class Server:
	"""A running site; usable as a context manager in tests: `with Server(site) as server: … server.url`.

	`port=0` takes a free one; `in_front` may wrap the application. The calling thread keeps its own connection to the site.
	"""

	def __init__(
		self,
		site: str | os.PathLike[str],
		port: int = 0,
		*,
		worker: bool = False,
		tick: bool = False,
		in_front: Callable[[Application], Application] = lambda application: application,
	) -> None:
		self.site = Path(site).resolve()
		# the engine takes this variable to mean that its own tests run
		os.environ.pop("CI", None)
		connected = _connected_to(self.site)
		if not connected:
			connect(self.site)
		from embedded.web import make_application

		application = in_front(make_application())
		if not connected:
			disconnect()
		logging.getLogger("werkzeug").setLevel(logging.ERROR)
		self.http = make_server(HOST, port, application, threaded=True, request_handler=QuietHandler)
		self.http.daemon_threads = True
		self.port: int = self.http.server_port
		self.url = f"http://{HOST}:{self.port}"
		config.update(self.site, host_name=self.url)
		self.threads: list[Any] = []
		if worker:
			self.threads += [background.Worker(queues) for queues in background.QUEUES]
		if tick:
			self.threads.append(background.Tick())
		self.web = threading.Thread(target=self.http.serve_forever, name="web", daemon=True)

	def start(self) -> Server:
		self.web.start()
		for thread in self.threads:
			thread.start()
		return self

	def stop(self) -> None:
		"""Stop taking requests and jobs; a job under way is given five seconds."""
		for thread in self.threads:
			thread.stop()
		self.http.shutdown()
		self.http.server_close()
		for thread in (self.web, *self.threads):
			thread.join(timeout=5)

	def __enter__(self) -> Server:
		return self.start()

	def __exit__(self, *exc: object) -> None:
		self.stop()


def _connected_to(site: Path) -> bool:
	import frappe

	try:
		return config.active() == site and bool(getattr(frappe.local, "initialised", None))
	except config.NoSite:
		return False


def wait_for_signal() -> None:
	"""Block until SIGTERM or SIGINT."""
	stop = threading.Event()

	def on_signal(signum: int, frame: FrameType | None) -> None:
		stop.set()

	for number in (signal.SIGTERM, signal.SIGINT):
		signal.signal(number, on_signal)
	while not stop.wait(1):
		pass


def main(arguments: list[str] | None = None) -> None:
	parser = argparse.ArgumentParser(prog="python -m embedded.serve", description=__doc__)
	parser.add_argument("--site", required=True, help="the site's folder (see embedded.new_site)")
	parser.add_argument("--port", type=int, default=8000)
	parser.add_argument("--worker", action="store_true", help="run queued jobs")
	parser.add_argument("--tick", action="store_true", help="queue scheduled jobs every minute")
	given = parser.parse_args(arguments)
	with Server(given.site, given.port, worker=given.worker, tick=given.tick) as server:
		print(f"serving on {server.url}", flush=True)
		wait_for_signal()


if __name__ == "__main__":
	main()
