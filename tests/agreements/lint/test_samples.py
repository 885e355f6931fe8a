"""Exactly what the linter finds in the three samples beside their documents, and which contradiction shows where."""

import re
from datetime import date

import pytest

from sla_id.agreements.file import AgreementFile, parse
from sla_id.agreements.lint import Finding, lint, register
from sla_id.fixtures.sample_agreements import sample_agreement
from tests.agreements.lint import documents
from tests.agreements.lint.build import sound

TODAY = date(2026, 11, 22)


def named(file: AgreementFile, path: str) -> str:
	"""A path with codes for numbers, so that a row added to a sample changes one line of this file."""

	def name(match: re.Match[str]) -> str:
		section, number = match[1], int(match[2])
		if section == "targets":
			row = file.targets[number]
			parts = (row.clock, row.priority, row.service, row.channel, row.stage)
			return f"targets[{' '.join(part for part in parts if part)}]"
		entries = {"channels": file.channels, "priorities": file.priorities, "services": file.services}
		return f"{section}[{entries[section][number].code}]"

	return re.sub(r"\b(targets|channels|priorities|services)\[(\d+)\]", name, path)


def told(name: str, source: str | None) -> list[str]:
	"""Severity, code, reading, place, and the line of the document, for each finding of a sample."""
	file = parse(sample_agreement(name), name)
	return [
		" ".join(
			[
				finding.severity,
				finding.code,
				finding.reading or "-",
				named(file, finding.path),
				str(finding.sentence.line) if finding.sentence else "-",
			]
		)
		for finding in lint(file, today=TODAY, source=source)
	]


