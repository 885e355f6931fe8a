"""SLA Availability: what is promised of each service in a month, semester or year, and what became of it (000 §5.1)."""

from typing import Any

import frappe
from frappe.utils import getdate

from sla_id.outages.availability_report import report_columns, report_rows


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
	"""Columns and rows, as Frappe asks for them."""
	chosen = frappe._dict(filters or {})
	day = getdate(chosen.month or None)
	return report_columns(), report_rows(day, chosen.period or "Month", chosen.partner, chosen.service)
