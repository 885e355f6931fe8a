"""Every rule both ways: an agreement that has the flaw, and the nearest one that hasn't."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sla_id.agreements.file import (
	AgreedScheme,
	AgreementFile,
	Availability,
	BreachCauses,
	Category,
	ClaimTerms,
	ComponentRow,
	Contact,
	CreditStep,
	CreditTerms,
	CreditWindow,
	Duty,
	GuaranteeRow,
	Item,
	MaintenanceTerms,
	Party,
	PauseReason,
	Review,
	Section,
	Service,
	ShiftRow,
	Signatory,
	TriggerRow,
	VersionNote,
	Week,
	read_length,
)
from sla_id.agreements.lint.register import RULES
from tests.agreements.lint.build import (
	ALWAYS,
	Given,
	calendar,
	cells,
	file,
	found,
	head,
	label,
	more,
	on_calendar,
	only,
	portal,
	row,
	sound,
	terms,
	tier,
	week,
)

SOUND = sound()
NINE_TO_FIVE = week(("09:00", "17:00"))
BOTH_CALENDARS = (calendar(), ALWAYS)
EXCLUSIONS = (Item("attack", label("Serangan DoS", "Denial of service")),)
UPTIME = Availability(Decimal(99), exclusions=EXCLUSIONS)
MAINTENANCE = (Item("maintenance", label("Pemeliharaan terjadwal", "Planned maintenance")),)
DATA, NET = SOUND.services
P1, P2, P3 = SOUND.priorities
FIRST, SECOND = SOUND.tiers


def trigger(on: str, **values) -> TriggerRow:
	return TriggerRow(on, **values)


def percent(value: int, **values) -> TriggerRow:
	return trigger("percent", clock="resolution", percent=value, **values)


def p1(clock: str, target: str, calendar: str = "office", **scope):
	return row(clock, target, calendar, priority="P1", **scope)


def services(*entries: Service):
	return file(services=entries)


def with_source(*lines: str, given=SOUND) -> Given:
	return Given(given, "\n".join(lines))


def asked(**values) -> TriggerRow:
	return trigger("manual", reasons=(Item("slow", label("Lambat", "Slow")),), **values)


def duty(within: str, calendar: str = "office", **values) -> Duty:
	return Duty("action_plan", label("Rencana", "Plan"), read_length(within), calendar, **values)


def asleep(**values):
	"""The first tier told within office hours, in a file that knows 24x7 too."""
	return replace(tier(0, hours="office", **values), calendars=BOTH_CALENDARS)


HOUR = read_length("1 h")


def uptime(**values) -> AgreementFile:
	"""The sound file with more said of its 99 %."""
	return file(availability=replace(SOUND.availability, **values))


def decided(within: str, decide_within: str) -> Availability:
	terms = ClaimTerms(read_length(within), read_length(decide_within), calendar="office")
	return replace(SOUND.availability, claims=terms)


def around_the_clock(within: str) -> AgreementFile:
	return uptime(claims=ClaimTerms(read_length(within), calendar="always"))


def weighted(*weights: str) -> AgreementFile:
	parts = tuple(
		ComponentRow(f"K{number}", label(f"Bagian {number}", f"Part {number}"), Decimal(weight))
		for number, weight in enumerate(weights)
	)
	return uptime(guarantees=(GuaranteeRow(("DATA",), components="weighted", parts=parts),))


def steps(*rows: tuple[str, int]) -> AgreedScheme:
	return AgreedScheme(
		"steps", steps=tuple(CreditStep(Decimal(below), Decimal(share)) for below, share in rows)
	)


def owed(scheme: AgreedScheme = steps(("99", 10)), **values) -> AgreementFile:  # noqa: B008
	"""The sound file with a credit that is agreed."""
	terms = CreditTerms(**{"enabled": True, "fee": Decimal(25_000_000), "scheme": scheme, **values})
	return file(credit=terms)


def shown(*blocks: str) -> AgreementFile:
	"""The sound file with an outline of its own that shows all it has and these blocks."""
	everything = {
		*("summary", "goals", "success", "needs", "services", "out_of_scope", "matrix", "targets"),
		*("channels", "facts", "escalation", "review", "amendment", "contacts", "consequence", "termination"),
		*("versions", *blocks),
	}
	return terms(outline=(Section("1", label("Isi", "Contents"), tuple(sorted(everything))),))


STATED = (
	"Respons: 1 jam, 2 jam, dan 4 jam. Selesai dalam 8 jam, 16 jam, atau 32 jam.",
	"Eskalasi pada 50 % dan 80 %. Ketersediaan 99 % setiap bulan. Tinjauan 1 tahun.",
)
"""A document that says what the sound file says."""

CASES = {
	"response-after-resolution": (
		only(p1("response", "9 h"), p1("resolution", "8 h")),
		only(p1("response", "8 h"), p1("resolution", "8 h"), row("resolution", "4 h", priority="P2")),
	),
	"workaround-after-permanent-fix": (
		more(p1("workaround", "3 days"), p1("permanent_fix", "2 days")),
		more(p1("workaround", "8 h"), p1("permanent_fix", "1 day")),
	),
	"less-urgent-stricter": (
		only(p1("response", "4 h"), row("response", "2 h", priority="P2")),
		only(p1("response", "4 h"), row("response", "2 h", priority="P2", channel="mail")),
	),
	"priority-without-target": (
		more(p1("workaround", "4 h")),
		more(p1("workaround", "4 h"), row("workaround", "8 h")),
	),
	"hours-calendar-unsaid": (
		only(p1("resolution", "8 h"), row("resolution", "2 days", priority="P2")),
		only(p1("resolution", "1 day"), row("resolution", "2 days", priority="P2")),
	),
	"clocks-on-two-calendars": (
		only(p1("response", "1 h", "always"), p1("resolution", "8 h"), calendars=BOTH_CALENDARS),
		only(p1("response", "1 h", "always"), p1("resolution", "8 h", "always"), calendars=BOTH_CALENDARS),
	),
	"target-next-release": (more(p1("permanent_fix", "next release")), SOUND),
	"target-open-ended": (more(p1("permanent_fix", "> 40 h")), SOUND),
	"target-none": (more(p1("next_update", "none")), more(p1("permanent_fix", "none"))),
	"target-by-estimate": (more(row("fulfilment", "by estimate")), SOUND),
	"target-assumed": (more(row("response", "1 h", channel="mail", assumed=True)), SOUND),
	"no-response-target": (only(p1("response", "none"), p1("resolution", "8 h")), SOUND),
	"no-solution-target": (only(p1("response", "1 h"), p1("resolution", "none")), SOUND),
	"first-line-without-end": (
		replace(
			only(row("fulfilment", "1 h", stage="first_line")), agreement=head(first_line=True).agreement
		),
		replace(
			only(row("fulfilment", "1 h", stage="first_line"), row("fulfilment", "8 h", stage="handed_over")),
			agreement=head(first_line=True).agreement,
		),
	),
	"response-equals-fulfilment": (
		only(row("response", "1 h", channel="mail"), row("fulfilment", "1 h", channel="mail")),
		only(row("response", "1 h", channel="mail"), row("fulfilment", "1 h", channel="portal")),
	),
	"service-and-priority": (
		more(row("resolution", "16 h", service="DATA")),
		more(row("resolution", "16 h", service="DATA", priority="P1")),
	),
	"workaround-ends-resolution": (
		only(p1("resolution", "8 h", met_by=("workaround_applied",)), row("permanent_fix", "none")),
		only(p1("resolution", "8 h", met_by=("workaround_applied",)), row("permanent_fix", "5 days")),
	),
	"permanent-fix-untracked": (
		only(p1("resolution", "8 h", met_by=("workaround_applied", "fixed"), met_when="any")),
		only(p1("resolution", "8 h", met_by=("workaround_applied", "fixed"), met_when="all")),
	),
	"first-line-without-stage": (
		replace(more(row("fulfilment", "1 h")), agreement=head(first_line=True).agreement),
		replace(
			more(row("fulfilment", "1 h", stage="first_line")), agreement=head(first_line=True).agreement
		),
	),
	"matrix-hole": (file(matrix=cells(("P1", ""), ("P2", "P3"))), SOUND),
	"matrix-inverted": (
		file(matrix=cells(("P1", "P3"), ("P2", "P2"))),
		# The same matrix listed from the mildest level on is no inversion.
		file(matrix=cells(("P3", "P2"), ("P2", "P1"))),
	),
	"matrix-jump": (file(matrix=cells(("P1", "P3"), ("P2", "P3"))), SOUND),
	"matrix-asymmetric": (file(matrix=cells(("P1", "P1"), ("P2", "P3"))), SOUND),
	"priority-not-in-matrix": (file(matrix=cells(("P1", "P2"), ("P2", "P2"))), SOUND),
	"priority-names-repeat": (file(priorities=(P1, P2, replace(P3, label=P2.label))), SOUND),
	"priority-without-description": (
		file(matrix=None, priorities=(P1, P2, replace(P3, description=None))),
		file(matrix=None),
	),
	"host-priority-shared": (file(priorities=(P1, P2, replace(P3, host_priority="Medium"))), SOUND),
	"day-length-differs": (
		only(p1("resolution", "2 days"), calendars=(calendar(week=week(("09:00", "18:00"))),)),
		only(p1("resolution", "2 days"), calendars=(calendar(week=NINE_TO_FIVE),)),
	),
	"no-break-stated": (on_calendar(week=NINE_TO_FIVE), SOUND),
	"hours-cite-regulation": (
		with_source("Jam kerja sesuai Peraturan Menteri Keuangan Nomor 221 tentang Hari dan Jam Kerja."),
		with_source("Biaya sesuai Peraturan Menteri Keuangan Nomor 221."),
	),
	"joint-leave-counts": (
		replace(
			on_calendar(holidays=("national",)),
			agreement=head(provider="PT Contoh").agreement,
			channels=(),
			terms=terms(parties=()).terms,
		),
		SOUND,
	),
	"joint-leave-missing": (on_calendar(holidays=("national",)), SOUND),
	"joint-leave-optional": (
		replace(
			SOUND, agreement=head(provider="PT Contoh").agreement, channels=(), terms=terms(parties=()).terms
		),
		SOUND,
	),
	"no-holidays": (on_calendar(holidays=()), SOUND),
	"holidays-unknown": (Given(SOUND, today=date(2040, 3, 1)), SOUND),
	"calendar-unused": (file(calendars=BOTH_CALENDARS), SOUND),
	"last-minute-closed": (
		on_calendar(week=week(("00:00", "23:59"))),
		on_calendar(week=week(("00:00", "24:00"))),
	),
	"shift-over": (
		on_calendar(shifts=(ShiftRow(date(2025, 3, 1), date(2025, 3, 31), NINE_TO_FIVE, "Ramadan"),)),
		on_calendar(shifts=(ShiftRow(date(2026, 3, 1), date(2026, 3, 31), NINE_TO_FIVE, "Ramadan"),)),
	),
	"out-of-hours-reading": (
		SOUND,
		replace(only(p1("resolution", "1 day")), agreement=head(working_day="end_of_day").agreement),
	),
	"zone-for-all-partners": (head(partner=None), SOUND),
	"party-in-other-zone": (head(partner="PT Contoh Makassar"), head(partner="PT Contoh Bandung")),
	"no-channels": (file(channels=()), SOUND),
	"no-official-channel": (
		file(channels=tuple(replace(entry, official=False) for entry in SOUND.channels)),
		file(channels=portal(official=False)),
	),
	"personal-number": (file(channels=portal(personal_number=True)), SOUND),
	"mobile-number": (
		file(channels=portal(address="+62 812-0000-0000")),
		file(channels=portal(address="+62 21 5000000")),
	),
	"channel-without-address": (
		file(channels=portal(address=None)),
		file(channels=portal(type="On-site", address=None)),
	),
	"channel-without-response": (
		only(row("response", "1 h", channel="mail")),
		only(row("response", "1 h", channel="mail"), row("response", "1 h", channel="portal")),
	),
	"support-domain-differs": (file(channels=portal(address="bantuan@lain.com")), SOUND),
	"clock-start-unfed": (file(channels=portal(clock_starts="queue_answered")), SOUND),
	"notice-days-unsaid": (file(channels=portal(notice_days=3)), SOUND),
	"confidentiality-unsaid": (
		file(channels=portal(confidential=None)),
		file(channels=tuple(replace(entry, confidential=None) for entry in SOUND.channels)),
	),
	"no-services": (services(), SOUND),
	"service-without-target": (
		replace(
			services(DATA, Service("LAIN", label("Lain"))),
			targets=(row("fulfilment", "8 h", service="DATA"),),
		),
		replace(services(DATA), targets=(row("fulfilment", "8 h", service="DATA"),)),
	),
	"similar-services": (
		replace(
			services(
				Service("A", label("Badan Layanan Umum")),
				Service("B", label("Badan Layanan Umum (BLU) Ditjen")),
			),
			targets=(row("fulfilment", "24 h", service="A"), row("fulfilment", "32 h", service="B")),
		),
		replace(
			services(
				Service("A", label("Badan Layanan Umum")),
				Service("B", label("Badan Layanan Umum (BLU) Ditjen")),
			),
			targets=(row("fulfilment", "24 h", service="A"), row("fulfilment", "24 h", service="B")),
		),
	),
	"service-unofficial-channel": (
		file(services=(replace(DATA, channels=("portal",)), NET), channels=portal(official=False)),
		services(replace(DATA, channels=("portal",)), NET),
	),
	"dependency-without-ola": (only(p1("resolution", "8 h")), SOUND),
	"supporting-unused": (services(replace(DATA, depends_on=()), NET), SOUND),
	"service-without-owner": (
		services(replace(DATA, owner=None), NET),
		services(replace(DATA, owner=None), replace(NET, owner=None)),
	),
	"ola-longer-than-sla": (
		only(p1("resolution", "8 h"), row("ola", "9 h", service="NET", team="Jaringan")),
		only(p1("resolution", "8 h"), row("ola", "8 h", service="NET", team="Jaringan")),
	),
	"ola-in-customer-agreement": (SOUND, head(type="internal")),
	"no-escalation": (file(tiers=()), SOUND),
	"tier-without-trigger": (tier(0, triggers=()), SOUND),
	"tier-without-role": (tier(0, role=None), SOUND),
	"escalation-after-target": (
		tier(
			1, triggers=(trigger("after", length=read_length("9 h"), calendar="office", priorities=("P1",)),)
		),
		tier(
			1, triggers=(trigger("after", length=read_length("7 h"), calendar="office", priorities=("P1",)),)
		),
	),
	"escalation-at-target-end": (tier(1, triggers=(trigger("breach", clock="resolution"),)), SOUND),
	"tiers-same-instant": (
		tier(
			1,
			triggers=(
				trigger("before_due", clock="resolution", length=read_length("4 h"), priorities=("P1",)),
			),
		),
		tier(
			1,
			triggers=(
				trigger("before_due", clock="resolution", length=read_length("2 h"), priorities=("P1",)),
			),
		),
	),
	"triggers-same-instant": (
		tier(
			0,
			triggers=(
				percent(50),
				trigger(
					"without_workaround", length=read_length("4 h"), calendar="office", priorities=("P1",)
				),
			),
		),
		tier(
			0,
			triggers=(
				percent(50),
				trigger(
					"without_workaround", length=read_length("5 h"), calendar="office", priorities=("P1",)
				),
			),
		),
	),
	"tiers-out-of-order": (tier(1, triggers=(percent(40),)), SOUND),
	"priority-without-escalation": (
		file(tiers=(replace(FIRST, triggers=(percent(50, priorities=("P1",)),)),)),
		file(tiers=(FIRST,)),
	),
	"warning-after-escalation": (head(at_risk_percent=75), SOUND),
	"partner-cannot-ask": (
		tier(0, triggers=(percent(50), asked(asked_by=("agent",)))),
		tier(0, triggers=(percent(50), asked(asked_by=("agent",)), asked(asked_by=("management",)))),
	),
	"repeats-without-acknowledgement": (
		tier(0, repeat_every=HOUR),
		tier(0, repeat_every=HOUR, acknowledge_within=HOUR),
	),
	"acknowledgement-leads-nowhere": (tier(1, acknowledge_within=HOUR), tier(0, acknowledge_within=HOUR)),
	"tier-hours-never-open": (
		replace(tier(0, hours="never"), calendars=(*BOTH_CALENDARS, calendar("never", week=Week()))),
		tier(0, hours="office"),
	),
	"tier-asleep-while-clock-runs": (
		replace(asleep(), targets=(p1("resolution", "8 h", "always"),)),
		replace(asleep(wakes_for=("P1",)), targets=(p1("resolution", "8 h", "always"),)),
	),
	"trigger-for-other-partners": (
		tier(0, triggers=(asked(partners=("PT Lain",)),)),
		tier(0, triggers=(asked(partners=("PT Lain", "PT Contoh")),)),
	),
	"request-never-decided": (
		tier(0, triggers=(percent(50), asked())),
		tier(0, triggers=(percent(50), asked(decide_within=HOUR, calendar="office"))),
	),
	"duty-after-target": (
		tier(0, duties=(duty("4 h 1 min"),)),
		tier(0, duties=(duty("4 h"), duty("9 h", "always"))),
	),
	"duty-assumed": (tier(0, duties=(duty("1 h", assumed=True),)), tier(0, duties=(duty("1 h"),))),
	"no-summary": (terms(summary=None), SOUND),
	"no-success-measure": (terms(success=()), SOUND),
	"no-goals": (terms(goals=()), SOUND),
	"no-consequence": (terms(consequence=None), replace(owed(), terms=terms(consequence=None).terms)),
	"no-credit-numbers": (terms(consequence=label("Restitusi biaya")), SOUND),
	"no-termination": (terms(termination=()), SOUND),
	"review-missing": (head(review=None), SOUND),
	"no-version-history": (head(versions=()), head(versions=(VersionNote("2.0", None, "Awal"),))),
	"no-amendment": (terms(amendment=None), SOUND),
	"no-required-facts": (
		file(required_facts=(replace(SOUND.required_facts[0], required=False),)),
		SOUND,
	),
	"no-scope": (file(out_of_scope=()), SOUND),
	"no-availability": (file(availability=None), SOUND),
	"availability-without-exclusions": (SOUND, file(availability=UPTIME)),
	"no-needs": (terms(customer_needs=()), SOUND),
	"no-contact-point": (terms(contacts=SOUND.terms.contacts[:1]), SOUND),
	"contact-without-duty": (
		terms(contacts=(*SOUND.terms.contacts, Contact("customer", label("Direktur")))),
		SOUND,
	),
	"termination-months-differ": (
		terms(missed_months=2),
		terms(termination=(label("Tanpa dukungan", "No support"),)),
	),
	"multi-level-without-levels": (head(type="multi-level"), head(type="multi-level", level="corporate")),
	"review-overdue": (Given(SOUND, today=date(2026, 12, 2)), Given(SOUND, today=date(2026, 12, 1))),
	"review-undated": (head(review=Review(12)), SOUND),
	"agreement-ended": (Given(SOUND, today=date(2028, 1, 1)), Given(SOUND, today=date(2027, 12, 31))),
	"agreement-ends-soon": (Given(SOUND, today=date(2027, 12, 1)), Given(SOUND, today=date(2028, 1, 1))),
	"version-history-ends-elsewhere": (head(version="3.0"), SOUND),
	"no-signatory": (terms(signatories=SOUND.terms.signatories[:1]), SOUND),
	"unsigned": (
		terms(signatories=(Signatory("provider", label("Kepala")), *SOUND.terms.signatories)),
		Given(
			terms(signatories=(Signatory("provider", label("Kepala")), *SOUND.terms.signatories)),
			today=date(2025, 12, 31),
		),
	),
	"completeness-without-facts": (
		replace(head(completeness="ask"), required_facts=()),
		replace(
			head(completeness="ask"),
			required_facts=(),
			channels=portal(categories=(Category("a", label("Status"), ("Nomor tiket",)),)),
		),
	),
	"availability-formula": (file(availability=UPTIME), SOUND),
	"exclusions-and-clocks": (file(availability=UPTIME), SOUND),
	"exclusion-names-incident": (
		file(
			availability=UPTIME,
			priorities=(
				replace(P1, examples=(label("Kerentanan kritis", "A critical vulnerability"),)),
				P2,
				P3,
			),
		),
		file(availability=UPTIME),
	),
	"blind-time-unsaid": (file(availability=UPTIME), SOUND),
	"formula-reduced-by-nothing": (
		uptime(formula="reduced_period"),
		uptime(formula="reduced_period", exclusions=EXCLUSIONS),
	),
	"maintenance-excluded-unannounced": (
		uptime(exclusions=MAINTENANCE),
		uptime(exclusions=MAINTENANCE, maintenance=MaintenanceTerms(read_length("3 days"), "office")),
	),
	"maintenance-announced-and-counted": (
		uptime(exclusions=MAINTENANCE, maintenance=MaintenanceTerms(read_length("3 days"), "office")),
		uptime(
			exclusions=MAINTENANCE,
			maintenance=MaintenanceTerms(read_length("3 days"), "office", "maintenance"),
		),
	),
	"claims-undecided": (
		uptime(exclusions=EXCLUSIONS, claims=ClaimTerms(within=read_length("5 days"), calendar="office")),
		uptime(
			exclusions=EXCLUSIONS, claims=ClaimTerms(decide_within=read_length("5 days"), calendar="office")
		),
	),
	"credit-without-fee": (owed(fee=None), owed()),
	"credit-for-no-availability": (
		replace(owed(), availability=None),
		replace(owed(AgreedScheme("per_missed_target", each=Decimal(500_000))), availability=None),
	),
	"causes-not-asked": (
		file(breach_causes=BreachCauses(False, EXCLUSIONS)),
		file(breach_causes=BreachCauses(True, EXCLUSIONS)),
	),
	"weights-below-one": (weighted("0.7", "0.2"), weighted("0.7", "0.3")),
	"guarantee-without-difference": (
		uptime(guarantees=(GuaranteeRow(("DATA",), Decimal(99)),)),
		uptime(guarantees=(GuaranteeRow(("DATA",), Decimal("99.5")),)),
	),
	"guarantee-outside-the-promise": (
		uptime(services=("NET",), guarantees=(GuaranteeRow(("DATA",), Decimal("99.5")),)),
		uptime(services=("NET", "DATA"), guarantees=(GuaranteeRow(("DATA",), Decimal("99.5")),)),
	),
	"minimum-above-allowance": (
		uptime(minimum=read_length("433 min")),
		uptime(minimum=read_length("432 min")),
	),
	"credit-for-a-kept-month": (
		owed(steps(("99.9", 5), ("99", 10))),
		owed(replace(steps(("99.9", 5), ("99", 10)), only_when_missed=True)),
	),
	"missed-month-without-credit": (owed(steps(("98.9", 10))), owed(steps(("99", 10)))),
	"credit-does-not-rise": (
		owed(steps(("99", 10), ("95", 10))),
		owed(steps(("99", 10), ("95", 11))),
	),
	# 2 + 3 working days of 5 a week are 7 days
	"credit-window-before-decisions": (
		replace(owed(window=CreditWindow("days", 6)), availability=decided("2 days", "3 days")),
		replace(owed(window=CreditWindow("days", 7)), availability=decided("2 days", "3 days")),
	),
	"working-days-around-the-clock": (
		replace(around_the_clock("3 days"), calendars=BOTH_CALENDARS),
		replace(around_the_clock("72 h"), calendars=BOTH_CALENDARS),
	),
	"pause-without-end": (
		file(pause_reasons=(PauseReason("data", label("Menunggu data", "Waiting for data")),)),
		file(
			pause_reasons=(
				PauseReason("data", label("Menunggu data", "Waiting for data"), approval=True),
				PauseReason("part", label("Suku cadang", "Parts"), longest=HOUR, calendar="office"),
			)
		),
	),
	"agreed-but-not-printed": (
		replace(shown("availability"), credit=owed().credit),
		replace(shown("availability", "credits"), credit=owed().credit),
	),
	"languages-numbers-differ": (
		terms(amendment=label("Dalam 5 hari kerja", "Within 6 business days")),
		terms(amendment=label("Dalam 5 hari kerja", "Within five business days")),
	),
	"languages-milestone-differs": (
		terms(amendment=label("Solusi permanen", "Temporary workaround")),
		terms(amendment=label("Solusi permanen", "Permanent solution")),
	),
	"digits-and-words-differ": (
		terms(amendment=label("Dalam 5 (enam) hari kerja", "Within 5 (six) working days")),
		terms(amendment=label("Dalam 5 (lima) hari kerja", "Within 5 (five) working days")),
	),
	"wording-in-one-language": (
		terms(amendment=label("Perubahan dibuat secara tertulis oleh kedua pihak")),
		terms(parties=(Party("provider", label("Dinas Layanan Data Provinsi Contoh")),)),
	),
	"source-languages-differ": (
		with_source("Solusi permanen: 5 hari kerja.", "", "Temporary workaround: Within 5 business days."),
		with_source("Solusi permanen: 5 hari kerja.", "", "Permanent solution: Within 5 business days."),
	),
	"source-number-not-in-file": (
		with_source(*STATED, "Laporan disusun dalam 10 hari kerja."),
		with_source(*STATED, "Satu hari kerja adalah 8 jam."),
	),
	"target-not-in-source": (with_source("Respons: 1 jam, 2 jam, dan 4 jam."), with_source(*STATED)),
	"calendar-against-source": (
		with_source("Respons 24x7 dalam 1 jam kalender."),
		# The same length stands elsewhere as working time: the text alone can't tell which row is which.
		with_source("Respons P1: 1 jam (24x7).", "Respons P2: 1 jam kerja."),
	),
	"trigger-not-in-source": (with_source("Eskalasi saat mendekati batas."), with_source(*STATED)),
	"request-time-not-in-source": (
		with_source(*STATED, given=tier(0, triggers=(asked(decide_within=read_length("90 min")),))),
		with_source(*STATED, given=tier(0, triggers=(asked(decide_within=read_length("2 h")),))),
	),
	"duty-not-in-source": (
		with_source(*STATED, given=tier(0, duties=(duty("90 min"),))),
		with_source(*STATED, given=tier(0, duties=(duty("2 h"), duty("90 min", assumed=True)))),
	),
	"percentage-not-in-source": (with_source("Ketersediaan 99,5 %."), with_source(*STATED)),
	"availability-length-not-in-source": (
		with_source(*STATED, given=uptime(minimum=read_length("5 min"))),
		with_source(
			*STATED, "Gangguan sampai 5 menit tidak dihitung.", given=uptime(minimum=read_length("5 min"))
		),
	),
	"formula-missing-in-source": (
		with_source("Ketersediaan dihitung dengan formula:", "", "5.2 Pengecualian"),
		with_source("Ketersediaan dihitung dengan formula:", "(total - henti) / total x 100"),
	),
	"ola-as-user-promise": (
		with_source("Operational Level Agreement/OLA adalah komitmen bagi pengguna."),
		with_source("Operational Level Agreement/OLA adalah komitmen tim pendukung."),
	),
}


def test_every_rule_has_its_case():
	assert list(CASES) == [rule.code for rule in RULES]


@pytest.mark.parametrize("code", CASES)
def test_the_flaw_is_found(code):
	findings = found(CASES[code][0], code)
	assert findings
	rule = next(rule for rule in RULES if rule.code == code)
	for finding in findings:
		assert finding.severity == rule.severity
		assert finding.reading in (rule.readings or ("",))


@pytest.mark.parametrize("code", CASES)
def test_the_sound_neighbour_is_left_alone(code):
	assert not found(CASES[code][1], code)


@pytest.mark.parametrize("code", CASES)
def test_both_languages_are_complete_and_different(code):
	for finding in found(CASES[code][0], code):
		for text in (finding.message, finding.advice):
			assert text.get("id").strip() and text.get("en").strip()
		assert finding.message.get("id") != finding.message.get("en")
		assert finding.say("id") == " ".join((finding.message.get("id"), finding.advice.get("id")))
		assert finding.say("en") == " ".join((finding.message.get("en"), finding.advice.get("en")))


def test_the_sound_file_leaves_only_readings_to_be_known():
	assert [(finding.severity, finding.code) for finding in found(SOUND)] == [
		("note", "out-of-hours-reading"),
		("note", "ola-in-customer-agreement"),
		("note", "availability-without-exclusions"),
	]


def test_a_support_address_of_a_contact_is_compared_too():
	"""004 §2b: the odd domain may stand in a contact as well; a social account is no domain."""
	contacts = tuple(replace(entry, email="bantuan@lain.com") for entry in SOUND.terms.contacts)
	paths = [finding.path for finding in found(terms(contacts=contacts), "support-domain-differs")]
	assert paths == ["terms.contacts[0].email"]
	assert not found(file(channels=portal(type="Social", address="@hai.djpb")), "support-domain-differs")


def test_one_address_is_held_against_the_provider():
	"""004 §2b: support@bposeven.com of Benemica."""
	one = file(channels=SOUND.channels[1:])
	assert not found(one, "support-domain-differs")
	other = replace(one, agreement=head(provider="Benemica").agreement)
	assert [finding.path for finding in found(other, "support-domain-differs")] == ["channels[0].address"]


def test_a_narrower_row_takes_the_place_of_a_wider_one():
	"""The response of all tickets is late for P1, but P1 has its own."""
	wide = only(row("response", "9 h"), p1("resolution", "8 h"))
	assert found(wide, "response-after-resolution")
	own = only(row("response", "9 h"), p1("response", "1 h"), p1("resolution", "8 h"))
	assert not found(own, "response-after-resolution")


def test_two_calendars_are_compared_by_due_times():
	"""4 business hours end before 8 hours of 24x7 on a morning, and after them on an evening."""
	rows = p1("response", "4 h"), p1("resolution", "8 h", "always")
	assert found(only(*rows, calendars=BOTH_CALENDARS), "response-after-resolution")
	rows = p1("response", "4 h", "always"), p1("resolution", "8 h")
	assert not found(only(*rows, calendars=BOTH_CALENDARS), "response-after-resolution")


def test_an_immediate_first_answer_is_no_deadline():
	"""001 §6.4: two minutes to answer the call, fulfilment at once, or the ticket is handed over."""
	given = only(row("response", "2 min"), row("fulfilment", "immediate"))
	assert not found(given, "response-after-resolution")


def test_an_ola_is_held_against_the_services_that_need_it():
	"""003 step 3: NET supports DATA."""
	needed = only(row("fulfilment", "4 h", service="DATA"), row("ola", "5 h", service="NET", team="Jaringan"))
	assert [finding.path for finding in found(needed, "ola-longer-than-sla")] == ["targets[1].target"]
	alone = replace(needed, services=(replace(DATA, depends_on=()), NET))
	assert not found(alone, "ola-longer-than-sla")


def test_a_tier_without_a_trigger_may_wait_for_the_silence_of_the_one_below():
	assert found(tier(1, triggers=()), "tier-without-trigger")
	below = replace(FIRST, acknowledge_within=HOUR)
	assert not found(file(tiers=(below, replace(SECOND, triggers=()))), "tier-without-trigger")


def test_what_a_person_or_another_partners_ticket_brings_is_no_tier_that_comes_by_itself():
	for on in ("manual", "reported", "massive_impact", "several_partners"):
		assert found(file(tiers=(replace(FIRST, triggers=(trigger(on),)),)), "priority-without-escalation")
	still = trigger("stagnation", length=HOUR, calendar="office")
	assert not found(file(tiers=(replace(FIRST, triggers=(still,)),)), "priority-without-escalation")


def test_a_calendar_of_hours_or_duties_is_used():
	for changed in (tier(0, hours="always"), tier(0, duties=(duty("1 h", "always"),))):
		assert not found(replace(changed, calendars=BOTH_CALENDARS), "calendar-unused")


def test_a_duty_of_a_tier_at_the_breach_may_come_after_it():
	"""000 §4.2: the conference call of level 3 follows P1's missed target."""
	breach = trigger("breach", clock="resolution")
	assert not found(tier(0, triggers=(breach,), duties=(duty("2 h"),)), "duty-after-target")
	reported = trigger("reported")
	assert found(tier(0, triggers=(reported,), duties=(duty("9 h"),)), "duty-after-target")


