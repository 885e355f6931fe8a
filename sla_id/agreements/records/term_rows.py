"""What an agreement says besides numbers (002): clauses, parties, contacts, signatories, outline."""

from collections.abc import Iterable
from typing import Any

from frappe.utils import getdate

from sla_id.agreements.file import AgreedTerms, Contact, Label, Party, Section, Signatory
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import (
	PARTIES,
	code_of,
	codes_of,
	decimal_of,
	label_fields,
	label_of,
	need_label,
	text_of_codes,
)
from sla_id.record_types import (
	AgreementContactRow,
	AgreementRecord,
	AgreementSectionRow,
	AgreementSignatoryRow,
)

SINGLE = {"summary": "Summary", "amendment": "Amendment", "consequence": "Consequence"}
SEVERAL = {
	"goals": "Goal",
	"success": "Success Measure",
	"provider_needs": "Provider Need",
	"customer_needs": "Customer Need",
	"in_scope": "In Scope",
	"provider_duties": "Provider Duty",
	"customer_duties": "Customer Duty",
	"termination": "Termination",
}


def terms_fields(terms: AgreedTerms) -> dict[str, Any]:
	"""The agreement's tables of clauses and people."""
	return {
		"clauses": list(_clauses(terms)),
		"parties": [
			{**_party(row), **label_fields("label", row.name), **label_fields("description", row.description)}
			for row in terms.parties
		],
		"contacts": [_contact_row(row) for row in terms.contacts],
		"signatories": [_signatory_row(row) for row in terms.signatories],
		"compliance_percent": float(terms.compliance_percent or 0),
		"missed_months": terms.missed_months or 0,
		"outline": [_section_row(row) for row in terms.outline],
	}


def read_terms(agreement: AgreementRecord) -> AgreedTerms:
	"""The file's terms."""
	several: dict[str, Any] = {
		field: tuple(_labels(agreement.clauses, section)) for field, section in SEVERAL.items()
	}
	single: dict[str, Any] = {
		field: next(iter(_labels(agreement.clauses, section)), None) for field, section in SINGLE.items()
	}
	return AgreedTerms(
		**several,
		**single,
		parties=tuple(
			Party(code_of(PARTIES, row.party), need_label(row, "label"), label_of(row, "description"))
			for row in agreement.parties
		),
		contacts=tuple(_contact(row) for row in agreement.contacts),
		signatories=tuple(_signatory(row) for row in agreement.signatories),
		compliance_percent=decimal_of(agreement.compliance_percent) if agreement.compliance_percent else None,
		missed_months=agreement.missed_months or None,
		outline=tuple(_section(row) for row in agreement.outline),
	)


def _clauses(terms: AgreedTerms) -> Iterable[dict[str, Any]]:
	for field, section in {**SINGLE, **SEVERAL}.items():
		said = getattr(terms, field)
		for label in (said if isinstance(said, tuple) else (said,)) if said else ():
			yield {"section": section, **label_fields("label", label)}


def _labels(rows: Iterable[Any], section: str) -> Iterable[Label]:
	for row in rows:
		if row.section == section:
			yield need_label(row, "label")


def _party(row: Party | Contact | Signatory) -> dict[str, str]:
	return {"party": PARTIES[row.party]}


def _contact_row(contact: Contact) -> dict[str, Any]:
	return {
		**_party(contact),
		**label_fields("label", contact.role),
		**label_fields("description", contact.duty),
		**plain_columns(contact),
	}


def _contact(row: AgreementContactRow) -> Contact:
	return Contact(
		code_of(PARTIES, row.party),
		need_label(row, "label"),
		label_of(row, "description"),
		**plain_values(Contact, row),
	)


def _signatory_row(signatory: Signatory) -> dict[str, Any]:
	return {
		**_party(signatory),
		**label_fields("label", signatory.role),
		**plain_columns(signatory),
		"signed_on": signatory.signed,
	}


def _signatory(row: AgreementSignatoryRow) -> Signatory:
	return Signatory(
		code_of(PARTIES, row.party),
		need_label(row, "label"),
		signed=getdate(row.signed_on) if row.signed_on else None,
		**plain_values(Signatory, row),
	)


def _section_row(section: Section) -> dict[str, Any]:
	return {
		"number": section.number,
		**label_fields("label", section.title),
		"shows": text_of_codes(section.shows),
		**label_fields("description", section.text),
	}


def _section(row: AgreementSectionRow) -> Section:
	return Section(row.number, need_label(row, "label"), codes_of(row.shows), label_of(row, "description"))
