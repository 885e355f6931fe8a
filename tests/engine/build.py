"""One helper for each thing the engine's examples are made of."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.engine import WorkingCalendar
from tests.engine.oracle import DAYS

JAKARTA = "Asia/Jakarta"
WEEKDAYS = DAYS[:5]
HOUR = 3600
MINUTE = 60


def hours(*windows: str, days: tuple[str, ...] = WEEKDAYS) -> dict[str, list[list[str]]]:
	"""The same windows, written "09:00-17:00", on each of the days; Monday to Friday where none are named."""
	return {day: [window.split("-") for window in windows] for day in days}


def calendar(*windows: str, zone: str = JAKARTA, **fields: Any) -> WorkingCalendar:
	"""A calendar of weekday windows ("09:00-17:00" where none are given) and any other field of a definition."""
	definition = {"time_zone": zone, "hours": hours(*(windows or ("09:00-17:00",))), **fields}
	return WorkingCalendar.from_dict(definition)


def round_the_clock(zone: str = JAKARTA, **fields: Any) -> WorkingCalendar:
	"""A 24x7 calendar."""
	return calendar(zone=zone, hours="24x7", **fields)


def at(text: str, zone: str = JAKARTA, fold: int = 0) -> datetime:
	"""The instant at which the clocks of a zone show "2026-03-19 14:05"; `fold` 1: the second time."""
	return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def show(instant: datetime) -> str:
	"""What the instant's own clock shows, for comparison with a document: "Thu 2026-03-19 14:05"."""
	return f"{instant:%a %Y-%m-%d %H:%M}" + (f":{instant:%S}" if instant.second else "")
