"""A statement's record as values: its states, what follows from its content, and what its trail keeps."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sla_id.engine import Sentence
from sla_id.statements.seal_chain import Content

DOCTYPE, LINE = "SLA Statement", "SLA Statement Line"
DRAFT, SEALED, REPLACED = "Draft", "Sealed", "Replaced"
STATES = {
	DRAFT: Sentence("Draft", context="SLA Statement"),
	SEALED: Sentence("Sealed", context="SLA Statement"),
	REPLACED: Sentence("Replaced", context="SLA Statement"),
}
SERVICE, CREDIT = "Service", "Credit"
KEPT, MISSED, NOT_DECIDED, NOT_COMPUTED = "Kept", "Missed", "Not Decided", "Not Computed"
ACCEPTED, DISPUTED = "Accepted", "Disputed"
KINDS = (
	Sentence("Drafted", context="SLA Statement"),
	Sentence("Computed anew", context="SLA Statement"),
	Sentence("Sealed", context="SLA Statement"),
	Sentence("Replaced", context="SLA Statement"),
	Sentence("Line accepted"),
	Sentence("Line disputed"),
	Sentence("Reply given"),
)
"""What happens to a statement, as its trail has it."""
CLAIM_DECIDED = Sentence("An exclusion was decided after this statement was sealed.")
"""Why the app itself makes a revision."""
PLAIN = (
	*(
		"partner",
		"month",
		"state",
		"revision",
		"reason",
		"missed",
		"credit",
		"number",
		"seal",
		"previous_seal",
	),
	*("sealed_utc", "sealed_by", "answer_until_utc", "replaces"),
)
FROM_CONTENT = ("kind", "label", "agreement", "line_key", "target_percent", "availability", "met")
COUNTED = ("counted_seconds", "amount")
"""With FROM_CONTENT what of a line follows from the content."""
ANSWERS = (
	*("answer", "answer_reason", "answered_by", "answered_utc"),
	*("reply", "replied_by", "replied_utc"),
)
ROWS = {"lines": ("line_key", *ANSWERS)}


def state_of(doc: Any) -> dict[str, Any]:
	"""What the trail keeps of a statement."""
	state: dict[str, Any] = {field: doc.get(field) for field in PLAIN}
	state["credit"] = float(doc.credit or 0)
	for table, fields in ROWS.items():
		state[table] = [{field: row.get(field) for field in fields} for row in doc.get(table) or ()]
	return state


def line_rows(content: Content) -> list[dict[str, Any]]:
	"""The rows of the record's table as the content has them, services first."""
	return [*map(_service_row, content["lines"]), *map(_credit_row, content["credits"])]


def missed_lines(content: Content) -> int:
	"""How many lines of a content missed their target."""
	return sum(1 for line in content["lines"] if line["figures"] and line["figures"]["met"] is False)


def credit_of(content: Content) -> Decimal:
	"""All credits of a content together."""
	return sum((Decimal(entry["amount"]) for entry in content["credits"]), Decimal(0)).quantize(
		Decimal("0.01")
	)


def owing_lines(content: Content) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
	"""Each credit with each of its lines that owes anything."""
	for entry in content["credits"]:
		for line in entry["lines"]:
			if Decimal(line["before_cap"]):
				yield entry, line


def result_of_line(figures: Mapping[str, Any] | None) -> str:
	"""What became of a line's promise."""
	if figures is None:
		return NOT_COMPUTED
	return {True: KEPT, False: MISSED}.get(figures["met"], NOT_DECIDED)


def _service_row(line: Mapping[str, Any]) -> dict[str, Any]:
	figures = line["figures"]
	return {
		"kind": SERVICE,
		"label": (line["name"].get("id") or line["service"] or "")[:140],
		"agreement": line["agreement"],
		"line_key": line["key"],
		"target_percent": line["promise"]["target_percent"],
		"availability": figures["availability"] if figures else None,
		"met": result_of_line(figures),
		"counted_seconds": figures["counted_seconds"] if figures else None,
		"amount": None,
	}


def _credit_row(entry: Mapping[str, Any]) -> dict[str, Any]:
	return {
		"kind": CREDIT,
		"label": "Restitusi",
		"agreement": entry["agreement"],
		"line_key": f"credit:{entry['key']}",
		**dict.fromkeys(("target_percent", "availability", "met", "counted_seconds")),
		"amount": entry["amount"],
	}
