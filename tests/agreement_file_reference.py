"""`python -m tests.agreement_file_reference`: write docs/agreement-file.md, every field of an agreement file, from its model.

`tests/test_docs.py` compares, and holds the names against the sample files.
"""

import re
import types
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from inspect import getdoc
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from sla_id.agreements.file import model
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.agreements.words.field_names import CODES, FIELDS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "agreement-file.md"
HEAD = """# The agreement file

An agreement as one YAML text. The list of SLA Agreements takes it in (*Import a file*) and gives it out (*Export as file*); a mistake is
reported with its line, its field and what to write. Three whole ones are in `sla_id/fixtures/agreements/`. Written by
`python -m tests.agreement_file_reference` from the model, `sla_id/agreements/file/model.py`.

The file begins with `format: {format}`. A **wording** is one text, or `{{id: …, en: …}}`. A **length** is written as `30 min`, `4 h` or
`3 days` (working days); a **target** may also be `next release`, `> 40 h`, `immediate`, `by estimate` or `none`. A **code** is short and stays
the same in every version. What has no default has to be there.
"""
RENAMED = {
	("AgreementFile", "tiers"): "escalation.tiers",
	("Calendar", "week"): "hours",
	("ShiftRow", "first"): "from",
	("ShiftRow", "last"): "to",
	("ShiftRow", "week"): "hours",
	("BreakRow", "day"): "date",
	("TriggerRow", "percent"): "value",
	("TriggerRow", "partners_hit"): "value",
	("TriggerRow", "length"): "after",
}
"""What a field is called in the file where it isn't the model's name."""
KEYED = {("Calendar", "code"): "the calendar's own key under `calendars`"}
SHAPES = {
	"Label": "wording",
	"Week": '`24x7`, or windows by weekday: `{mon: [["09:00", "17:00"]]}`',
	"AgreedTarget": "target or length",
}
PLAIN = {str: "text", int: "whole number", bool: "true or false", date: "date", Decimal: "number"}
LEFT_OUT = ("Week", "Label", "Problem")
OTHERWISE = {
	("AgreementFile", "default_calendar"): "the only calendar, if there is one alone",
	("Priority", "rank"): "its place in the list",
	("VersionNote", "date"): "nothing",
	("TargetRow", "calendar"): "the default calendar",
	("TargetRow", "met_by"): "what meets such a clock usually",
	("TargetRow", "met_when"): "`all`; `any` for a resolution and for a next update",
	("TriggerRow", "clock"): "`resolution`",
	("TriggerRow", "calendar"): "the default calendar",
	("Duty", "label"): "the usual wording of its kind; `other` has none",
	("Duty", "calendar"): "the default calendar",
	("MaintenanceTerms", "calendar"): "the default calendar",
	("ClaimTerms", "calendar"): "the default calendar",
	("StatementTerms", "calendar"): "the default calendar",
	("PauseReason", "calendar"): "the default calendar",
	("Availability", "calendar"): "round the clock",
	("Availability", "services"): "all of the catalogue",
	("Availability", "unknown_counts_as"): "`up`",
	("Availability", "downtime_from"): "`first_failed_check`",
	("Availability", "part_month"): "`whole_month`",
	("GuaranteeRow", "target_percent"): "as in availability",
	("GuaranteeRow", "calendar"): "as in availability",
	("GuaranteeRow", "minimum"): "as in availability",
	("GuaranteeRow", "components"): "`any`",
	("AgreedScheme", "downtime"): "`all`",
	("AgreedScheme", "period_seconds"): "`86400`",
	("AgreedScheme", "daily_fees"): "`1`",
	("AgreedScheme", "days"): "`month`: its own days",
	("AgreedScheme", "cap_percent"): "`100`",
}
"""What the reader takes where a field is left out, if the model doesn't say it."""
_RUPIAH = "rupiah without marks of thousands: `25000000`, `25000000.50`"
HOLDS = {
	("BreakRow", "windows"): 'list of windows: `["11:30", "13:00"]`',
	("Matrix", "cells"): "a priority for each pair: `{H: {H: P1, L: P2}, L: {H: P2, L: P3}}`",
	("TriggerRow", "length"): "length",
	("Availability", "minimum"): "length without days",
	("GuaranteeRow", "minimum"): "length without days",
	("MaintenanceTerms", "notice"): "length",
	**{("ClaimTerms", name): "length" for name in ("within", "decide_within", "object_within")},
	("StatementTerms", "answer_within"): "length",
	("PauseReason", "longest"): "length",
	("CreditTerms", "fee"): _RUPIAH,
	("AgreedScheme", "each"): _RUPIAH,
	("AgreedScheme", "cap_amount"): _RUPIAH,
}
ABOUT = {
	"AgreementFile": "What stands at the left margin.",
	"Matrix": "Urgency (rows) by impact (columns) to a priority.",
	"TargetRow": "One promise: which clock, for which tickets (left out: any), how long, on which calendar, met by what.",
	"Duty": "What a tier owes once it has come in, and within which time.",
	"Signatory": "Who signs for a party; `signed` is the date of a signature on paper.",
	"TriggerRow": "What brings a tier in, for those tickets that `priorities`, `services` (and those below them) and `partners` name. "
	"`value` is a percentage for `percent`, a number of partners for `several_partners`, a length for `before_due`; `after` is the length of "
	"`after`, `without_workaround` and `stagnation`. `reasons` (at least one), `asked_by` and `decide_within` belong to `manual`.",
}
"""Where the model's own words are for programmers."""


