"""How the tests say a month: times of April 2026 in WIB unless they say otherwise, answers as the command gives them."""

from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.availability.credit_question import answer_credit
from sla_id.availability.month_question import answer_month

WIB = ZoneInfo("Asia/Jakarta")


def at(day: str, clock: str = "00:00", zone: ZoneInfo = WIB) -> str:
	"""`at("10", "08:00")` is 10 April 2026, 08:00 WIB; a longer day is a whole date."""
	date = day if len(day) > 2 else f"2026-04-{int(day):02d}"
	return datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=zone).isoformat()


def span(start: str, end: str | None, **rest: Any) -> dict[str, Any]:
	"""`span("10 08:00", "10 10:00", component="A")`."""
	return {"start": at(*start.split()), "end": None if end is None else at(*end.split()), **rest}


def month(*outages: dict[str, Any], **rest: Any) -> dict[str, Any]:
	"""The answer for April 2026 at 95 % with these outages."""
	return answer_month({"month": "2026-04", "target_percent": "95", "outages": list(outages), **rest})


def down_for(seconds: int, **rest: Any) -> dict[str, Any]:
	"""The answer for April 2026 with one outage of that length from its first midnight."""
	start = datetime.fromisoformat(at("01"))
	return month(
		{"start": at("01"), "end": datetime.fromtimestamp(start.timestamp() + seconds, WIB).isoformat()},
		**rest,
	)


def share(answer: dict[str, Any]) -> Fraction:
	"""The exact availability of an answer."""
	return Fraction(answer["availability_fraction"])


def credit(fee: str, of: dict[str, Any], **scheme: Any) -> tuple[str, str]:
	"""Amount and amount before the cap."""
	answer = answer_credit({"fee": fee, "month": of, "scheme": scheme})
	return answer["amount"], answer["before_cap"]
