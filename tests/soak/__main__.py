"""`python -m tests.soak`: the month, its figures, and every difference. Exit status 1 where there is one."""

import argparse
import sys

from tests.layers import mariadb_missing
from tests.soak.run import Outcome, soak


def main() -> int:
	"""Run it and print."""
	asked = _arguments()
	missing = mariadb_missing()
	if missing:
		print(f"not run: {missing}")
		return 1
	outcome = soak(asked.tickets, asked.days, asked.kills, asked.seed, asked.every)
	print(tell(outcome))
	return 1 if outcome.differences else 0


def tell(outcome: Outcome) -> str:
	"""The figures, then the differences."""
	seen = outcome.compared
	lines = [
		f"{seen['tickets']:,} tickets, {outcome.steps:,} steps, {seen['events']:,} events, {outcome.ticks:,} ticks of two"
		f" schedulers, {outcome.killed} processes killed, in {outcome.seconds:.0f} s",
		f"{seen['escalations']:,} escalations, {seen['alerts']:,} alerts, {seen['messages']:,} messages",
	]
	for kind, found in outcome.differences.items():
		lines.append(f"{kind}: {'; '.join(found)}")
	if not outcome.differences:
		lines.append("every one is what the engine says, each once")
	return "\n".join(lines)


def _arguments() -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
	parser.add_argument("--tickets", type=int, default=2000)
	parser.add_argument("--days", type=int, default=31)
	parser.add_argument("--kills", type=int, default=120)
	parser.add_argument("--every", type=int, default=5, help="minutes from tick to tick")
	parser.add_argument("--seed", type=int, default=2026)
	return parser.parse_args()


if __name__ == "__main__":
	sys.exit(main())
