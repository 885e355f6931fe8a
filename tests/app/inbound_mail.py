"""Mail that comes in as on a site: a POP3 server of the tests' own, which Frappe's `Email Account.receive` empties."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import frappe

from sla_id.instants import utc_now

HELPDESK = "bantuan@provider.example"


class Postbox:
	"""The messages that wait on the server, in bytes; who fetches one takes it away."""

	def __init__(self, port: int) -> None:
		self.port = port
		self.waiting: list[bytes] = []


class _Handler(socketserver.StreamRequestHandler):
	"""As much of RFC 1939 as Frappe speaks."""

	postbox: Postbox

	def handle(self) -> None:
		self._say("+OK")
		taken: set[int] = set()
		while line := self.rfile.readline():
			command, _, argument = line.decode().strip().partition(" ")
			number = int(argument) - 1 if argument.isdigit() else 0
			match command.upper():
				case "LIST":
					sizes = [f"{n} {len(text)}" for n, text in enumerate(self.postbox.waiting, 1)]
					self._say("\r\n".join(["+OK", *sizes, "."]))
				case "RETR":
					self._say("+OK")
					for row in self.postbox.waiting[number].splitlines():
						self.wfile.write((b"." if row.startswith(b".") else b"") + row + b"\r\n")
					self._say(".")
				case "DELE":
					taken.add(number)
					self._say("+OK")
				case "QUIT":
					kept = [text for n, text in enumerate(self.postbox.waiting) if n not in taken]
					self.postbox.waiting[:] = kept
					self._say("+OK")
					return
				case _:
					self._say("+OK")

	def _say(self, text: str) -> None:
		self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def serving() -> Iterator[Postbox]:
	"""A POP3 server on 127.0.0.1 until the end."""
	postbox = Postbox(0)
	handler = type("Handler", (_Handler,), {"postbox": postbox})
	with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
		server.daemon_threads = True
		postbox.port = server.server_address[1]
		thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
		thread.start()
		yield postbox
		server.shutdown()


def open_account(host: str, postbox: Postbox) -> Any:
	"""An Email Account that makes tickets of that host out of what comes to the helpdesk's address."""
	account = frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": f"Pos {host}",
			"email_id": HELPDESK,
			"login_id": HELPDESK,
			"password": "rahasia",
			"enable_incoming": 1,
			"email_server": "127.0.0.1",
			"incoming_port": postbox.port,
			"use_imap": 0,
			"use_ssl": 0,
			"append_to": host,
			"email_sync_option": "ALL",
		}
	)
	account.flags.ignore_validate = True
	return account.insert(ignore_permissions=True)


def mail(sender: str, subject: str, text: str = "Sistem tidak dapat diakses.", **more: Any) -> EmailMessage:
	"""A message to the helpdesk. `headers` go on top of the usual ones; `picture` is attached."""
	message = EmailMessage()
	message["From"] = sender
	message["To"] = more.get("to") or HELPDESK
	if more.get("cc"):
		message["Cc"] = more["cc"]
	message["Subject"] = subject
	message["Date"] = format_datetime(utc_now())
	mail.number = getattr(mail, "number", 0) + 1  # type: ignore[attr-defined]
	message["Message-ID"] = f"<{mail.number}.{utc_now().timestamp()}@mail.example>"  # type: ignore[attr-defined]
	for name, value in more.get("headers", {}).items():
		message[name] = value
	message.set_content(text)
	if more.get("html"):
		message.add_alternative(more["html"], subtype="html")
	if more.get("picture"):
		message.add_attachment(b"\x89PNG uji", maintype="image", subtype="png", filename=more["picture"])
	return message


def receive(account: Any, postbox: Postbox, *messages: EmailMessage) -> list[Any]:
	"""What Frappe's scheduler does with them; the Communications that came of it, as the job's user."""
	postbox.waiting += [bytes(message) for message in messages]
	before = set(frappe.get_all("Communication", pluck="name"))
	frappe.set_user("Administrator")
	frappe.get_doc("Email Account", account.name).receive()
	assert not postbox.waiting, "everything was fetched"
	new = [
		name
		for name in frappe.get_all("Communication", pluck="name", order_by="creation")
		if name not in before
	]
	return [frappe.get_doc("Communication", name) for name in new]
