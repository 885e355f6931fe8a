"""Checks of our own: the minute job looks at each address of a source, and what turns becomes an observation as any monitor's.

The checker's own outage is no downtime: time in which it didn't run, or in which its controls failed together with everything
else, is unknown. No transaction is open while it waits for the network.
"""

import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.bulk import update_rows
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.monitors.check_state import CheckState, Turned, after_check, after_gap
from sla_id.monitors.judge_places import places_of_targets
from sla_id.monitors.judge_waiting import judge_now
from sla_id.monitors.observation import Observation
from sla_id.monitors.probe import Probe, ProbeResult, look
from sla_id.monitors.read_messages import write_observations
from sla_id.monitors.silence import (
	CONTROL_FAILED,
	NOT_CHECKED,
	OWN_CHECK,
	begin_blind,
	end_blind,
	record_blind,
)
from sla_id.notify.outbox.outbox_settings import read_settings
from sla_id.savepoints import own_transaction

SOURCE, TARGET = "SLA Monitor Source", "SLA Monitor Target"
TOGETHER, BUDGET_SECONDS = 8, 45.0
EVERY, EARLY, LEAST_GAP = 60, timedelta(seconds=10), timedelta(minutes=5)
MOST_WAIT = 15.0
_FIELDS = (
	*("name", "title", "service", "check_kind", "url", "expected_status", "keyword", "timeout_seconds"),
	*("is_control", "state", "declared_utc", "failing_since_utc", "failures", "good_since_utc", "successes"),
)


@dataclass(frozen=True, slots=True)
class _Run:
	"""A run of a source's checks: when, after which one, and whether there was a gap between them."""

	source: str
	at: datetime
	last: datetime | None
	gap: bool
	failures_to_declare: int
	successes_to_recover: int


def run_checks() -> int:
	"""The scheduled job, every minute: check what is due; how many addresses were looked at."""
	until, done = time.monotonic() + BUDGET_SECONDS, 0
	names = frappe.get_all(
		SOURCE, {"enabled": 1, "kind": OWN_CHECK}, pluck="name", order_by="last_heard_utc, name"
	)
	for name in names:
		if time.monotonic() > until:
			break
		run: _Run | None = None
		with own_transaction(f"{name} could not begin its checks"):
			run = _begin(name)
		if run is not None:
			done += _check(run, until)
	return done


def _begin(name: str) -> _Run | None:
	"""Take a source's turn, so that nobody else checks it too; None where it isn't due."""
	source, now = frappe.get_doc(SOURCE, name, for_update=True), utc_now()
	every = timedelta(seconds=max(EVERY, int(source.check_every_seconds or EVERY)))
	last = from_utc(source.last_heard_utc)
	if last is not None and now - last < every - EARLY:
		return None
	gap = last is not None and now - last > max(every * 3, LEAST_GAP)
	if gap and last is not None:
		record_blind(name, last, now, NOT_CHECKED)
	frappe.db.set_value(SOURCE, name, "last_heard_utc", to_utc(now), update_modified=False)
	return _Run(
		name, now, last, gap, int(source.failures_to_declare or 3), int(source.successes_to_recover or 2)
	)


def _check(run: _Run, until: float) -> int:
	targets = frappe.get_all(TARGET, {"source": run.source, "ignored": 0}, list(_FIELDS), order_by="name")
	settings = read_settings()
	frappe.db.commit()  # nosemgrep: a job; no transaction stays open while the network is waited for
	results = _look_at_all([_probe(row) for row in targets], settings.intranet, settings.allow_http, until)
	with own_transaction(f"{run.source}: its checks could not be recorded"):
		_record(run, targets, results)
	judge_now(places_of_targets(row.name for row in targets if row.turned).values())
	return len(results)


def _look_at_all(
	probes: list[Probe], intranet: frozenset[str], allow_http: bool, until: float
) -> dict[str, ProbeResult]:
	"""Look at several addresses at once; those that there was no time for are left out."""
	pool = ThreadPoolExecutor(TOGETHER)
	waiting = {pool.submit(look, probe, intranet, allow_http): probe.target for probe in probes}
	done, _late = wait(waiting, timeout=max(1.0, until - time.monotonic()))
	pool.shutdown(wait=False, cancel_futures=True)
	return {waiting[future]: future.result() for future in done}


def _record(run: _Run, targets: list[Any], results: dict[str, ProbeResult]) -> None:
	"""Write what was seen; where the controls failed with everything else, nothing was."""
	blind = _saw_nothing(targets, results)
	if blind:
		begin_blind(run.source, run.last or run.at, CONTROL_FAILED)
	else:
		end_blind(run.source, run.at, CONTROL_FAILED)
	changes: dict[str, dict[str, Any]] = {}
	for row in targets:
		row.turned = False
		result = results.get(row.name)
		if result is None:
			continue
		values: dict[str, Any] = {"last_result": result.says}
		if result.good is not None and not blind:
			values |= _turn(run, row, result.good)
		changes[row.name] = values
	update_rows(TARGET, changes)


def _saw_nothing(targets: list[Any], results: dict[str, ProbeResult]) -> bool:
	"""Whether every control failed, and everything else with them."""
	seen = [(row.is_control, results[row.name].good) for row in targets if row.name in results]
	controls = [good for is_control, good in seen if is_control and good is not None]
	return bool(controls) and not any(good for _is_control, good in seen)


def _turn(run: _Run, row: Any, good: bool) -> dict[str, Any]:
	"""The state of a target after a check; its observation is written where it turned, and where it is still down."""
	state = CheckState(
		from_utc(row.declared_utc),
		from_utc(row.failing_since_utc),
		int(row.failures or 0),
		from_utc(row.good_since_utc),
		int(row.successes or 0),
	)
	if run.gap:
		state = after_gap(state)
	after, turned = after_check(state, good, run.at, run.failures_to_declare, run.successes_to_recover)
	observed = _observation(run, row, state, after, turned, good)
	if observed is not None and not row.is_control:
		write_observations(run.source, None, [(observed, row.name)])
		row.turned = bool(row.service)
	return {
		"state": "Down" if after.declared else "Up",
		"last_seen_utc": to_utc(run.at),
		"declared_utc": to_utc(after.declared),
		"failing_since_utc": to_utc(after.failing_since),
		"failures": after.failures,
		"good_since_utc": to_utc(after.good_since),
		"successes": after.successes,
	}


def _observation(
	run: _Run, row: Any, before: CheckState, after: CheckState, turned: Turned | None, good: bool
) -> Observation | None:
	is_up = turned is not None and not turned.is_down
	known = before if is_up else after
	if known.declared is None or (turned is None and good):
		return None
	seen = turned.at if turned is not None and is_up else run.at
	word = f"up|{seen.isoformat()}" if is_up else f"down|{known.declared.isoformat()}"
	return Observation(
		key=f"{row.name}|{word}",
		watch=row.name,
		title=row.title,
		labels=(),
		is_down=not is_up,
		seen=seen,
		declared=known.declared,
		measured=known.failing_since,
		begins=True,
	)


def _probe(row: Any) -> Probe:
	return Probe(
		target=row.name,
		way=row.check_kind or "HTTP",
		address=(row.url or "").strip(),
		statuses=row.expected_status or "200-399",
		keyword=(row.keyword or "").strip(),
		seconds=min(MOST_WAIT, float(row.timeout_seconds or 10)),
	)
