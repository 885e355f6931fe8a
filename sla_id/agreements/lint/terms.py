"""Rules about everything but the numbers: the seven points of 002, review, versions, signatures, availability."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from sla_id.agreements.file import Label
from sla_id.agreements.file.model import PARTIES
from sla_id.agreements.lint.finding import Found
from sla_id.agreements.lint.lengths import amounts, digits, months, words_as_digits
from sla_id.agreements.lint.subject import Subject, both, day, listed

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


def no_summary(subject: Subject) -> Iterator[Found]:
	"""No summary of the agreement (002 §1)."""
	if subject.file.terms.summary is None:
		yield Found(
			"terms.summary",
			both(
				"Tidak ada ringkasan perjanjian: apa yang diberikan, kepada siapa.",
				"There is no summary: what is given, and to whom.",
			),
			both("Tulis satu dua kalimat.", "Write a sentence or two."),
		)


def no_success_measure(subject: Subject) -> Iterator[Found]:
	"""Nothing says how success is measured (002 §1)."""
	if not subject.file.terms.success:
		yield Found(
			"terms.success",
			both("Tidak disebut bagaimana keberhasilan diukur.", "It isn't said how success is measured."),
			both(
				"Tulis ukurannya, misalnya persentase tiket yang memenuhi target tiap bulan.",
				"Write the measure, such as the share of tickets within target each month.",
			),
		)


def no_goals(subject: Subject) -> Iterator[Found]:
	"""No goals of the parties (002 §2)."""
	if not subject.file.terms.goals:
		yield Found(
			"terms.goals",
			both("Tujuan kedua pihak tidak disebut.", "The goals of both parties aren't stated."),
			both("Tulis tujuan yang dapat diukur.", "Write goals that can be measured."),
		)


def no_needs(subject: Subject) -> Iterator[Found]:
	"""A party whose needs aren't stated (002 §3)."""
	terms = subject.file.terms
	for party, needs in (("provider", terms.provider_needs), ("customer", terms.customer_needs)):
		if not needs:
			name = _PARTY[party]
			yield Found(
				f"terms.{party}_needs",
				both(f"Kebutuhan {name.id} tidak disebut.", f"The needs of the {name.en} aren't stated."),
				both(
					"Tulis apa yang dibutuhkannya untuk mencapai tujuan, misalnya laporan atau akses.",
					"Write what it needs to reach its goals, such as reports or access.",
				),
			)


def no_contact_point(subject: Subject) -> Iterator[Found]:
	"""A party without a contact point (002 §4, 000 §7.3)."""
	for party in PARTIES:
		if not any(contact.party == party for contact in subject.file.terms.contacts):
			name = _PARTY[party]
			yield Found(
				"terms.contacts",
				both(
					f"Tidak ada titik kontak dari pihak {name.id}.",
					f"There is no contact point of the {name.en}.",
				),
				both("Sebut fungsi dan tugasnya.", "Name the function and its duty."),
			)


def contact_without_duty(subject: Subject) -> Iterator[Found]:
	"""A contact without a duty: who does what, who reports (002 §4)."""
	for number, contact in enumerate(subject.file.terms.contacts):
		if contact.duty is None:
			yield Found(
				f"terms.contacts[{number}].duty",
				both(
					f"Tugas {contact.role.id} tidak disebut.",
					f"The duty of the {contact.role.en} isn't stated.",
				),
				both(
					"Tulis siapa yang melakukan apa, dan siapa yang melapor.",
					"Write who does what, and who reports.",
				),
			)


def no_consequence(subject: Subject) -> Iterator[Found]:
	"""Nothing follows a missed target (002 §5; 000 has no credits)."""
	if subject.file.terms.consequence is None:
		yield Found(
			"terms.consequence",
			both(
				"Tidak ada akibat bila target tidak tercapai, misalnya kredit layanan (restitusi).",
				"Nothing follows when a target is missed, such as a service credit.",
			),
			both(
				"Sepakati akibatnya, misalnya 2 × biaya harian untuk setiap 24 jam waktu henti, atau nyatakan tidak ada.",
				"Agree on it, such as 2 × the daily fee for each 24 h of downtime, or say that there is none.",
			),
		)


def no_credit_numbers(subject: Subject) -> Iterator[Found]:
	"""A consequence without any number: a credit that nobody can compute (002 §5)."""
	text = subject.file.terms.consequence
	if text is not None and not (digits(text.id) or words_as_digits(text.id)):
		yield Found(
			"terms.consequence",
			both(
				"Akibat disebut tanpa angka: kredit layanan tidak dapat dihitung.",
				"The consequence has no number: a service credit can't be computed from it.",
			),
			both(
				"Tulis besarnya dan satuannya (persen biaya bulanan, kali biaya harian).",
				"Write the amount and its unit (per cent of the monthly fee, times the daily fee).",
			),
		)


