"""A column of a Frappe report, as both reports of this room write it."""

from typing import Any


def text_column(fieldname: str, label: str, width: int, **more: Any) -> dict[str, Any]:
	"""A column of texts; `more` are other properties, or another fieldtype."""
	return {"fieldname": fieldname, "label": label, "width": width, "fieldtype": "Data", **more}
