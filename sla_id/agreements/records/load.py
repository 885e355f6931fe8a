"""Loads an agreement file into records. Samples of the app and users' own files come in the same way.

It is idempotent: loading a file twice changes nothing, and an existing version is never rewritten.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.file import AgreementFile, AgreementFileError, extends, parse
from sla_id.agreements.levels import chain_of, in_force
from sla_id.agreements.records.availability_rows import availability_fields, credit_fields, pause_fields
from sla_id.agreements.records.calendar_records import calendar_rows, load_calendars
from sla_id.agreements.records.classification import load_classification
from sla_id.agreements.records.head_fields import head_fields
from sla_id.agreements.records.masters import Masters
from sla_id.agreements.records.policy_records import load_policy
from sla_id.agreements.records.promises import load_promises
from sla_id.agreements.records.row_pieces import item_rows
from sla_id.agreements.records.services_and_channels import load_catalogue
from sla_id.agreements.records.term_rows import terms_fields
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.say_errors import say_problem
from sla_id.agreements.signing.paper import approve_on_paper
from sla_id.computed_fields import writes_computed
from sla_id.fixtures.sample_agreements import sample_agreement, sample_agreements
from sla_id.instants import utc_now


def load_samples(names: Iterable[str] | None = None) -> list[str]:
	"""Load the sample agreements that the app ships; all of them, or those named."""
	return [load_agreement(sample_agreement(name), name) for name in (names or sample_agreements())]


def load_agreement(text: str, file_name: str, *, partner: str | None = None, submit: bool = True) -> str:
	"""Create the agreement version that a file describes, with the records it needs. Returns its name.

	`partner` replaces the file's own. `submit` puts it in force as signed on paper, which the caller vouches for;
	otherwise it is a draft for both parties to approve. A file with mistakes creates nothing: all mistakes are thrown
	at once, each with line and field. Raises frappe.ValidationError.
	"""
	base = _base_of(text, partner)
	read = read_file(text, file_name, base)
	partner = partner or read.agreement.partner
	if partner and not frappe.db.exists("SLA Partner", partner):
		frappe.throw(
			_(
				"agreement.partner: there is no SLA Partner {0}. Create it first, or write another code."
			).format(partner)
		)
	name = f"{read.agreement.code} v{read.agreement.version}"
	if frappe.db.exists("SLA Agreement", name):
		return _unchanged(name, text, partner)
	agreement = writes_computed(frappe.get_doc(_fields(read, text, partner, base))).insert()
	if submit:
		approve_on_paper(agreement)
		agreement.submit()
	return str(agreement.name)


def read_file(text: str, file_name: str, base: EffectiveAgreement | None = None) -> AgreementFile:
	"""Read the agreement file. `base` is what a level extends.

	Throws every mistake at once, each with line and field.
	"""
	try:
		return parse(text, file_name, base.file if base else None)
	except AgreementFileError as error:
		frappe.throw(
			"<br>".join(frappe.utils.escape_html(say_problem(problem)) for problem in error.problems),
			title=_("The agreement file {0} can't be used yet").format(file_name),
		)
		raise


def _base_of(text: str, partner: str | None) -> EffectiveAgreement | None:
	"""What a level extends, as in force now with its own levels. None for a whole agreement."""
	code = extends(text)
	now = utc_now()
	name = in_force(now, {"agreement_code": code}, partner=partner) if code else None
	return effective_agreement(chain_of(name, now)) if name else None


def _unchanged(name: str, text: str, partner: str | None) -> str:
	held = frappe.db.get_value("SLA Agreement", name, ["source_file", "partner"], as_dict=True)
	if held.source_file != text:
		frappe.throw(
			_(
				"agreement.version: {0} already exists with another text. A signed version never changes. Raise the version."
			).format(name)
		)
	if partner and held.partner != partner:
		frappe.throw(
			_("agreement.code: {0} is the agreement of {1}. Give that of {2} a code of its own.").format(
				name, held.partner or _("every partner"), partner
			)
		)
	return name


def _fields(
	read: AgreementFile, text: str, partner: str | None, base: EffectiveAgreement | None
) -> dict[str, Any]:
	masters = Masters(read.agreement.version)
	own = load_calendars(read, masters)
	calendars = {**(base.calendars if base else {}), **own}
	classification = load_classification(read, masters)
	catalogue = load_catalogue(read, masters)
	fields = {
		"doctype": "SLA Agreement",
		**head_fields(read.agreement),
		"partner": partner,
		"is_default": int(read.agreement.default and not partner),
		"default_calendar": calendars[read.default_calendar],
		"calendars": calendar_rows(own),
		**classification,
		**catalogue,
		**load_promises(read, calendars),
		**availability_fields(read, calendars),
		**pause_fields(read, calendars),
		**credit_fields(read.credit),
		"escalation_policy": load_policy(read, calendars, masters),
		"required_facts": item_rows(read.required_facts, with_required=True),
		"out_of_scope": item_rows(read.out_of_scope),
		**terms_fields(read.terms),
		"source_file": text,
	}
	return _leave_open(fields, base) if base else fields


def _leave_open(fields: dict[str, Any], base: EffectiveAgreement) -> dict[str, Any]:
	"""Leave out what a level repeats of its base."""
	if fields["default_calendar"] == base.calendar_name():
		fields["default_calendar"] = None
	return fields
