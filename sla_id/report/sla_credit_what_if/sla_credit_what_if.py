"""SLA Credit What-If: what months would have cost under a scheme that is typed or taken from an agreement, drafts too (002 §5)."""

from typing import Any

import frappe

from sla_id.statements.credit_what_if import (
	chart_of,
	read_question,
	report_columns,
	report_rows,
	still_to_choose,
)


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
	"""Columns, rows and chart, as Frappe asks for them. Nothing is written."""
	chosen = frappe._dict(filters or {})
	if missing := still_to_choose(chosen):
		return report_columns(), [], missing
	question = read_question(chosen)
	rows = report_rows(question)
	return report_columns(), rows, None, chart_of(rows)
