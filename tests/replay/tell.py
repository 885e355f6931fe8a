"""A log told in a few lines, for tests that know by heart what must come out."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.replay.generator import COLUMNS, UNKNOWN

MEDIUM = "2 - Medium"


def write(path: Path, *incidents: list[dict[str, str]]) -> Path:
	"""A CSV of these incidents."""
	with path.open("w", encoding="utf-8", newline="") as handle:
		writer = csv.DictWriter(handle, COLUMNS)
		writer.writeheader()
		for rows in incidents:
			writer.writerows(rows)
	return path


def incident(
	number: str,
	opened: str,
	*told: tuple[str, str],
	contact: str = "Email",
	impact: str = MEDIUM,
	urgency: str = MEDIUM,
	**values: str,
) -> list[dict[str, str]]:
	"""Rows of (time, state), e.g. ("29-02-2016 09:00", "Active"); other columns are the same in all."""
	same = {"contact_type": contact, "impact": impact, "urgency": urgency, "opened_at": opened, **values}
	return [
		dict.fromkeys(COLUMNS, UNKNOWN)
		| {
			"number": number,
			"caller_id": "Caller 1",
			"category": "Category 1",
			"assignment_group": "Group 1",
			"sys_mod_count": str(revision),
			**same,
			"sys_updated_at": at,
			"incident_state": state,
		}
		for revision, (at, state) in enumerate(told)
	]