def no_termination(subject: Subject) -> Iterator[Found]:
	"""Nothing says how the agreement may be ended (002 §6)."""
	if not subject.file.terms.termination:
		yield Found(
			"terms.termination",
			both("Ketentuan pembatalan tidak disebut.", "The terms of termination aren't stated."),
			both(
				"Tulis kapan perjanjian dapat diakhiri, misalnya setelah tiga bulan target tidak tercapai.",
				"Write when it may be ended, such as after three months of missed targets.",
			),
		)


def termination_months_differ(subject: Subject) -> Iterator[Found]:
	"""Another number of months in the terms of termination than in missed_months (002 §6)."""
	terms = subject.file.terms
	if terms.missed_months is None:
		return
	for number, text in enumerate(terms.termination):
		said = {amount.key for amount in amounts(text.id) if amount.unit == "months"}
		if said and months(terms.missed_months) not in said:
			yield Found(
				"terms.missed_months",
				both(
					f"missed_months adalah {terms.missed_months}, sedangkan ketentuan pembatalan ke-{number + 1}"
					f" menyebut lamanya lain: {text.id}",
					f"missed_months is {terms.missed_months}, but item {number + 1} of the terms of termination"
					f" says another length: {text.en}",
				),
				both("Samakan angkanya.", "Make the two numbers one."),
			)


def multi_level_without_levels(subject: Subject) -> Iterator[Found]:
	"""A multi-level agreement that names no level, no parent and no parties (002, types of SLA)."""
	agreement, terms = subject.file.agreement, subject.file.terms
	if agreement.type == "multi-level" and agreement.level is None and len(terms.parties) < 3:
		yield Found(
			"agreement.level",
			both(
				"Perjanjian bertingkat tanpa tingkat (level) dan dengan kurang dari tiga pihak.",
				"A multi-level agreement without a level and with fewer than three parties.",
			),
			both(
				"Tulis level dan extends, atau sebut semua pihaknya.",
				"Write level and extends, or name all of its parties.",
			),
		)


def review_overdue(subject: Subject) -> Iterator[Found]:
	"""A review that should have taken place (001 §4: 31-12-2023, last "-"); the agreement stays in force."""
	review = subject.file.agreement.review
	if review and review.next and review.next < subject.today:
		due, last = day(review.next), day(review.last)
		yield Found(
			"agreement.review.next",
			both(
				f"Tinjauan berikutnya ({due.id}) sudah lewat; tinjauan terakhir: {last.id}. Perjanjian tetap"
				" berlaku.",
				f"The next review ({due.en}) is past; the last one: {last.en}. The agreement stays in force.",
			),
			both("Adakan tinjauan, lalu isi last dan next.", "Hold the review, then fill in last and next."),
			subject.sentence_with("Review berikutnya", "next review"),
		)


def review_missing(subject: Subject) -> Iterator[Found]:
	"""An agreement that is never reviewed (000 §7.1, 003 step 11)."""
	if subject.file.agreement.review is None:
		yield Found(
			"agreement.review",
			both(
				"Perjanjian tidak mempunyai tinjauan berkala.",
				"The agreement has no regular review.",
			),
			both("Tulis selang tinjauannya, misalnya 12 bulan.", "Write its interval, such as 12 months."),
		)


def review_undated(subject: Subject) -> Iterator[Found]:
	"""A review with an interval and no date: nobody is reminded (000 §7.1)."""
	review = subject.file.agreement.review
	if review and review.next is None:
		yield Found(
			"agreement.review.next",
			both(
				f"Tinjauan setiap {review.months} bulan belum bertanggal: tidak ada yang diingatkan.",
				f"The review every {review.months} months has no date yet: nobody is reminded.",
			),
			both("Isi tanggal tinjauan berikutnya.", "Fill in the date of the next review."),
			subject.sentence_with("akan ditinjau", "ditinjau", "reviewed"),
		)


def agreement_ended(subject: Subject) -> Iterator[Found]:
	"""An agreement whose last day is past."""
	end = subject.file.agreement.effective_to
	if end and end < subject.today:
		yield Found(
			"agreement.effective_to",
			both(f"Perjanjian berakhir pada {day(end).id}.", f"The agreement ended on {day(end).en}."),
			both(
				"Perpanjang dengan versi baru; tiket baru tidak lagi mendapat perjanjian ini.",
				"Renew it with a new version; new tickets no longer get this agreement.",
			),
		)


