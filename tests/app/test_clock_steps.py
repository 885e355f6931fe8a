"""Clocks that step back, servers that disagree by a second, and a watermark that can't be: nothing stands still for it."""

from typing import Any

import pytest

from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.sweep.watermark import read_watermark
from tests.app import world
from tests.app.conftest import Clockwork, wib

WATERMARK = "reconciled_until"


def kept(site: Any) -> str:
	return str(site.db.get_singles_dict("SLA Settings")[WATERMARK])


def logs(site: Any, about: str = WATERMARK) -> list[str]:
	"""Frappe 15 keeps its Error Log in a table that nothing is rolled back in: what is there already counts for nothing."""
	return site.get_all("Error Log", {"method": ["like", f"%{about}%"]}, pluck="name")


def put(site: Any, **values: Any) -> None:
	"""Past the form, as one PUT or an old form would leave it."""
	for field, value in values.items():
		site.db.set_single_value("SLA Settings", field, value, update_modified=False)
	site.clear_document_cache("SLA Settings", "SLA Settings")


@pytest.mark.each_host
@pytest.mark.parametrize("now", ["2026-03-16 08:00", "2026-03-16 08:59:59"])
def test_a_ticket_reported_ahead_of_the_clock_starts_when_its_time_comes(
	now: str, host_name: str, clockwork: Clockwork
) -> None:
	"""Reported at 09:00; then the clock steps back by an hour, or another server's is a second behind, and looks."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at(now)
	world.change(doc, subject="Layar kosong sejak pagi")
	assert world.record(doc).state == "Waiting"
	assert from_utc(world.record(doc).next_event_at) is not None
	clockwork.at("2026-03-16 09:01")
	world.tick()
	assert (world.record(doc).state, world.clock(doc, "resolution").state) == ("On Track", "running")


def test_a_fix_ahead_of_the_clock_solves_when_its_time_comes(clockwork: Clockwork) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status=world.status("HD Ticket", "Resolved"))
	assert world.record(doc).resolved_utc
	clockwork.at("2026-03-16 09:30")
	world.change(doc, subject="Selesai satu jam lagi")
	record = world.record(doc)
	assert (record.state, record.resolved_utc) == ("On Track", None)
	clockwork.at("2026-03-16 10:00")
	world.tick()
	assert (world.record(doc).state, bool(world.record(doc).resolved_utc)) == ("Met", True)


def test_a_problem_noted_by_a_clock_far_ahead_is_tried_again(clockwork: Clockwork, site: Any) -> None:
	"""Its next try lay in the next year; the longest wait is a day."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	name = world.record(doc).name
	ahead = {"evaluated_utc": "2027-03-16 02:00:00", "next_event_at": "2027-03-16 02:05:00"}
	site.db.set_value("SLA Ticket", name, {"state": "Problem", "choice": "", "host_state": "", **ahead})
	from sla_id.ledger.record import retry_at

	assert retry_at(world.record(doc), utc_now()) <= from_utc(to_utc(utc_now())) + 2 * _day()


def _day() -> Any:
	from sla_id.ledger.record import LONGEST_WAIT

	return LONGEST_WAIT


@pytest.mark.parametrize(
	"value", ["junk", "2026-02-31 10:00:00", "99999-01-01", "2031-01-01 00:00:00", "", "{}"]
)
def test_a_watermark_that_cannot_be_is_mended_and_logged(value: str, clockwork: Clockwork, site: Any) -> None:
	"""What changed since the last tick is found, the next minute is quiet, and the Error Log says what stood there."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	late = world.ticket("HD Ticket", sla_id_priority="P1")
	clockwork.at("2026-03-16 09:01")
	put(site, last_tick_utc=to_utc(utc_now()))
	clockwork.at("2026-03-16 11:00")
	site.db.set_value("HD Ticket", doc.name, "status", world.status("HD Ticket", "Resolved"))
	clockwork.at("2026-03-16 17:00")
	put(site, **{WATERMARK: value})
	known = set(logs(site))
	world.tick()
	assert (world.record(doc).state, world.record(late).state) == ("Met", "Breached")
	assert world.clock(doc, "resolution").elapsed_seconds == 2 * 3600
	assert read_watermark(kept(site)) is not None
	(error,) = set(logs(site)) - known
	assert repr(value) in site.db.get_value("Error Log", error, "error")
	clockwork.at("2026-03-16 17:01")
	world.tick()
	assert len(set(logs(site)) - known) == 1


def test_junk_in_both_times_looks_a_day_back(clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	clockwork.at("2026-03-16 11:00")
	site.db.set_value("HD Ticket", doc.name, "status", world.status("HD Ticket", "Resolved"))
	put(site, reconciled_until="junk", last_tick_utc="also junk")
	clockwork.at("2026-03-16 12:00")
	world.tick()
	assert world.record(doc).state == "Met"


def test_another_servers_second_is_no_mistake(clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	put(site, reconciled_until="2026-03-16 09:00:05")
	known = logs(site)
	world.tick()
	assert logs(site) == known


@pytest.mark.parametrize("batch", ["-5", "0", "junk", "1000000000"])
def test_any_size_of_a_batch_ticks(batch: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P1")
	put(site, tick_batch=batch)
	clockwork.at("2026-03-16 17:00")
	world.tick()
	assert world.record(doc).state == "Breached"


@pytest.mark.parametrize("batch", [-5, 100_000])
def test_settings_refuse_a_batch_that_is_none(batch: int, site: Any) -> None:
	settings = site.get_doc("SLA Settings")
	settings.tick_batch = batch
	with pytest.raises(site.ValidationError, match="give 1 to"):
		settings.save()


@pytest.mark.parametrize("field", [WATERMARK, "last_tick_utc"])
@pytest.mark.parametrize("value", ["junk", "2031-01-01 00:00:00", ""])
def test_nobody_types_what_the_tick_writes(field: str, value: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	put(site, last_tick_utc="2026-03-16 01:00:00")
	before = site.db.get_singles_dict("SLA Settings")[field]
	settings = site.get_doc("SLA Settings")
	settings.set(field, value)
	settings.save()
	assert site.db.get_singles_dict("SLA Settings")[field] == before


def test_settings_that_were_wrong_already_can_be_saved(clockwork: Clockwork, site: Any) -> None:
	"""The site's zone moved west: its own watermark lies ahead until the next tick, and a form is no place to say so."""
	clockwork.at("2026-03-16 09:00")
	put(site, reconciled_until="2026-03-16 11:00:00")
	settings = site.get_doc("SLA Settings")
	settings.major_partners = 4
	settings.save()
	assert wib("2026-03-16 11:00") > utc_now()


def test_one_step_that_fails_holds_up_no_other(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Grouping new tickets breaks, as by an unreadable setting: what is due is evaluated and messages leave all the same."""
	from sla_id.sweep import minute_tick

	def broken(*_args: Any) -> int:
		raise OverflowError("date value out of range")

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P1")
	for step in ("group_arrivals", "reconcile"):
		monkeypatch.setattr(minute_tick, step, broken)
	delivered: list[int] = []
	monkeypatch.setattr(minute_tick, "deliver_local_and_ask", lambda *a, **k: delivered.append(1))
	clockwork.at("2026-03-16 17:00")
	known = logs(site, "The minute tick")
	minute_tick.run_sla_minute_tick()
	assert world.record(doc).state == "Breached"
	assert delivered == [1]
	assert len(logs(site, "The minute tick")) == len(known) + 2
