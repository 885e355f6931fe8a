"""Priorities and the matrix of urgency and impact."""

from typing import Any

import frappe

from sla_id.agreements.file import AgreementFile, Item, Matrix, Priority
from sla_id.agreements.records.masters import Masters
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import label_fields, label_of, line_fields, lines_of, need_label
from sla_id.record_types import AgreementRecord, PriorityMatrixRecord

AXES = ("Urgency", "Impact")


def load_classification(read: AgreementFile, masters: Masters) -> dict[str, Any]:
	"""The agreement's fields, with the matrix found or created."""
	for priority in read.priorities:
		masters.ensure_code("SLA Priority", priority.code, {"rank": priority.rank})
	return {"priorities": _priority_rows(read), "matrix": _load_matrix(read, masters)}


def read_priorities(agreement: AgreementRecord) -> tuple[tuple[Priority, ...], str]:
	"""The file's priorities and the code of its default."""
	priorities = tuple(
		Priority(
			row.priority,
			row.rank,
			need_label(row, "label", row.priority),
			label_of(row, "description"),
			lines_of(row, "examples"),
			**plain_values(Priority, row),
		)
		for row in agreement.priorities
	)
	return priorities, next((row.priority for row in agreement.priorities if row.is_default), "")


def read_matrix(name: str | None) -> Matrix | None:
	"""The file's matrix."""
	if not name:
		return None
	matrix = frappe.get_doc("SLA Priority Matrix", name)
	urgency, impact = (_axis(matrix, axis) for axis in AXES)
	cells = {(row.urgency, row.impact): row.priority for row in matrix.cells}
	return Matrix(
		urgency,
		impact,
		tuple(tuple(cells.get((row.code, column.code), "") for column in impact) for row in urgency),
	)


def _priority_rows(read: AgreementFile) -> list[dict[str, Any]]:
	return [
		{
			"priority": priority.code,
			"rank": priority.rank,
			**label_fields("label", priority.label),
			**label_fields("description", priority.description),
			**line_fields("examples", priority.examples),
			**plain_columns(priority),
			"is_default": int(priority.code == read.default_priority),
		}
		for priority in read.priorities
	]


def _load_matrix(read: AgreementFile, masters: Masters) -> str | None:
	matrix = read.matrix
	if matrix is None:
		return None
	levels = [
		{
			"axis": axis,
			"code": item.code,
			**label_fields("label", item.label),
			**label_fields("description", item.description),
			"rank": rank,
		}
		for axis, items in zip(AXES, (matrix.urgency, matrix.impact), strict=True)
		for rank, item in enumerate(items, 1)
	]
	cells = [
		{"urgency": row.code, "impact": column.code, "priority": matrix.priority(row.code, column.code)}
		for row in matrix.urgency
		for column in matrix.impact
	]
	return masters.ensure(
		"SLA Priority Matrix", "matrix_name", read.agreement.code, {"levels": levels, "cells": cells}
	)


def _axis(matrix: PriorityMatrixRecord, axis: str) -> tuple[Item, ...]:
	rows = sorted(
		(row for row in matrix.levels if row.axis == axis), key=lambda row: (row.rank or 0, row.idx)
	)
	return tuple(
		Item(row.code, need_label(row, "label", row.code), label_of(row, "description")) for row in rows
	)
