"""The rules by which an agreement applies: which row holds, what is signed, how levels merge."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla_id.agreements.file import AgreedTarget, AgreementFile, TargetRow, parse
from sla_id.agreements.file import model as m
from sla_id.agreements.file.plain_fields import plain_fields, plain_text, unset_later
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement, merge, origins_of, target_path
from sla_id.agreements.rules.service_catalogue import Catalogue, Node
from sla_id.agreements.rules.signed_part import hash_of, signed_file, text_to_sign, with_unsigned
from sla_id.agreements.rules.winning_row import FIELDS, Scope, applies, finalists, winner
from sla_id.fixtures.sample_agreements import sample_agreement, sample_agreements
from tests.agreements.signed_before import before_availability
from tests.agreements.test_round_trip import files

SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
HEAD = parse(sample_agreement("innovasia_mitra")).agreement


def row(seconds: int = 3600, **scope: str) -> TargetRow:
	return TargetRow("resolution", AgreedTarget("duration", seconds=seconds), "business", ("fixed",), **scope)


def is_shorter(one: TargetRow, two: TargetRow) -> bool:
	return (one.target.seconds or 0) < (two.target.seconds or 0)


def by_scope(file: AgreementFile) -> AgreementFile:
	return replace(file, targets=tuple(sorted(file.targets, key=lambda entry: str(entry.scope))))


@SLOW
@given(files())
def test_what_is_signed_reads_as_what_was_meant(file: AgreementFile) -> None:
	"""The text, read again, says what both sides see; with what the provider says beside it, the whole agreement."""
	signed = parse(text_to_sign(file))
	assert signed == signed_file(file)
	assert by_scope(with_unsigned(signed, file)) == by_scope(file)


def test_the_samples_are_what_is_signed_and_what_is_beside_it() -> None:
	for name in sample_agreements():
		text = sample_agreement(name)
		if "extends:" not in text:
			file = parse(text)
			assert by_scope(with_unsigned(parse(text_to_sign(file)), file)) == by_scope(file)


@pytest.mark.parametrize(
	("name", "digest"),
	[
		("innovasia_mitra", "0a2290531ad52c262de63c06d4ff4940f80c6db1b9415b412d7e80aa77dcc19a"),
		("hai_djpb", "c2f2aee1c798856af703971aff64ef767c59d20460504cdf4b79018556f31ac3"),
		("benemica", "9ec6791b0eed34cce407ef5aeab6cdde8f9fe5bc3570d72ff6bef8b79d303fe5"),
	],
)
def test_what_was_signed_before_availability_had_more_to_say_keeps_its_hash(name: str, digest: str) -> None:
	"""The hashes were taken before the fields came; credits of ours that are off change none of them."""
	text = sample_agreement(name)
	file = parse(before_availability(text))
	assert file.credit is not None and not file.credit.enabled
	assert hash_of(text_to_sign(file)) == digest


ROWS = st.builds(
	row,
	seconds=st.integers(1, 5),
	service=st.sampled_from([None, "S", "S.1", "OTHER"]),
	priority=st.sampled_from([None, "P1", "P2"]),
	channel=st.sampled_from([None, "portal"]),
	kind=st.sampled_from([None, "incident", "request"]),
)
TICKETS = st.builds(
	Scope,
	priority=st.sampled_from([None, "P1", "P2"]),
	channel=st.sampled_from([None, "portal"]),
	kind=st.sampled_from([None, "incident", "request"]),
	services=st.sampled_from([(), ("S",), ("S.1", "S")]),
)
HEADS = st.builds(
	lambda one, two: replace(HEAD, service_or_priority=one, requests_use=two),
	st.sampled_from(m.SERVICE_OR_PRIORITY),
	st.sampled_from(m.REQUESTS_USE),
)


@given(st.lists(ROWS, max_size=8, unique_by=lambda entry: entry.scope), TICKETS, HEADS)
def test_the_row_that_holds_is_the_most_specific_one(
	rows: list[TargetRow], ticket: Scope, head: m.Agreement
) -> None:
	applying = [entry for entry in rows if applies(entry, ticket)]
	held = winner(rows, ticket, head, is_shorter)
	assert (held is None) == (not applying)
	if held is None:
		return
	assert held in applying
	assert held in finalists(rows, ticket, head)
	same_kind = [entry for entry in applying if bool(entry.service) == bool(held.service)]
	for rival in same_kind:
		if rival.service == held.service:
			assert narrowed(rival) <= narrowed(held), "no row of the same service is narrower"
		elif held.service:
			near = ticket.services
			assert near.index(held.service) < near.index(rival.service or ""), (
				"the nearest service goes first"
			)


def narrowed(entry: TargetRow) -> int:
	return sum(getattr(entry, name) is not None for name in FIELDS)


def test_of_a_service_and_a_priority_the_agreement_says_which() -> None:
	"""X11: the stricter for incidents, the service's for requests."""
	service, priority = row(7200, service="S"), row(3600, priority="P1")
	incident, request = (Scope("P1", kind=kind, services=("S",)) for kind in ("incident", "request"))
	assert winner((service, priority), incident, HEAD, is_shorter) is priority
	assert winner((service, priority), request, HEAD, is_shorter) is service
	assert finalists((service, priority), incident, HEAD) == (service, priority)
	assert finalists((service, priority), request, HEAD) == (service,)