def test_a_trigger_without_a_clock_is_judged_by_the_clock_that_the_engine_watches():
	"""004: with a workaround and a permanent fix alone it is the workaround; beside a resolution it never is."""
	five_hours = trigger("after", length=read_length("5 h"), calendar="office", priorities=("P1",))
	first = (replace(FIRST, triggers=(five_hours,)),)
	assert not found(
		more(p1("workaround", "4 h"), tiers=first), "escalation-after-target"
	)  # P1: resolution 8 h
	benemica = only(p1("workaround", "4 h"), p1("permanent_fix", "40 h"), tiers=first)
	assert [str(one.path) for one in found(benemica, "escalation-after-target")] == [
		"escalation.tiers[0].triggers[0]"
	]
	long = only(p1("workaround", "8 h"), p1("permanent_fix", "40 h"), tiers=first)
	assert not found(long, "escalation-after-target")


def test_the_last_tier_may_repeat_without_an_end():
	assert not found(tier(1, repeat_every=HOUR), "repeats-without-acknowledgement")


def test_a_source_that_says_the_calendar_leaves_no_question():
	"""000 §2.1: "1 Jam (berlaku 24x7)" is plain, "8 Jam" isn't."""
	given = only(
		p1("response", "1 h", "always"), row("response", "4 h", priority="P2"), calendars=BOTH_CALENDARS
	)
	assert found(Given(given, "P1: 1 Jam"), "hours-calendar-unsaid")
	assert not found(Given(given, "P1: 1 Jam (berlaku 24x7)"), "hours-calendar-unsaid")
	assert not found(Given(given, "P1: 1 jam kerja"), "hours-calendar-unsaid")
	assert found(Given(given, "P1: 1 jam kerja"), "calendar-against-source")