def agreement_ends_soon(subject: Subject) -> Iterator[Found]:
	"""An agreement that ends within sixty days."""
	end = subject.file.agreement.effective_to
	if end and subject.today <= end <= subject.today + _SOON:
		left = (end - subject.today).days
		yield Found(
			"agreement.effective_to",
			both(
				f"Perjanjian berakhir dalam {left} hari ({day(end).id}).",
				f"The agreement ends in {left} days ({day(end).en}).",
			),
			both("Siapkan versi berikutnya.", "Prepare the next version."),
		)


def version_history_ends_elsewhere(subject: Subject) -> Iterator[Found]:
	"""A version history whose last entry is another version than the agreement's (001, Versi)."""
	agreement = subject.file.agreement
	if agreement.versions and agreement.versions[-1].version != agreement.version:
		last = agreement.versions[-1].version
		yield Found(
			f"agreement.versions[{len(agreement.versions) - 1}].version",
			both(
				f"Riwayat versi berakhir pada {last}, sedangkan perjanjian ini versi {agreement.version}.",
				f"The version history ends with {last}, but this agreement is version {agreement.version}.",
			),
			both("Tambahkan barisnya, atau perbaiki version.", "Add its row, or correct version."),
		)


def no_version_history(subject: Subject) -> Iterator[Found]:
	"""An agreement without a version history (001, Versi; 003, Riwayat revisi)."""
	if not subject.file.agreement.versions:
		yield Found(
			"agreement.versions",
			both("Riwayat versi kosong.", "The version history is empty."),
			both("Catat setiap versi dengan tanggalnya.", "Note each version with its date."),
		)


def no_signatory(subject: Subject) -> Iterator[Found]:
	"""A party that nobody signs for (001, Persetujuan)."""
	for party in PARTIES:
		if not any(signatory.party == party for signatory in subject.file.terms.signatories):
			name = _PARTY[party]
			yield Found(
				"terms.signatories",
				both(f"Tidak ada penanda tangan dari pihak {name.id}.", f"Nobody signs for the {name.en}."),
				both("Tambahkan jabatannya.", "Add the function that signs."),
			)


def unsigned(subject: Subject) -> Iterator[Found]:
	"""An agreement in force that a signatory hasn't signed."""
	agreement, signatories = subject.file.agreement, subject.file.terms.signatories
	open_ = [(number, entry) for number, entry in enumerate(signatories) if entry.signed is None]
	if open_ and agreement.effective_from <= subject.today:
		since = day(agreement.effective_from)
		yield Found(
			f"terms.signatories[{open_[0][0]}].signed",
			both(
				f"Perjanjian berlaku sejak {since.id}, tetapi belum ditandatangani:"
				f" {listed(entry.role.id for _, entry in open_)}.",
				f"The agreement is in force since {since.en}, but not signed:"
				f" {listed(entry.role.en for _, entry in open_)}.",
			),
			both("Isi tanggal tanda tangan.", "Fill in the dates of signature."),
		)


def no_amendment(subject: Subject) -> Iterator[Found]:
	"""Nothing says how the agreement is changed (000 §7.2, 001 §5.4)."""
	if subject.file.terms.amendment is None:
		yield Found(
			"terms.amendment",
			both("Cara mengubah perjanjian tidak disebut.", "It isn't said how the agreement is changed."),
			both(
				"Tulis siapa yang menyetujui perubahan dan dalam bentuk apa.",
				"Write who approves a change and in which form.",
			),
		)


def no_required_facts(subject: Subject) -> Iterator[Found]:
	"""Nothing says what a report must contain (000 §3.2, 004 §3)."""
	if not any(fact.required for fact in subject.file.required_facts):
		yield Found(
			"required_facts",
			both(
				"Tidak disebut informasi apa yang wajib ada dalam laporan.",
				"It isn't said what a report must contain.",
			),
			both("Tulis informasi wajibnya.", "Write the facts that are required."),
		)


def completeness_without_facts(subject: Subject) -> Iterator[Found]:
	"""Reports held to be complete although nothing is required (000 §3.2, 001 §6.2)."""
	file = subject.file
	required = (
		any(fact.required for fact in file.required_facts)
		or any(category.required for channel in file.channels for category in channel.categories)
		or any(service.documents for service, _ in file.all_services())
	)
	completeness = file.agreement.completeness
	if completeness != "none" and not required:
		yield Found(
			"agreement.completeness",
			both(
				f"completeness: {completeness} tidak berarti apa-apa tanpa informasi wajib.",
				f"completeness: {completeness} means nothing without required facts.",
			),
			both(
				"Tulis required_facts, atau completeness: none.",
				"Write required_facts, or completeness: none.",
			),
		)


