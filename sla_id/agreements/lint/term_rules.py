"""Rules about everything except numbers: the seven points of 002, review, versions, signatures, availability."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from sla_id.agreements.file import Label
from sla_id.agreements.file.model import PARTIES
from sla_id.agreements.lint.lengths_in_text import amounts, digits, months, words_as_digits
from sla_id.agreements.lint.lint_finding import NOTE, WARNING
from sla_id.agreements.lint.linted_file import Subject, both, day, names_of
from sla_id.agreements.lint.rule import Found, gap, rule
from sla_id.engine import Sentence

_SOON = timedelta(days=60)
_PARTY = {"provider": both("penyedia", "provider"), "customer": both("pelanggan", "customer")}
_MONTH_MINUTES = 30 * 24 * 60
_SECURITY = re.compile(
	r"serang|retas|kerentanan|keamanan|attack|intrusion|vulnerab|security|denial|malware", re.I
)
_THIRD_PARTY = re.compile(r"pihak ketiga|third[- ]party|cloud|\bdns\b", re.I)
_SUBJECTS = {
	both("keamanan", "security"): _SECURITY,
	both("pihak ketiga", "third parties"): _THIRD_PARTY,
}


def _consequence_without_number(subject: Subject) -> bool:
	text = subject.file.terms.consequence
	return text is not None and not (digits(text.id) or words_as_digits(text.id) or _owes_credit(subject))


def _owes_credit(subject: Subject) -> bool:
	credit = subject.file.credit
	return credit is not None and credit.enabled


def _nothing_follows(subject: Subject) -> bool:
	return subject.file.terms.consequence is None and not _owes_credit(subject)


# fmt: off
GAPS = (
	gap("no-summary", NOTE, "terms.summary", "No summary of the agreement (002 §1).",
		Sentence("There is no summary of what is provided, and to whom."), Sentence("Write a sentence or two.")),
	gap("no-success-measure", NOTE, "terms.success", "Nothing says how success is measured (002 §1).",
		Sentence("The agreement doesn't say how success is measured."),
		Sentence("Write the measure, such as the share of tickets within target each month.")),
	gap("no-goals", NOTE, "terms.goals", "No goals of the parties (002 §2).",
		Sentence("The goals of both parties aren't stated."), Sentence("Write goals that can be measured.")),
	gap("no-consequence", WARNING, "terms.consequence", "Nothing follows a missed target (002 §5; 000 has no credits).",
		Sentence("Nothing follows when a target is missed, such as a service credit."),
		Sentence("Agree on it, such as 2 × the daily fee for each 24 h of downtime, or say that there is none."),
		readings=("X27",), when=_nothing_follows),
	gap("no-credit-numbers", NOTE, "terms.consequence", "A consequence without any number: a credit that nobody can compute (002 §5).",
		Sentence("The consequence has no number: a service credit can't be computed from it."),
		Sentence("Write the amount and its unit (per cent of the monthly fee, times the daily fee)."),
		readings=("X27",),
		when=_consequence_without_number),
	gap("no-termination", WARNING, "terms.termination", "Nothing says how the agreement may be ended (002 §6).",
		Sentence("The terms of termination aren't stated."),
		Sentence("Write when it may be ended, such as after three months of missed targets.")),
	gap("review-missing", WARNING, "agreement.review", "An agreement that is never reviewed (000 §7.1, 003 step 11).",
		Sentence("The agreement has no regular review."), Sentence("Write its interval, such as 12 months."), readings=("X19",)),
	gap("no-version-history", NOTE, "agreement.versions", "An agreement without a version history (001, Versi; 003, Riwayat revisi).",
		Sentence("The version history is empty."), Sentence("Note each version with its date.")),
	gap("no-amendment", WARNING, "terms.amendment", "Nothing says how the agreement is changed (000 §7.2, 001 §5.4).",
		Sentence("The agreement doesn't say how it is changed."), Sentence("Write who approves a change and in which form.")),
	gap("no-required-facts", NOTE, "required_facts", "Nothing says what a report must contain (000 §3.2, 004 §3).",
		Sentence("The agreement doesn't say what a report must contain."), Sentence("Write the facts that are required."),
		when=lambda subject: not any(fact.required for fact in subject.file.required_facts)),
	gap("no-scope", NOTE, "out_of_scope", "Nothing says what isn't covered (000 §1.2).",
		Sentence("The agreement doesn't say what isn't covered."), Sentence("Write what is out of scope.")),
	gap("no-availability", NOTE, "availability", "No promise of uptime (000 §5.1).",
		Sentence("There is no promise of availability."),
		Sentence("Add a percentage per calendar month if the service is a running system.")),
	gap("availability-without-exclusions", NOTE, "availability.exclusions", "An uptime from which nothing is excluded, planned maintenance neither (000 §5.2).",
		Sentence("The availability has no exclusions: scheduled maintenance reduces it too."),
		Sentence("Write them, or say that there are none."), readings=("X6",),
		when=lambda subject: subject.file.availability and not subject.file.availability.exclusions),
)
# fmt: on


@rule(
	NOTE,
	says=Sentence("The needs of the {name} aren't stated."),
	advice=Sentence("Write what it needs to reach its goals, such as reports or access."),
)
def no_needs(subject: Subject) -> Iterator[Found]:
	"""A party whose needs aren't stated (002 §3)."""
	terms = subject.file.terms
	for party, needs in (("provider", terms.provider_needs), ("customer", terms.customer_needs)):
		if not needs:
			name = _PARTY[party]
			yield Found(f"terms.{party}_needs", {"name": name})