def page() -> str:
	"""The text of docs/agreement-file.md."""
	parts = [HEAD.format(format=model.FORMAT)]
	for kind in ("AgreementFile", *(name for name in FIELDS if name != "AgreementFile")):
		if kind in LEFT_OUT:
			continue
		parts.append(
			f"\n## {_title(kind)}\n\n{_about(kind)}\n\n| Field | What it is | Holds | Default |\n|---|---|---|---|"
		)
		parts += [_row(kind, field) for field in written(kind)]
	return "\n".join(parts) + "\n"


def written(kind: str) -> list["Field[Any]"]:
	"""The fields of a value that stand in the file: a level inherits what it leaves out."""
	return [field for field in fields(getattr(model, kind)) if field.compare and field.name != "inherits"]


def is_required(kind: str, field: "Field[Any]") -> bool:
	"""Whether a file without it is refused."""
	free = field.default is MISSING and field.default_factory is MISSING
	return free and (kind, field.name) not in OTHERWISE


def _title(kind: str) -> str:
	"""'TargetRow' as 'Target row'; the whole file by its own name."""
	words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind)
	return "The file" if kind == "AgreementFile" else words[0] + words[1:].lower()


def _about(kind: str) -> str:
	return ABOUT.get(kind) or " ".join((getdoc(getattr(model, kind)) or "").split("\n\n")[0].split())


def _row(kind: str, field: "Field[Any]") -> str:
	name = RENAMED.get((kind, field.name), field.name)
	shown = KEYED.get((kind, field.name), f"`{name}`")
	return f"| {shown} | {FIELDS[kind][field.name].en} | {_holds(kind, field)} | {_default(kind, field)} |"


def _holds(kind: str, field: "Field[Any]") -> str:
	"""What may be written: the codes there are, else the kind of value."""
	if (kind, field.name) in HOLDS:
		return HOLDS[kind, field.name]
	codes = CODES.get((kind, field.name))
	hint = get_type_hints(getattr(model, kind), vars(model))[field.name]
	several = "list of " if get_origin(_without_none(hint)) is tuple else ""
	if codes:
		return several + " · ".join(f"`{code}`" for code in codes)
	return several + _shape(_without_none(hint))


def _shape(hint: Any) -> str:
	if get_origin(hint) is tuple:
		return _shape(get_args(hint)[0])
	if hint is AgreedTarget or (is_dataclass(hint) and hint.__name__ in SHAPES):
		return SHAPES[hint.__name__]
	if is_dataclass(hint):
		title = _title(hint.__name__)
		return f"[{title}](#{title.lower().replace(' ', '-')})"
	return PLAIN[hint]


def _without_none(hint: Any) -> Any:
	if get_origin(hint) in (Union, types.UnionType):
		[hint] = [one for one in get_args(hint) if one is not type(None)]
	return hint


def _default(kind: str, field: "Field[Any]") -> str:
	if (kind, field.name) in OTHERWISE:
		return OTHERWISE[kind, field.name]
	if field.default is MISSING:
		return "" if field.default_factory is MISSING else "nothing"
	if field.default in (None, ()):
		return "nothing"
	return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


if __name__ == "__main__":
	PAGE.write_text(page(), encoding="utf-8")
