"""What the tests of outages start from: April 2026 under the Innovasia agreement (95 %, the whole month), times in WIB."""

from typing import Any

from sla_id.outages.outage_values import DownService, NewOutage
from sla_id.outages.record_outage import open_outage
from tests.app.conftest import wib

OUTAGE = "SLA Outage"


def outage(start: str, end: str | None = None, *services: str, **values: Any) -> str:
	"""Record an outage on days of April 2026, e.g. "10 08:00"; a service may be "API/PART". Without services: API."""
	named = [entry.partition("/") for entry in services or ("API",)]
	return open_outage(
		NewOutage(
			title=values.pop("title", "API tidak menjawab"),
			services=tuple(DownService(code, part or None) for code, _slash, part in named),
			started=april(start),
			ended=april(end) if end else None,
			**values,
		)
	)


def april(text: str) -> Any:
	"""An instant of April 2026: "10 08:00"; other months in full: "2026-03-31 23:00"."""
	return wib(text if len(text) > 11 else f"2026-04-{text}")
