"""Makes an incident log of the same shape as incidents_2016.csv, untidiness included, for where that file isn't.

The same seed makes the same file. Every oddity that `embedded.replay` has a rule for occurs in a log of 100 incidents.
"""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

SEED = 2016
COLUMNS = [
	"number",
	"incident_state",
	"active",
	"reassignment_count",
	"reopen_count",
	"sys_mod_count",
	"made_sla",
	"caller_id",
	"opened_by",
	"opened_at",
	"sys_created_by",
	"sys_created_at",
	"sys_updated_by",
	"sys_updated_at",
	"contact_type",
	"location",
	"category",
	"subcategory",
	"u_symptom",
	"cmdb_ci",
	"impact",
	"urgency",
	"priority",
	"assignment_group",
	"assigned_to",
	"knowledge",
	"u_priority_confirmation",
	"notify",
	"problem_id",
	"rfc",
	"vendor",
	"caused_by",
	"closed_code",
	"resolved_by",
	"resolved_at",
	"closed_at",
]
UNKNOWN = "?"
FIRST_DAY = datetime(2016, 2, 29)  # noqa: DTZ001  the log's times have no zone
LEVELS = ("1 - High", "2 - Medium", "3 - Low")
CONTACTS = ("Phone", "Email", "Self service", "IVR", "Direct opening", UNKNOWN)
AWAITING = ("Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence")

Row = dict[str, str]


def write_log(path: Path, incidents: int = 120, seed: int = SEED) -> Path:
	"""Write such a log; returns the path."""
	with path.open("w", encoding="utf-8", newline="") as handle:
		writer = csv.DictWriter(handle, COLUMNS)
		writer.writeheader()
		for rows in make_log(incidents, seed):
			writer.writerows(rows)
	return path


def make_log(incidents: int, seed: int = SEED) -> list[list[Row]]:
	"""The rows of each incident, in the order of the file."""
	random = Random(seed)
	return [
		_untidy(random, number, _incident(random, f"INC{number:07d}")) for number in range(1, incidents + 1)
	]


def _incident(random: Random, number: str) -> list[Row]:
	"""An incident's life as a tidy log would have it."""
	opened = FIRST_DAY + timedelta(minutes=random.randrange(3 * 1440))
	impact, urgency = (random.choices(LEVELS, (2, 5, 3))[0] for _ in range(2))
	row = dict.fromkeys(COLUMNS, UNKNOWN) | {
		"number": number,
		"caller_id": f"Caller {random.randrange(1, 40)}",
		"opened_at": _text(opened),
		"sys_created_at": _text(opened + timedelta(minutes=random.randrange(8))),
		"contact_type": random.choices(CONTACTS, (8, 4, 4, 1, 1, 1))[0],
		"category": f"Category {random.randrange(1, 20)}",
		"assignment_group": f"Group {random.randrange(1, 9)}",
		"impact": impact,
		"urgency": urgency,
		"knowledge": "TRUE",
		"notify": "Do Not Notify",
	}
	rows: list[Row] = []
	at = opened
	for state in _states(random):
		# from the same minute to some weeks
		at += timedelta(minutes=int(random.choice((0, 1, 10, 60, 300, 1440, 4000)) * random.random() * 2))
		if random.random() < 0.1:
			row["impact" if random.random() < 0.5 else "urgency"] = random.choice(LEVELS)
		if random.random() < 0.2:
			row["assignment_group"] = f"Group {random.randrange(1, 9)}"
		row |= {
			"incident_state": state,
			"active": str(state != "Closed").upper(),
			"sys_mod_count": str(len(rows)),
			"sys_updated_at": _text(at),
		}
		rows.append(dict(row))
	solved = [r["sys_updated_at"] for r in rows if r["incident_state"] == "Resolved"]
	for each in rows:
		each["resolved_at"] = solved[-1] if solved else UNKNOWN
		each["closed_at"] = rows[-1]["sys_updated_at"]
	return rows


def _states(random: Random) -> list[str]:
	states = ["New"] if random.random() < 0.75 else []
	for _cycle in range(random.choices((1, 2, 3), (8, 2, 1))[0]):
		for _step in range(random.randrange(5)):
			states.append(
				random.choice(AWAITING)
				if random.random() < 0.4
				else random.choice(("New", "Active", "Active"))
			)
		states.append("Resolved")
	ending = random.random()
	if ending < 0.15:
		return states[:-1] or ["Active"]
	return states if ending < 0.25 else [*states, "Closed"]


def _untidy(random: Random, number: int, rows: list[Row]) -> list[Row]:
	"""The oddities of real logs; each hits some incidents."""
	oddity = number % 20
	pick = random.randrange(len(rows))
	if oddity == 1:
		rows.insert(pick, dict(rows[pick]))
	elif oddity == 2:
		late = rows.pop(random.randrange(len(rows)))
		rows.append(late)
	elif oddity == 3:
		late = dict(rows[0])
		late["sys_updated_at"] = _text(_read(rows[-1]["sys_updated_at"]) - timedelta(minutes=3))
		rows.insert(len(rows) - 1, late)
	elif oddity == 4:
		early = dict(rows[pick])
		early["sys_updated_at"] = _text(_read(early["opened_at"]) - timedelta(minutes=95))
		rows.insert(0, early)
	elif oddity == 5:
		rows[pick]["incident_state"] = random.choice((UNKNOWN, "-100"))
	elif oddity == 6:
		for row in rows[pick:]:
			row["impact"] = UNKNOWN
	elif oddity == 7:
		for row in rows:
			row["urgency"] = UNKNOWN
	elif oddity == 8:
		_set(rows, opened_at=UNKNOWN)
	elif oddity == 9:
		_set(rows, opened_at=UNKNOWN, sys_created_at=UNKNOWN)
	elif oddity == 10:
		_set(rows, resolved_at=_text(_read(rows[0]["opened_at"]) - timedelta(days=2)))
	elif oddity == 11:
		rows[pick]["sys_updated_at"] = UNKNOWN
	elif oddity == 12:
		_set(rows, sys_updated_at=_text(_read(rows[0]["opened_at"]) - timedelta(days=1)))
	elif oddity == 13 and rows[-1]["incident_state"] == "Closed":
		after = dict(rows[-1])
		after["sys_updated_at"] = _text(_read(after["sys_updated_at"]) + timedelta(days=6))
		after["impact"] = LEVELS[0]
		rows.append(after)
	elif oddity == 14:
		_set(rows, assignment_group=UNKNOWN)
	return rows


def _set(rows: list[Row], **values: str) -> None:
	for row in rows:
		row.update(values)


def _text(at: datetime) -> str:
	return f"{at:%d-%m-%Y %H:%M}"


def _read(text: str) -> datetime:
	return datetime.strptime(text, "%d-%m-%Y %H:%M")  # noqa: DTZ007
