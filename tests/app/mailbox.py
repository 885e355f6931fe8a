"""An SMTP server of the tests' own on 127.0.0.1, and what has arrived there."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from email.header import decode_header, make_header
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


class Mailbox:
	"""What the server has received, by recipient, and whether it takes anything at the moment."""

	def __init__(self, port: int) -> None:
		self.port = port
		self.received: list[tuple[str, Message]] = []
		self.busy = False

	async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
		if self.busy:
			return "451 later"
		assert isinstance(envelope.content, bytes)
		for recipient in envelope.rcpt_tos:
			self.received.append((recipient, email.message_from_bytes(envelope.content)))
		return "250 taken"

	def subjects(self) -> list[tuple[str, str]]:
		"""Every recipient and the subject, in words and unfolded, in the order of arrival."""
		return [(to, _words(message["Subject"])) for to, message in self.received]


def _words(header: str) -> str:
	return " ".join(str(make_header(decode_header(header))).split())


@contextmanager
def serving() -> Iterator[Mailbox]:
	"""A mailbox that takes mail on its port until the end."""
	kept = Mailbox(free_port())
	controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
	controller.start()
	try:
		yield kept
	finally:
		controller.stop()
