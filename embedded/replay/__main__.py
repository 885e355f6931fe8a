"""`python -m embedded.replay [--log FILE] [--limit N] [--host "HD Ticket"|Issue] [--tiers]`.

Exit status 1 when a clock differs from the recomputation or the app recorded a failure, 2 when the log can't be used.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import embedded
from embedded.imports import ROOT
from embedded.replay import summary
from embedded.replay.compare import Comparison, compare_clocks, compare_escalations, compare_host_fields
from embedded.replay.desk import HOSTS, prepare
from embedded.replay.log import SHIFT, Log, read_log
from embedded.replay.recompute import Recomputation
from embedded.replay.run import Replay, replay

REAL_LOG = ROOT.parent / "shared" / "data" / "incidents_2016.csv"
GENERATED = 200
"""Incidents, where the real log isn't there."""
LOOKS = 12
"""How often the running and paused clocks are compared on the way."""


def main(arguments: list[str] | None = None) -> int:
	"""Replay, recompute, compare and print; the exit status."""
	asked = _parse(arguments)
	with tempfile.TemporaryDirectory(prefix="sla-id-replay-") as folder:
		path, origin = find_log(asked.log, Path(folder))
		_say(f"Log: {origin}")
		try:
			log = read_log(path, asked.limit)
		except (OSError, KeyError, UnicodeDecodeError) as error:
			_say(
				f"{path} can't be used: {error!r}. It needs the columns of incidents_2016.csv, see tests/replay/generator.py."
			)
			return 2
		_say(
			f"{log.row_count} rows, {len(log.incidents) + len(log.skipped)} incidents; read as WIB and moved by"
			f" {SHIFT.days // 7} weeks, so that weekdays stay and the holidays of 2024 lie within"
		)
		if not log.incidents:
			_print(summary.left_out(log))
			return 2
		recomputation = Recomputation(path, asked.limit, one_wait=asked.host == "Issue")
		site = embedded.new_site(Path(folder) / "site")
		frappe = embedded.connect(site)
		try:
			_say(f"Agreement {prepare(asked.tiers)}, tickets as {asked.host}")
			frappe.db.commit()
			return _run(asked, log, recomputation)
		finally:
			embedded.disconnect()


def find_log(named: Path | None, folder: Path) -> tuple[Path, str]:
	"""The log to replay, and a line on where it comes from."""
	if named:
		return named, str(named)
	if REAL_LOG.exists():
		return REAL_LOG, f"the real one, {REAL_LOG}"
	from tests.replay.generator import SEED, write_log

	path = write_log(folder / "incidents.csv", GENERATED, SEED)
	return (
		path,
		f"{REAL_LOG} isn't there: {GENERATED} incidents of the same untidy shape, generated with seed {SEED}",
	)


def looks(log: Log, count: int = LOOKS) -> list[datetime]:
	"""Instants spread over the rows, each some minutes after one."""
	times = sorted(row.at for incident in log.incidents for row in incident.rows)
	return [
		(times[len(times) * number // (count + 1)] + timedelta(minutes=7)).replace(second=0)
		for number in range(1, count + 1 if times else 0)
	]


def _run(asked: argparse.Namespace, log: Log, recomputation: Recomputation) -> int:
	on_the_way = Comparison()

	def look(so_far: Replay) -> None:
		compare_clocks(so_far, recomputation, on_the_way, open_only=True)

	done = replay(log, asked.host, look_at=looks(log), look=look, progress=_say)
	final = compare_clocks(done, recomputation, Comparison())
	fired = compare_escalations(done, recomputation) if asked.tiers else Comparison()
	shown = compare_host_fields(done, recomputation)
	failed = summary.failures()
	_say(summary.speed(done, len(log.incidents)))
	for lines in (
		summary.left_out(log),
		summary.compliance(),
		summary.breaches(),
		summary.escalations(asked.tiers),
		summary.agreement("Clocks against the recomputation from the CSV", final),
		summary.agreement(f"Open clocks at {LOOKS} instants on the way", on_the_way),
		summary.agreement("Due times in the host's own fields", shown),
		summary.agreement("Escalations", fired) if asked.tiers else (),
		failed,
	):
		_print(lines)
	compared = (final, on_the_way, shown, fired)
	return int(bool(failed) or any(comparison.differences for comparison in compared))


def _parse(arguments: list[str] | None) -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="python -m embedded.replay", description=__doc__)
	parser.add_argument("--log", type=Path, help="a CSV with the columns of incidents_2016.csv")
	parser.add_argument("--limit", type=int, help="only the first N incidents")
	parser.add_argument("--host", choices=HOSTS, default="HD Ticket")
	parser.add_argument(
		"--tiers", action="store_true", help="with the escalation tiers of 000, for 001 has none"
	)
	return parser.parse_args(arguments)


def _print(lines: Iterable[str]) -> None:
	for line in lines:
		_say(line)


def _say(line: str) -> None:
	print(line, flush=True)


if __name__ == "__main__":
	sys.exit(main())
