"""Random ticket lives of both hosts: what people do to tickets over some weeks, for tests that compare two ways to count."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.app import world
from tests.app.conftest import Clockwork

REPORTERS = (world.PARTNER_USER, "tono@satker.example", "rina@klien.example", "seseorang@example.com")


def live(
	site: Any, clockwork: Clockwork, random: Random, tickets: int, begin: str = "2026-03-30 08:00"
) -> list[Any]:
	"""So many tickets with up to seven acts each, in order of time. Afterwards it is the time of the last tick."""
	hosts = [host for host in world.HOSTS if site.db.exists("DocType", host)]
	start = datetime.fromisoformat(begin)
	acts: list[tuple[datetime, int]] = []
	for number in range(tickets):
		at = start + timedelta(minutes=random.randrange(60 * 24 * 21))
		acts.append((at, number))
		for _act in range(random.randrange(8)):
			at += timedelta(minutes=random.choice((10, 45, 180, 600, 1500, 4000)))
			acts.append((at, number))
	docs: dict[int, Any] = {}
	for at, number in sorted(acts):
		clockwork.at(f"{at:%Y-%m-%d %H:%M}")
		if random.random() < 0.3:
			world.tick()
		if number not in docs:
			priority = random.choice(("P1", "P2", "P3", None))
			docs[number] = world.ticket(
				random.choice(hosts),
				raised_by=random.choice(REPORTERS),
				**({"sla_id_priority": priority} if priority else {}),
			)
		else:
			_act_on(docs[number], random)
	clockwork.at(
		f"{max(at for at, _number in acts) + timedelta(minutes=random.randrange(5000)):%Y-%m-%d %H:%M}"
	)
	world.tick()
	return list(docs.values())


def _act_on(doc: Any, random: Random) -> None:
	match random.randrange(10):
		case 0 | 1:
			world.change(doc, status=world.status(doc.doctype, "Paused"))
		case 2 | 3:
			world.change(doc, status=world.status(doc.doctype, "Running"))
		case 4 | 5:
			world.change(doc, status=world.status(doc.doctype, "Resolved"))
		case 6:
			world.reply(doc)
		case 7:
			world.assign(doc)
		case 8:
			world.change(
				doc, sla_id_priority=random.choice(("P1", "P2", "P3")), sla_id_priority_reason="Dinilai ulang"
			)
		case _:
			world.change(doc, sla_id_out_of_scope=random.choice(("", "Di luar layanan")))