def no_scope(subject: Subject) -> Iterator[Found]:
	"""Nothing says what isn't covered (000 §1.2)."""
	if not subject.file.out_of_scope:
		yield Found(
			"out_of_scope",
			both("Tidak disebut apa yang tidak dicakup.", "It isn't said what isn't covered."),
			both("Tulis pengecualian ruang lingkupnya.", "Write what is out of scope."),
		)


def no_availability(subject: Subject) -> Iterator[Found]:
	"""No promise of uptime (000 §5.1)."""
	if subject.file.availability is None:
		yield Found(
			"availability",
			both("Tidak ada janji ketersediaan layanan.", "There is no promise of availability."),
			both(
				"Tambahkan persentase per bulan kalender bila layanannya sistem yang berjalan.",
				"Add a percentage per calendar month if the service is a running system.",
			),
		)


def availability_without_exclusions(subject: Subject) -> Iterator[Found]:
	"""An uptime from which nothing is excluded, planned maintenance neither (000 §5.2)."""
	availability = subject.file.availability
	if availability is not None and not availability.exclusions:
		yield Found(
			"availability.exclusions",
			both(
				"Ketersediaan tanpa pengecualian: pemeliharaan terjadwal pun menguranginya.",
				"The availability has no exclusions: scheduled maintenance reduces it too.",
			),
			both(
				"Tulis pengecualiannya, atau nyatakan tidak ada.", "Write them, or say that there are none."
			),
		)


def availability_formula(subject: Subject) -> Iterator[Found]:
	"""Two formulas give two percentages (000 §5.1, where the formula is missing)."""
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
	yield Found(
		"availability.formula",
		both(
			f"Penyebut rumus ketersediaan: {used.id}. Pada bulan 30 hari dengan {down} menit waktu henti, {excluded}"
			f" di antaranya dikecualikan, hasilnya {whole:.4f} % (bulan penuh) atau {reduced:.4f} % (dikurangi).",
			f"The formula of availability divides by {used.en}. In a month of 30 days with {down} minutes of"
			f" downtime, {excluded} of them excluded, it gives {whole:.4f} % (whole month) or {reduced:.4f} %"
			" (reduced).",
		),
		both("Tulis rumusnya dalam perjanjian.", "Write the formula into the agreement."),
		subject.sentence_with("dihitung dengan formula", "calculated", "formula"),
	)


def exclusions_and_clocks(subject: Subject) -> Iterator[Found]:
	"""Exclusions that a reader may take to stop ticket clocks too (000 §5.2)."""
	availability = subject.file.availability
	if availability is None or not availability.exclusions or not subject.file.targets:
		return
	names = listed(item.label.id for item in availability.exclusions)
	english = listed(item.label.en for item in availability.exclusions)
	yield Found(
		"availability.exclusions",
		both(
			f"Pengecualian ({names}) hanya mengenai ketersediaan; jam tiket tetap berjalan.",
			f"The exclusions ({english}) concern availability only; the clocks of tickets run on.",
		),
		both(
			"Nyatakan dalam perjanjian bila pengecualian itu juga menghentikan jam tiket.",
			"Say in the agreement if they are to stop the clocks of tickets too.",
		),
		subject.sentence_with("Komitmen SLA tidak berlaku", "Pengecualian SLA", "SLA Exclusions"),
	)


def exclusion_names_incident(subject: Subject) -> Iterator[Found]:
	"""An exclusion about what a priority counts as an incident (000 §5.2 attack, §2.1 P1 vulnerability)."""
	availability = subject.file.availability
	for number, item in enumerate(availability.exclusions if availability else ()):
		excluded = _text(item.label, item.description)
		for subject_name, words in _SUBJECTS.items():
			for priority in subject.file.priorities:
				if words.search(excluded) and words.search(_text(priority.description, *priority.examples)):
					yield Found(
						f"availability.exclusions[{number}]",
						both(
							f'Pengecualian "{item.label.id}" dan prioritas {priority.code} sama-sama menyangkut'
							f" {subject_name.id}: insiden itu tetap ditangani dengan target, hanya waktu hentinya"
							" tidak dihitung.",
							f'The exclusion "{item.label.en}" and priority {priority.code} both concern'
							f" {subject_name.en}: such an incident keeps its targets, only its downtime isn't"
							" counted.",
						),
						both(
							"Pastikan kedua pihak membacanya demikian.",
							"Make sure that both parties read it that way.",
						),
						subject.sentence_with(item.label.id),
					)
					break


def _text(*labels: Label | None) -> str:
	return " ".join(text for label in labels if label for text in (label.id, label.en))