def test_services_that_an_agreement_does_not_list_are_as_the_site_has_them() -> None:
	site = {"A": Node("A", None, ("NET",)), "B": Node("B", "A"), "NET": Node("NET", channels=("portal",))}
	catalogue = Catalogue({"B.1": Node("B.1", "B")}, site.get)
	assert catalogue.path("B.1") == ("B.1", "B", "A")
	assert catalogue.supporting("B.1") == ("NET",)
	assert catalogue.channels("NET") == ("portal",)
	assert catalogue.path("UNKNOWN") == ("UNKNOWN",)


def level(name: str, file: AgreementFile, **calendars: str) -> EffectiveAgreement:
	read = EffectiveAgreement(name, file, calendars)
	return replace(read, origins=origins_of(read))


def test_a_level_may_call_its_own_hours_what_its_base_calls_others() -> None:
	"""The base's rows keep the hours that they were agreed on."""
	base = parse(sample_agreement("innovasia_mitra"))
	names = {calendar.code: f"Base {calendar.code}" for calendar in base.calendars}
	head = replace(base.agreement, code="LEVEL", extends=base.agreement.code, inherits=m.INHERITABLE)
	own = TargetRow(
		"response", AgreedTarget("duration", seconds=60), "business", ("confirmed",), priority="P4"
	)
	above = m.AgreementFile(head, (base.calendar("business"),), "", (), "", targets=(own,))
	merged = merge((level("B", base, **names), level("L", above, business="Own business")))
	held = {entry.scope: merged.calendar_name(entry.calendar) for entry in merged.file.targets}
	assert held[own.scope] == "Own business"
	for entry in base.targets:
		if entry.scope != own.scope:
			assert held[entry.scope] == f"Base {entry.calendar}"
	assert merged.origins[target_path(own)] == "L"
	assert merged.head.time_zone == base.agreement.time_zone and not merged.head.inherits


def test_a_plain_field_that_came_later_leaves_signed_texts_as_they_were() -> None:
	"""It isn't written while it says nothing."""

	@dataclass(frozen=True, slots=True)
	class Row:
		code: str
		penalty: str | None = plain_text("sanksi", "penalty", later=True)
		note: str | None = plain_text("catatan", "note")

	assert unset_later(Row("a")) == ("penalty",)
	assert unset_later(Row("a", penalty="1 %")) == ()
	assert [entry.words for entry in plain_fields(Row)] == [("sanksi", "penalty"), ("catatan", "note")]
