"""`python -m sla_id.reporting forecast AGREEMENT.yaml TICKETS.csv --hold-out-from TIME`: does history tell who will be late?

It learns from what was known at an instant, and tries it on the tickets that came after it.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from sla_id.engine import ClockKind
from sla_id.engine.sentences import languages
from sla_id.reporting.backtest.input_files import parse_instant, read_agreement_file, read_ticket_file
from sla_id.reporting.backtest.read_past import read_past
from sla_id.reporting.backtest.replayed_agreement import ReplayedAgreement, years_of
from sla_id.reporting.forecast.forecast_words import ForecastProof, say_proof
from sla_id.reporting.forecast.learn_from_past import hold_out, learn_history
from sla_id.reporting.reporting_error import ReportingError


def add_options(command: ArgumentParser) -> None:
	"""The command's arguments."""
	command.add_argument("agreement", type=Path, metavar="AGREEMENT.yaml", help="the agreement in force")
	command.add_argument("tickets", type=Path, metavar="TICKETS.csv", help="past tickets")
	command.add_argument("--mapping", type=Path, metavar="MAP.yaml", help="what the columns mean")
	command.add_argument(
		"--hold-out-from",
		required=True,
		metavar="TIME",
		help="ISO 8601 with an offset: learn before, try after",
	)
	command.add_argument(
		"--clock", choices=list(map(str, ClockKind)), default=str(ClockKind.RESOLUTION), help="which clock"
	)
	command.add_argument(
		"--language", choices=sorted({"en", *languages()}), default="id", help="id (default) or en"
	)
	command.set_defaults(run=forecast)


def forecast(options: Namespace) -> int:
	"""Print how good the chances are, beside the base rate."""
	_text, file = read_agreement_file(options.agreement)
	mapping, csv = read_ticket_file(options.tickets, options.mapping)
	as_of = parse_instant("--hold-out-from", options.hold_out_from)
	reading = read_past(csv, mapping, options.tickets.name)
	latest = reading.latest
	if as_of is None or latest is None:
		raise ReportingError(options.tickets.name, "has no ticket that can be read")
	first = min(ticket.received for ticket in reading.tickets)
	years = years_of(min(first, as_of), max(latest, as_of))
	agreement = ReplayedAgreement(file, years, mapping.recorded_events)
	as_of = as_of.astimezone(agreement.agreement.zone)
	history = learn_history(reading.tickets, agreement, options.clock, as_of)
	tried = tuple(hold_out(reading.tickets, agreement, history, latest))
	print(say_proof(ForecastProof(options.tickets.name, history, tried), options.language), end="")
	return 0
