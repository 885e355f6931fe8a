"""SLA Compliance: how many clocks of a period were met, of how many, by what a reader chooses (docs/reporting.md)."""

from typing import Any

from sla_id.compliance_figures.compliance_report import build_report


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
	"""Columns, rows, message, chart and summary, as Frappe asks for them. Rows aren't summed: the last one is pooled."""
	return (*build_report(filters or {}), True)
