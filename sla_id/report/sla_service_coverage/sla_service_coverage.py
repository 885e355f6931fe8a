"""SLA Service Coverage: the catalogue with owner, agreements, targets and OLAs of every service (003 steps 1, 4, 5)."""

from typing import Any

from sla_id.service_level_management.coverage import coverage_columns, coverage_rows


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
	"""Columns and rows, as Frappe asks for them."""
	chosen = filters or {}
	rows = coverage_rows(bool(chosen.get("only_gaps")), chosen.get("status"), chosen.get("service"))
	return coverage_columns(), rows
