"""The agreement file: an agreement as one YAML text, read and written without Frappe.

For the loader of sample agreements, the import of a user's own file, and tests. Everything public is here.

| File | What it holds |
|---|---|
| model.py | the agreement as frozen values |
| availability_terms.py | of it, what it says of availability and credits |
| labels.py | of it, wordings and coded entries |
| plain_fields.py | fields of it that need no rule of their own |
| target_text.py | the language of targets: "1 h", "3 days", "next release", "> 40 h" |
| file_problems.py | problems with line, column, field and advice |
| cursor.py | YAML nodes read as typed values, problems noted on the way |
| section_pieces.py, calendars_section.py, tiers_section.py, availability_section.py, parse_file.py | the sections; `parse` |
| checks_across_sections.py | what shows only across sections |
| similar_services.py | services that people may confuse by their names |
| writing.py | `dump` |
"""

from sla_id.agreements.file.file_problems import AgreementFileError, Problem
from sla_id.agreements.file.model import (
	FORMAT,
	AgreedScheme,
	AgreedTerms,
	Agreement,
	AgreementFile,
	Availability,
	BreachCauses,
	BreakRow,
	Calendar,
	Category,
	ChannelRow,
	ClaimTerms,
	ComponentRow,
	Contact,
	CreditStep,
	CreditTerms,
	CreditWindow,
	Duty,
	GuaranteeRow,
	Item,
	Label,
	MaintenanceTerms,
	Matrix,
	Party,
	PauseReason,
	Priority,
	Review,
	Section,
	Service,
	ShiftRow,
	Signatory,
	Source,
	StatementTerms,
	TargetRow,
	TierRow,
	TriggerRow,
	VersionNote,
	Week,
	walk_services,
)
from sla_id.agreements.file.parse_file import default_met_by, default_met_when, extends, parse
from sla_id.agreements.file.target_text import AgreedTarget, UnreadableTarget, read_length, read_target
from sla_id.agreements.file.writing import dump

__all__ = [
	"FORMAT",
	"AgreedScheme",
	"AgreedTarget",
	"AgreedTerms",
	"Agreement",
	"AgreementFile",
	"AgreementFileError",
	"Availability",
	"BreachCauses",
	"BreakRow",
	"Calendar",
	"Category",
	"ChannelRow",
	"ClaimTerms",
	"ComponentRow",
	"Contact",
	"CreditStep",
	"CreditTerms",
	"CreditWindow",
	"Duty",
	"GuaranteeRow",
	"Item",
	"Label",
	"MaintenanceTerms",
	"Matrix",
	"Party",
	"PauseReason",
	"Priority",
	"Problem",
	"Review",
	"Section",
	"Service",
	"ShiftRow",
	"Signatory",
	"Source",
	"StatementTerms",
	"TargetRow",
	"TierRow",
	"TriggerRow",
	"UnreadableTarget",
	"VersionNote",
	"Week",
	"default_met_by",
	"default_met_when",
	"dump",
	"extends",
	"parse",
	"read_length",
	"read_target",
	"walk_services",
]
