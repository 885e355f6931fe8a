"""Escalations to the mailbox: the outbox, Frappe's queue, and a real SMTP server at the end, which may be away."""

from collections.abc import Iterator
from contextlib import suppress
from smtplib import SMTPException
from typing import Any

import pytest

from sla_id.notify.outbox import deliver_due
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.mailbox import Mailbox, serving


@pytest.fixture
def mailbox(site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
	clockwork.at("2026-03-18 08:00")
	box.clear()
	site.db.delete("Email Queue")
	with serving() as kept:
		account = site.db.get_value("Email Account", {"default_outgoing": 1, "enable_outgoing": 1})
		site.db.set_value(
			"Email Account",
			account,
			{
				"smtp_server": "127.0.0.1",
				"smtp_port": kept.port,
				"use_tls": 0,
				"use_ssl_for_outgoing": 0,
				"no_smtp_authentication": 1,
			},
		)
		site.clear_document_cache("Email Account", account)
		site.flags.testing_email = True
		monkeypatch.setitem(site.conf, "mute_emails", 0)
		try:
			yield kept
		finally:
			site.flags.testing_email = False


def flush(site: Any) -> None:
	"""What Frappe's scheduler does with its queue; a mail that fails stays for the next time."""
	for name in site.get_all(
		"Email Queue", filters={"status": ["in", ["Not Sent", "Partially Sent"]]}, pluck="name"
	):
		with suppress(SMTPException):
			site.get_doc("Email Queue", name).send()


def test_an_escalation_lies_in_the_mailbox_of_who_is_called(
	clockwork: Clockwork, site: Any, mailbox: Mailbox
) -> None:
	"""000 §4.2, level 2 of a P1 after 4 h: the lead reads it in English, the colleague in Indonesian; each once."""
	for user, language in ((world.LEAD, "en"), (world.AGENT, "id")):
		site.db.set_value("User", user, "language", language)
	ticket = world.ticket("HD Ticket", sla_id_priority="P1")
	clockwork.at("2026-03-18 12:00")
	world.tick()
	deliver_due()
	flush(site)
	told = dict(mailbox.subjects())
	assert told[world.LEAD].startswith(f"Level 2 (Lead of Technology): {ticket.name}")
	assert told[world.AGENT].startswith("Tingkat 1")
	count = len(mailbox.received)
	world.tick()
	deliver_due()
	flush(site)
	assert len(mailbox.received) == count


def test_a_server_that_is_busy_gets_it_later(clockwork: Clockwork, site: Any, mailbox: Mailbox) -> None:
	"""451 from the server: nothing is lost, nothing comes twice."""
	mailbox.busy = True
	world.ticket("Issue", sla_id_priority="P1")
	deliver_due()
	flush(site)
	assert mailbox.received == []
	assert site.db.count("Email Queue", {"status": ["in", ["Not Sent", "Partially Sent"]]}) > 0
	mailbox.busy = False
	flush(site)
	flush(site)
	assert [to for to, _message in mailbox.received].count(world.AGENT) == 1
