"""A back-test: what 100,000 tickets take on one core, read, run under two agreements and counted."""

import csv
import io
from datetime import datetime, timedelta
from random import Random
from time import process_time

from sla_id.agreements.file import parse
from sla_id.engine import evaluate
from sla_id.engine.clocks import UTC
from sla_id.fixtures.sample_agreements import sample_agreement
from sla_id.reporting.backtest.backtest_report import build_report, plain_report
from sla_id.reporting.backtest.column_mapping import mapping_of_header
from sla_id.reporting.backtest.csv_rows import read_csv
from sla_id.reporting.backtest.read_past import read_past
from sla_id.reporting.backtest.run_backtest import ShardRun, plan_backtest, run_backtest
from tests.bench.measure import Measure, fastest

TICKETS = 4_000
A_HUNDRED_THOUSAND = 100_000
READ_AT = datetime(2026, 2, 1, tzinfo=UTC)


def measures() -> list[Measure]:
	"""A draft that changes one target, one in which everything is another, and the cost beside the engine's."""
	content = past_tickets(TICKETS)
	text = sample_agreement("innovasia_mitra")
	one_target, other = text.replace("target: 8 h", "target: 7 h"), sample_agreement("hai_djpb")
	return [
		Measure("100,000 tickets, a draft with one other target", seconds_of(content, text, one_target), "s"),
		Measure("100,000 tickets, another agreement altogether", seconds_of(content, text, other), "s"),
		Measure("a ticket, against two bare evaluations", beside_the_engine(content, text, other), "x", 2),
	]


def past_tickets(count: int) -> bytes:
	"""A year of tickets, one a row."""
	random, text = Random(14), io.StringIO()
	writer = csv.writer(text)
	writer.writerow(("id", "received", "responded", "assigned", "resolved", "priority", "channel"))
	for number in range(count):
		received = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(525_000))
		answered = received + timedelta(minutes=random.randrange(1, 400))
		solved = received + timedelta(hours=random.randrange(1, 200))
		priority, channel = random.choice(("P1", "P2", "P3")), random.choice(("email", "portal"))
		times = (at.isoformat() for at in (received, answered, answered, solved))
		writer.writerow((f"T{number}", *times, priority, channel))
	return text.getvalue().encode()


def seconds_of(content: bytes, first: str, other: str) -> float:
	"""Seconds of the processor for 100,000 such tickets, from the file's bytes to the report's values."""
	began = process_time()
	csv_file = read_csv(content, "tickets.csv")
	mapping = mapping_of_header(csv_file.columns)
	reading = read_past(csv_file, mapping, "tickets.csv")
	plan = plan_backtest(first, other, reading, mapping.recorded_events, READ_AT)
	fixed = process_time()
	files = parse(first, "first"), parse(other, "other")
	ShardRun(plan)  # what is read of the agreements once, whatever the number of tickets
	fixed = process_time() - fixed
	result = run_backtest(plan, reading.tickets)
	plain_report(build_report("tickets.csv", csv_file, reading, plan, result, files))
	return (process_time() - began - 2 * fixed) * A_HUNDRED_THOUSAND / TICKETS + fixed


def beside_the_engine(content: bytes, first: str, other: str) -> float:
	"""A ticket's terms, evaluations, comparison and counting, against the two evaluations alone."""
	csv_file = read_csv(content, "tickets.csv")
	mapping = mapping_of_header(csv_file.columns)
	reading = read_past(csv_file, mapping, "tickets.csv")
	run = ShardRun(plan_backtest(first, other, reading, mapping.recorded_events, READ_AT))
	some = reading.tickets[:200]
	run.run(some)
	terms = [(run.before.timeline(ticket), run.after.timeline(ticket), ticket.events) for ticket in some]

	def bare() -> None:
		for one, two, events in terms:
			evaluate(one, events, READ_AT)
			evaluate(two, events, READ_AT)

	least, whole = fastest([bare, lambda: run.run(some)], number=1, repeats=15)
	return whole / least
