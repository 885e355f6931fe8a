"""SLA OLA Fit: whether the teams' targets fit inside the promises of the agreements in force (003 step 3)."""

from typing import Any

from sla_id.service_level_management.ola_fit import fit_columns, fit_rows


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
	"""Columns and rows, as Frappe asks for them."""
	chosen = filters or {}
	return fit_columns(), fit_rows(chosen.get("agreement"), bool(chosen.get("only_failing")))
