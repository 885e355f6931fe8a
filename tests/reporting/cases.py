"""How the tests say a question: instants of April 2026 in WIB unless they say otherwise, answers as the command gives them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.reporting.compliance_question import answer_compliance

WIB = ZoneInfo("Asia/Jakarta")


def at(day: str, clock: str = "00:00") -> str:
	"""`at("10", "08:00")` is 10 April 2026, 08:00 WIB; a longer day is a whole date."""
	date = day if len(day) > 2 else f"2026-04-{int(day):02d}"
	return datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=WIB).isoformat()


def clock(
	name: str, created: str, due: str | None = None, stopped: str | None = None, **rest: Any
) -> dict[str, Any]:
	"""`clock("T2", "02", "05", "07")`; instants as `at` has them, "13 09:30" with the time of day."""
	instants = {"created": created, "due": due, "stopped": stopped, "paused_since": rest.pop("paused", None)}
	read = {field: value and at(*value.split()) for field, value in instants.items()}
	return {"id": name, **read, "excluded": False, **rest}


APRIL = (
	clock("T1", "2026-03-30", "02", "01"),
	clock("T2", "02", "05", "07"),
	clock("T3", "10", "13 09:30", "13 09:30"),
	clock("T4", "20", "23"),
	clock("T5", "28", "2026-05-04", "30"),
	clock("T7", "12", "15", "2026-05-02"),
	clock("T9", "15", None, "16"),
	clock("T10", "18", "21", "20"),
	clock("T11", "22", "24", paused="26"),
	clock("T12", "25", "29", paused="26"),
	clock("T13", "26", "29", "27", excluded=True),
)
"""The worked case of REPORTING: April 2026, read on 1 May 00:00."""


def april(*clocks: dict[str, Any], **rest: Any) -> dict[str, Any]:
	"""The answer for April 2026 at 95 %, read on 1 May 00:00 WIB."""
	question = {
		"period": ["2026-04-01", "2026-05-01"],
		"time_zone": "Asia/Jakarta",
		"read_at": at("2026-05-01"),
		"basis": "due",
		"goal_percent": "95",
		"clocks": list(clocks),
	}
	return answer_compliance({**question, **rest})


def figures(answer: dict[str, Any]) -> tuple[Any, ...]:
	"""Met, missed closed, missed open, pending, excluded, no target, rate, in this order."""
	names = ("met", "missed_closed", "missed_open", "pending", "excluded", "no_target", "rate")
	return tuple(answer[name] for name in names)
