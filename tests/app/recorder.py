"""An HTTP server of the tests' own on 127.0.0.1: it writes down what it is sent and answers as it is told."""

import json
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
	"""One answer: after `delay` seconds; `drip` seconds between the bytes of its body; or a reset connection."""

	status: int = 200
	body: bytes = b"{}"
	headers: dict[str, str] = field(default_factory=dict)
	delay: float = 0.0
	drip: float = 0.0
	reset: bool = False


@dataclass(frozen=True, slots=True)
class Request:
	"""What came in."""

	method: str
	path: str
	headers: dict[str, str]
	body: bytes

	def json(self) -> Any:
		"""The body, read."""
		return json.loads(self.body)


class Recorder:
	"""The requests so far, and the answers that are still to be given (the last one again and again)."""

	def __init__(self) -> None:
		self.requests: list[Request] = []
		self.replies: list[Reply] = [Reply()]
		self.lock = threading.Lock()
		self.port = 0

	def answer(self, *replies: Reply) -> None:
		"""What is answered from now on."""
		with self.lock:
			self.replies = list(replies)

	def url(self, path: str = "/") -> str:
		"""Where it listens."""
		return f"http://127.0.0.1:{self.port}{path}"

	def take(self, request: Request) -> Reply:
		"""Write a request down; the next answer."""
		with self.lock:
			self.requests.append(request)
			return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def recording() -> Iterator[Recorder]:
	"""A server that runs meanwhile."""
	recorder = Recorder()

	class Handler(BaseHTTPRequestHandler):
		protocol_version = "HTTP/1.1"

		def log_message(self, *args: Any) -> None:
			pass

		def do_POST(self) -> None:
			body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
			reply = recorder.take(Request(self.command, self.path, dict(self.headers.items()), body))
			time.sleep(reply.delay)
			if reply.reset:
				linger = struct.pack("ii", 1, 0)
				self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
				# the descriptor itself: the handler's files would keep the connection open
				os.close(self.connection.detach())
				self.close_connection = True
				return
			try:
				_send(self, reply)
			except (BrokenPipeError, ConnectionResetError):
				self.close_connection = True

		do_GET = do_PUT = do_POST

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	server.daemon_threads = True
	server.handle_error = lambda *args: None  # type: ignore[method-assign]
	recorder.port = server.server_address[1]
	thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
	thread.start()
	try:
		yield recorder
	finally:
		server.shutdown()
		server.server_close()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
	handler.send_response(reply.status)
	for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
		handler.send_header(name, value)
	handler.end_headers()
	if not reply.drip:
		handler.wfile.write(reply.body)
		return
	for number in range(len(reply.body)):
		handler.wfile.write(reply.body[number : number + 1])
		handler.wfile.flush()
		time.sleep(reply.drip)