@rule(
	WARNING,
	says=Sentence("There is no contact point of the {name}."),
	advice=Sentence("Name the function and its duty."),
)
def no_contact_point(subject: Subject) -> Iterator[Found]:
	"""A party without a contact point (002 §4, 000 §7.3)."""
	for party in PARTIES:
		if not any(contact.party == party for contact in subject.file.terms.contacts):
			name = _PARTY[party]
			yield Found("terms.contacts", {"name": name})


@rule(
	NOTE,
	says=Sentence("The duty of the {role} isn't stated."),
	advice=Sentence("Write who does what, and who reports."),
)
def contact_without_duty(subject: Subject) -> Iterator[Found]:
	"""A contact without a duty: who does what, who reports (002 §4)."""
	for number, contact in enumerate(subject.file.terms.contacts):
		if contact.duty is None:
			yield Found(f"terms.contacts[{number}].duty", {"role": contact.role})


@rule(
	WARNING,
	says=Sentence(
		"missed_months is {missed_months}, but item {number} of the terms of termination says another length: {text}"
	),
	advice=Sentence("Make the two numbers agree."),
)
def termination_months_differ(subject: Subject) -> Iterator[Found]:
	"""Terms of termination with a different number of months than missed_months (002 §6)."""
	terms = subject.file.terms
	if terms.missed_months is None:
		return
	for number, text in enumerate(terms.termination):
		said = {amount.key for amount in amounts(text.id) if amount.unit == "months"}
		if said and months(terms.missed_months) not in said:
			yield Found(
				"terms.missed_months",
				{"missed_months": terms.missed_months, "number": number + 1, "text": text},
			)


@rule(
	WARNING,
	says=Sentence("A multi-level agreement without a level and with fewer than three parties."),
	advice=Sentence("Write level and extends, or name all of its parties."),
)
def multi_level_without_levels(subject: Subject) -> Iterator[Found]:
	"""A multi-level agreement that names no level, no parent and no parties (002, types of SLA)."""
	agreement, terms = subject.file.agreement, subject.file.terms
	if agreement.type == "multi-level" and agreement.level is None and len(terms.parties) < 3:
		yield Found("agreement.level")


