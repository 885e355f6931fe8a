"""A next update that an agreement counts from the partner's oldest unanswered message."""

from typing import Any

import pytest

from sla_id.fixtures.sample_agreements import sample_agreement
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.test_who_answered import from_outside

pytestmark = pytest.mark.each_host
RINA = "rina@klien.example"


@pytest.fixture
def doc(host_name: str, site: Any, clockwork: Clockwork) -> Any:
	"""A ticket under an agreement that answers every message within 2 hours, at any hour."""
	from sla_id.agreements.records.load import load_agreement

	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: KABAR", 1)
	start = text.index("targets:") + len("targets:")
	start = text.index("\n", start) + 1
	row = "  - {clock: next_update, target: 2 h, calendar: always, starts_on: partner_replied}\n"
	clockwork.at("2026-06-08 08:00")
	load_agreement(
		(text[:start] + row + text[start:]).replace(
			"effective_from: 2025-01-01", "effective_from: 2026-06-08"
		),
		"kabar.yaml",
		partner="KLIEN",
	)
	clockwork.at("2026-06-08 09:00")
	made = world.ticket(host_name, raised_by=RINA, sla_id_priority="P1")
	assert world.record(made).agreement.startswith("KABAR")
	return made


def due(doc: Any) -> str:
	row = world.clock(doc, "next_update")
	return f"{row.state} {str(row.due_utc)[11:16]}"


def test_it_starts_at_the_oldest_message_that_nobody_answered(
	doc: Any, site: Any, clockwork: Clockwork
) -> None:
	assert world.clock(doc, "next_update").state == "waiting"
	clockwork.at("2026-06-08 10:00")
	from_outside(site, doc, RINA)
	assert due(doc) == "running 05:00"
	clockwork.at("2026-06-08 11:00")
	from_outside(site, doc, RINA)
	assert due(doc) == "running 05:00", "the oldest one"
	clockwork.at("2026-06-08 11:30")
	world.reply(doc, recipients=RINA)
	assert world.clock(doc, "next_update").state == "met", "the first answer is one, too"
	clockwork.at("2026-06-08 12:00")
	world.reply(doc, recipients=RINA)
	clockwork.at("2026-06-08 13:00")
	from_outside(site, doc, RINA)
	assert due(doc) == "running 08:00"
	clockwork.at("2026-06-08 15:01")
	world.tick()
	assert world.clock(doc, "next_update").state == "breached"


def test_a_machine_starts_none(doc: Any, site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-06-08 10:00")
	from_outside(site, doc, "mailer-daemon@klien.example")
	assert world.clock(doc, "next_update").state == "waiting"


def test_the_record_reads_back_as_the_file(doc: Any, site: Any) -> None:
	from sla_id.agreements.records.read_agreement import read_agreement

	agreement = site.get_doc("SLA Agreement", world.record(doc).agreement)
	(row,) = [row for row in read_agreement(agreement).targets if row.clock == "next_update"]
	assert (row.starts_on, row.met_by) == ("partner_replied", ("confirmed", "update_sent"))


def test_only_a_next_update_is_counted_from_a_message(doc: Any, site: Any) -> None:
	agreement = site.copy_doc(site.get_doc("SLA Agreement", world.record(doc).agreement))
	agreement.version = "9.0"
	next(row for row in agreement.targets if row.clock == "response").starts_on = "partner_replied"
	with pytest.raises(site.ValidationError, match="only a next update"):
		agreement.insert()
