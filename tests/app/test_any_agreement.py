"""What an agreement's file says, its records say, is signed, is printed and runs: of files that nobody thought of."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

pytest.importorskip("hypothesis")  # `bench run-tests` has what the bench has

from hypothesis import HealthCheck, assume, given, settings

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.file import AgreedTarget, AgreementFile, TriggerRow, dump, parse, walk_services
from sla_id.agreements.records.load import load_agreement
from sla_id.agreements.records.read_agreement import read_agreement
from sla_id.agreements.rules.signed_part import signed_file
from tests.agreements.test_round_trip import files
from tests.app.conftest import Clockwork
from tests.app.test_one_value import forget

KEPT = " .:_-/"


def plain(value: Any) -> Any:
	"""Texts as people type them into a form: what a form does to markup and odd blanks is Frappe's matter."""
	if isinstance(value, str):
		return "".join(mark if (mark.isascii() and mark.isalnum()) or mark in KEPT else "x" for mark in value)
	if isinstance(value, tuple):
		return tuple(map(plain, value))
	if is_dataclass(value) and not isinstance(value, type):
		return replace(value, **{field.name: plain(getattr(value, field.name)) for field in fields(value)})
	return value


def of_this_site(file: AgreementFile) -> AgreementFile:
	"""Without what only the records of a site give meaning to: a partner, roles, people's addresses."""
	tiers = tuple(
		replace(tier, role=None, triggers=tuple(map(in_hours, tier.triggers))) for tier in file.tiers
	)
	terms = replace(
		file.terms,
		contacts=tuple(replace(contact, email=None, phone=None) for contact in file.terms.contacts),
		signatories=tuple(replace(signatory, email=None) for signatory in file.terms.signatories),
	)
	head = replace(file.agreement, partner=None, default=False, code="SIFAT", version="1.0", level=None)
	return replace(plain(file), agreement=plain(head), tiers=plain(tiers), terms=plain(terms))


def in_hours(trigger: TriggerRow) -> TriggerRow:
	"""For nobody's partner, and not by working days, which a policy's form refuses."""
	days = trigger.length and trigger.length.days
	length = AgreedTarget("duration", seconds=days * 3600) if days else trigger.length
	return replace(trigger, partners=(), length=length)


def codes_differ(file: AgreementFile) -> bool:
	"""A database may take "a" and "A" for one."""
	lists = (file.calendars, file.priorities, file.channels, file.required_facts, file.out_of_scope)
	services = [service for service, _above in walk_services(file.services)]
	return all(
		len({entry.code.casefold() for entry in entries}) == len(entries) for entries in (*lists, services)
	)


@settings(
	max_examples=20,
	suppress_health_check=[
		HealthCheck.too_slow,
		HealthCheck.data_too_large,
		HealthCheck.function_scoped_fixture,
		HealthCheck.filter_too_much,
	],
)
@given(drawn=files())
def test_file_records_signature_print_and_run_time_agree(
	drawn: AgreementFile, site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.agreement_lifecycle import agreement_print

	assume(codes_differ(drawn))
	text = dump(of_this_site(drawn))
	file = parse(text)
	clockwork.at("2026-03-16 09:00")
	site.db.savepoint("one_value")
	try:
		name = load_agreement(text, "sifat.yaml")
		record = site.get_doc("SLA Agreement", name)
		assert read_agreement(record) == file, "the records"
		assert effective_agreement((name,)).file == file, "the run time"
		assert parse(record.signed_text) == signed_file(file), "what was signed"
		printed: list[AgreementFile] = []
		with monkeypatch.context() as patch:
			patch.setattr(agreement_print, "render", lambda source, *_args, **_kwargs: printed.append(source))
			agreement_print.agreement_document(record, "id")
		assert printed == [file], "the print's source"
	finally:
		site.db.rollback(save_point="one_value")
		forget(site)