@rule(
	WARNING,
	"X19",
	says=Sentence("The next review ({due}) is past; the last one: {last}. The agreement stays in force."),
	advice=Sentence("Hold the review, then fill in last and next."),
)
def review_overdue(subject: Subject) -> Iterator[Found]:
	"""A review that is overdue (001 §4: 31-12-2023, last "-"). The agreement stays in force."""
	review = subject.file.agreement.review
	if review and review.next and review.next < subject.today:
		due, last = day(review.next), day(review.last)
		yield Found(
			"agreement.review.next",
			{"due": due, "last": last},
			subject.sentence_with("Review berikutnya", "next review"),
		)


@rule(
	WARNING,
	"X19",
	says=Sentence("The review every {months} months has no date yet: nobody is reminded."),
	advice=Sentence("Fill in the date of the next review."),
)
def review_undated(subject: Subject) -> Iterator[Found]:
	"""A review with an interval but no date, so nobody is reminded (000 §7.1)."""
	review = subject.file.agreement.review
	if review and review.next is None:
		yield Found(
			"agreement.review.next",
			{"months": review.months},
			subject.sentence_with("akan ditinjau", "ditinjau", "reviewed"),
		)


@rule(
	WARNING,
	says=Sentence("The agreement ended on {end}."),
	advice=Sentence("Renew it with a new version; new tickets no longer get this agreement."),
)
def agreement_ended(subject: Subject) -> Iterator[Found]:
	"""An agreement whose last day has passed."""
	end = subject.file.agreement.effective_to
	if end and end < subject.today:
		yield Found("agreement.effective_to", {"end": day(end)})


@rule(
	NOTE,
	says=Sentence("The agreement ends in {left} days ({end})."),
	advice=Sentence("Prepare the next version."),
)
def agreement_ends_soon(subject: Subject) -> Iterator[Found]:
	"""An agreement that ends within sixty days."""
	end = subject.file.agreement.effective_to
	if end and subject.today <= end <= subject.today + _SOON:
		left = (end - subject.today).days
		yield Found("agreement.effective_to", {"left": left, "end": day(end)})


@rule(
	WARNING,
	says=Sentence("The version history ends with {last}, but this agreement is version {version}."),
	advice=Sentence("Add its row, or correct version."),
)
def version_history_ends_elsewhere(subject: Subject) -> Iterator[Found]:
	"""A version history that ends with a different version than the agreement's (001, Versi)."""
	agreement = subject.file.agreement
	if agreement.versions and agreement.versions[-1].version != agreement.version:
		last = agreement.versions[-1].version
		yield Found(
			f"agreement.versions[{len(agreement.versions) - 1}].version",
			{"last": last, "version": agreement.version},
		)


@rule(WARNING, says=Sentence("Nobody signs for the {name}."), advice=Sentence("Add the function that signs."))
def no_signatory(subject: Subject) -> Iterator[Found]:
	"""A party that nobody signs for (001, Persetujuan)."""
	for party in PARTIES:
		if not any(signatory.party == party for signatory in subject.file.terms.signatories):
			name = _PARTY[party]
			yield Found("terms.signatories", {"name": name})


@rule(
	NOTE,
	says=Sentence("The agreement has been in force since {since}, but these haven't signed: {names}."),
	advice=Sentence("Fill in the dates of signature."),
)
def unsigned(subject: Subject) -> Iterator[Found]:
	"""An agreement in force that a signatory hasn't signed."""
	agreement, signatories = subject.file.agreement, subject.file.terms.signatories
	open_ = [(number, entry) for number, entry in enumerate(signatories) if entry.signed is None]
	if open_ and agreement.effective_from <= subject.today:
		since = day(agreement.effective_from)
		yield Found(
			f"terms.signatories[{open_[0][0]}].signed",
			{
				"since": since,
				"names": names_of(entry.role for _, entry in open_),
			},
		)