EXPECTED = {
	"innovasia_mitra": (
		documents.INNOVASIA,
		(
			"warning personal-number X5 channels[activation_team].personal_number 54",
			"warning repeats-without-acknowledgement - escalation.tiers[1].repeat_every -",
			"warning no-consequence X27 terms.consequence -",
			"warning no-termination - terms.termination -",
			"warning review-undated X19 agreement.review.next 116",
			"warning no-signatory - terms.signatories -",
			"warning no-signatory - terms.signatories -",
			"warning exclusion-names-incident X7 availability.exclusions[5] 101",
			"warning formula-missing-in-source X6 availability.formula 92",
			"note hours-calendar-unsaid X1 targets[resolution P1].calendar 39",
			"note target-next-release X4 targets[resolution P3].target 49",
			"note workaround-ends-resolution X3 targets[resolution P1].met_by 21",
			"note no-break-stated X9 calendars.business.hours.mon 19",
			"note joint-leave-counts X8 calendars.business.holidays 19",
			"note out-of-hours-reading X20 targets[response P2].target -",
			"note zone-for-all-partners X26 agreement.time_zone 19",
			"note channel-without-address - channels[activation_team].address -",
			"note escalation-at-target-end X2 escalation.tiers[2].triggers[0] 86",
			"note triggers-same-instant X2 escalation.tiers[1].triggers[1] 82",
			"note warning-after-escalation - escalation.tiers[1].triggers[0].value 82",
			"note duty-assumed - escalation.tiers[1].duties[0] -",
			"note duty-assumed - escalation.tiers[2].duties[0] -",
			"note availability-formula X6 availability.formula 92",
			"note exclusions-and-clocks X7 availability.exclusions 95",
			"note blind-time-unsaid - availability.unknown_counts_as -",
			"note claims-undecided - availability.claims -",
			"note trigger-not-in-source X2 escalation.tiers[1].triggers[0] 82",
			"note request-time-not-in-source - escalation.tiers[1].triggers[2].decide_within 82",
		),
	),
	"hai_djpb": (
		documents.HAI_DJPB,
		(
			"warning similar-services X17 services[BCSM.04].name 202",
			"warning no-consequence X27 terms.consequence -",
			"warning no-termination - terms.termination -",
			"warning no-contact-point - terms.contacts -",
			"warning no-contact-point - terms.contacts -",
			"warning review-overdue X19 agreement.review.next 60",
			"note target-open-ended X14 targets[fulfilment P6 handed_over].target 173",
			"note target-none X16 targets[fulfilment CRSM.01.03 handed_over].target 245",
			"note target-assumed X13 targets[response cso].target -",
			"note target-assumed X13 targets[fulfilment cso first_line].target -",
			"note response-equals-fulfilment X12 targets[fulfilment portal first_line].target 188",
			"note response-equals-fulfilment X12 targets[fulfilment email first_line].target 188",
			"note service-and-priority X11 agreement.service_or_priority 172",
			"note matrix-jump X15 matrix.cells 164",
			"note priority-names-repeat X15 priorities[P6].label 173",
			"note host-priority-shared - priorities[P5].host_priority -",
			"note no-break-stated X10 calendars.business.hours.mon 126",
			"note hours-cite-regulation X10 calendars.business.hours 125",
			"note out-of-hours-reading X20 targets[response portal].target 127",
			"note zone-for-all-partners X26 agreement.time_zone 126",
			"note channel-without-address - channels[whatsapp].address -",
			"note clock-start-unfed X18 channels[call_center].clock_starts 179",
			"note clock-start-unfed X18 channels[web_chat].clock_starts 181",
			"note no-escalation - escalation.tiers -",
			"note no-required-facts - required_facts -",
			"note no-availability - availability -",
			"note unsigned - terms.signatories[0].signed -",
		),
	),
	"benemica": (
		documents.BENEMICA,
		(
			"warning priority-without-target - priorities[LOW] -",
			"warning support-domain-differs X23 channels[email].address 49",
			"warning no-consequence X27 terms.consequence -",
			"warning no-termination - terms.termination -",
			"warning review-missing X19 agreement.review -",
			"warning no-amendment - terms.amendment -",
			"warning no-contact-point - terms.contacts -",
			"warning no-contact-point - terms.contacts -",
			"warning no-signatory - terms.signatories -",
			"warning no-signatory - terms.signatories -",
			"warning source-languages-differ X21 targets[permanent_fix HIGH].target 155",
			"warning source-languages-differ X21 targets[permanent_fix NORMAL].target 179",
			"warning source-languages-differ X21 targets[permanent_fix LOW].target 199",
			"note hours-calendar-unsaid X22 targets[workaround CRITICAL].calendar 127",
			"note target-by-estimate - targets[fulfilment ENHANCEMENT].target -",
			"note target-assumed X23 targets[response email].target -",
			"note no-break-stated X9 calendars.business.hours.mon 19",
			"note joint-leave-counts X8 calendars.business.holidays 19",
			"note out-of-hours-reading X20 targets[response chat].target -",
			"note zone-for-all-partners X26 agreement.time_zone 19",
			"note channel-without-address - channels[chat].address -",
			"note notice-days-unsaid X24 channels[on_site].notice_in 73",
			"note confidentiality-unsaid - channels[call_center].confidential 39",
			"note no-escalation - escalation.tiers -",
			"note no-success-measure - terms.success -",
			"note no-scope - out_of_scope -",
			"note no-availability - availability -",
		),
	),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_beside_its_document(name):
	source, expected = EXPECTED[name]
	assert told(name, source) == list(expected)


@pytest.mark.parametrize("name", EXPECTED)
def test_without_the_document_the_same_but_for_what_only_its_text_shows(name):
	_, expected = EXPECTED[name]
	only_text = (
		*("source-languages-differ", "formula-missing-in-source"),
		*("trigger-not-in-source", "request-time-not-in-source"),
	)
	wanted = {line.split()[1] for line in expected} - set(only_text)
	assert {line.split()[1] for line in told(name, None)} == wanted


SEEN = {
	"X1": ("innovasia_mitra", "hours-calendar-unsaid"),
	"X2": ("innovasia_mitra", "escalation-at-target-end", "triggers-same-instant", "trigger-not-in-source"),
	"X3": ("innovasia_mitra", "workaround-ends-resolution"),
	"X4": ("innovasia_mitra", "target-next-release"),
	"X5": ("innovasia_mitra", "personal-number"),
	"X6": ("innovasia_mitra", "formula-missing-in-source", "availability-formula"),
	"X7": ("innovasia_mitra", "exclusion-names-incident", "exclusions-and-clocks"),
	"X8": ("innovasia_mitra", "joint-leave-counts"),
	"X9": ("benemica", "no-break-stated"),
	"X10": ("hai_djpb", "no-break-stated", "hours-cite-regulation"),
	"X11": ("hai_djpb", "service-and-priority"),
	"X12": ("hai_djpb", "response-equals-fulfilment"),
	"X13": ("hai_djpb", "target-assumed"),
	"X14": ("hai_djpb", "target-open-ended"),
	"X15": ("hai_djpb", "matrix-jump", "priority-names-repeat"),
	"X16": ("hai_djpb", "target-none"),
	"X17": ("hai_djpb", "similar-services"),
	"X18": ("hai_djpb", "clock-start-unfed"),
	"X19": ("hai_djpb", "review-overdue"),
	"X20": ("hai_djpb", "out-of-hours-reading"),
	"X21": ("benemica", "source-languages-differ"),
	"X22": ("benemica", "hours-calendar-unsaid"),
	"X23": ("benemica", "support-domain-differs", "target-assumed"),
	"X24": ("benemica", "notice-days-unsaid"),
	"X26": ("innovasia_mitra", "zone-for-all-partners"),
	"X27": ("innovasia_mitra", "no-consequence"),
}
"""Where each contradiction is seen. X25 is of 003, a procedure and no agreement: its text is linted below."""

UNSEEN = {
	"X16": "that cells were merged: in the file each is an ordinary row, and flattened text has no cells",
	"X25": "what a file means by OLA: only the document's own definition tells",
	"X26": "where a partner is, unless its name tells a place",
}
"""The parts that no program can see."""


@pytest.mark.parametrize("reading", SEEN)
def test_a_contradiction_is_seen_on_the_sample_of_its_document(reading):
	name, *codes = SEEN[reading]
	source, _ = EXPECTED[name]
	seen = {line.split()[1] for line in told(name, source) if line.split()[2] == reading}
	assert seen == set(codes)


def test_the_meaning_of_ola_is_seen_in_the_text_of_003():
	findings = lint(sound(), today=TODAY, source=documents.ITB)
	assert [finding.sentence.line for finding in of(findings, "ola-as-user-promise") if finding.sentence] == [
		99
	]
	assert {finding.reading for finding in of(findings, "ola-as-user-promise")} == {"X25"}


def test_all_contradictions_are_accounted_for():
	assert {*SEEN, "X25"} == {f"X{number}" for number in range(1, 28)}
	assert [what.split(",")[0] for what, _ in register.UNSEEN] == list(UNSEEN)


def of(findings: tuple[Finding, ...], code: str) -> list[Finding]:
	return [finding for finding in findings if finding.code == code]


def test_x1_shows_both_due_times():
	"""000 §2.1, P1: "8 Jam" on Sunday evening ends in the night, or on Monday at closing time."""
	file = parse(sample_agreement("innovasia_mitra"))
	(finding,) = of(lint(file, today=TODAY, source=documents.INNOVASIA), "hours-calendar-unsaid")
	assert "Senin, 23 November 2026 04.00 WIB bila 24x7" in finding.message.get("id")
	assert "Monday, 23 November 2026 17:00 WIB in business hours" in finding.message.get("en")


def test_x6_shows_both_formulas():
	"""000 §5.1: 30 days, 2,400 minutes down, 240 excluded."""
	file = parse(sample_agreement("innovasia_mitra"))
	(finding,) = of(lint(file, today=TODAY), "availability-formula")
	assert "2400 minutes of downtime, 240 of them excluded" in finding.message.get("en")
	assert "95.0000 % (whole month) or 94.9721 % (reduced)" in finding.message.get("en")


def test_x20_shows_both_due_times():
	"""001 §6.1: outside hours, 1 hour ends at 09:00, the next working day at 16:00."""
	file = parse(sample_agreement("hai_djpb"))
	(finding,) = of(lint(file, today=TODAY), "out-of-hours-reading")
	assert "Senin, 23 November 2026 09.00 WIB" in finding.message.get("id")
	assert "Senin, 23 November 2026 16.00 WIB" in finding.message.get("id")


def test_x24_shows_both_dates():
	"""004 §2d: three days from a Wednesday are Saturday, or the Monday after."""
	file = parse(sample_agreement("benemica"))
	(finding,) = of(lint(file, today=TODAY), "notice-days-unsaid")
	assert "Sabtu, 28 November 2026 (hari kalender) atau Senin, 30 November 2026" in finding.message.get("id")


def test_x26_shows_the_three_zones():
	file = parse(sample_agreement("benemica"))
	(finding,) = of(lint(file, today=TODAY), "zone-for-all-partners")
	assert "09:00–18:00 WIB, 10:00–19:00 WITA, 11:00–20:00 WIT" in finding.message.get("id")