@rule(
	WARNING,
	says=Sentence("completeness: {completeness} means nothing without required facts."),
	advice=Sentence("Write required_facts, or completeness: none."),
)
def completeness_without_facts(subject: Subject) -> Iterator[Found]:
	"""A rule for incomplete reports in an agreement that requires no facts (000 §3.2, 001 §6.2)."""
	file = subject.file
	required = (
		any(fact.required for fact in file.required_facts)
		or any(category.required for channel in file.channels for category in channel.categories)
		or any(service.documents for service, _ in file.all_services())
	)
	completeness = file.agreement.completeness
	if completeness != "none" and not required:
		yield Found("agreement.completeness", {"completeness": completeness})


@rule(
	NOTE,
	"X6",
	says=Sentence(
		"The formula of availability divides by {used}. In a month of 30 days with {down} minutes of downtime, {excluded} of them excluded, it gives {whole} % (whole month) or {reduced} % (reduced)."
	),
	advice=Sentence("Write the formula into the agreement."),
)
def availability_formula(subject: Subject) -> Iterator[Found]:
	"""Availability whose two formulas give different percentages (000 §5.1, where the formula is missing)."""
	availability = subject.file.availability
	if availability is None or not availability.exclusions:
		return
	allowed = Decimal(_MONTH_MINUTES) * (100 - availability.target_percent) / 100
	excluded = max(allowed / 9, Decimal(1)).quantize(Decimal(1))
	down = allowed.quantize(Decimal(1)) + excluded
	whole = (_MONTH_MINUTES - (down - excluded)) * 100 / Decimal(_MONTH_MINUTES)
	reduced = (_MONTH_MINUTES - down) * 100 / (_MONTH_MINUTES - excluded)
	used = both("bulan penuh", "the whole month")
	if availability.formula == "reduced_period":
		used = both("bulan dikurangi pengecualian", "the month less exclusions")
	elif availability.formula == "reduced_by_excluded_downtime":
		used = both("bulan dikurangi Waktu Henti yang dikecualikan", "the month less excluded downtime")
	yield Found(
		"availability.formula",
		{
			"used": used,
			"down": down,
			"excluded": excluded,
			"whole": f"{whole:.4f}",
			"reduced": f"{reduced:.4f}",
		},
		subject.sentence_with("dihitung dengan formula", "calculated", "formula"),
	)


@rule(
	NOTE,
	"X7",
	says=Sentence("The exclusions ({names}) concern availability only; the clocks of tickets run on."),
	advice=Sentence("Say in the agreement if they should stop the clocks of tickets as well."),
)
def exclusions_and_clocks(subject: Subject) -> Iterator[Found]:
	"""Exclusions that readers may understand as stopping ticket clocks too (000 §5.2)."""
	availability = subject.file.availability
	if availability is None or not availability.exclusions or not subject.file.targets:
		return
	yield Found(
		"availability.exclusions",
		{"names": names_of(item.label for item in availability.exclusions)},
		subject.sentence_with("Komitmen SLA tidak berlaku", "Pengecualian SLA", "SLA Exclusions"),
	)


@rule(
	WARNING,
	"X7",
	says=Sentence(
		'The exclusion "{label}" and priority {code} both concern {subject_name}: such an incident keeps its targets, only its downtime isn\'t counted.'
	),
	advice=Sentence("Make sure that both parties read it that way."),
)
def exclusion_names_incident(subject: Subject) -> Iterator[Found]:
	"""An exclusion of something that a priority counts as an incident (000 §5.2 attack, §2.1 P1 vulnerability)."""
	availability = subject.file.availability
	for number, item in enumerate(availability.exclusions if availability else ()):
		excluded = _text(item.label, item.description)
		for subject_name, words in _SUBJECTS.items():
			for priority in subject.file.priorities:
				if words.search(excluded) and words.search(_text(priority.description, *priority.examples)):
					yield Found(
						f"availability.exclusions[{number}]",
						{"label": item.label, "code": priority.code, "subject_name": subject_name},
						subject.sentence_with(item.label.id),
					)
					break


def _text(*labels: Label | None) -> str:
	return " ".join(text for label in labels if label for text in (label.id, label.en))
