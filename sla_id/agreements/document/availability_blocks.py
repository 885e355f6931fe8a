"""Blocks on availability: the promise and its sum, what differs for some services, exclusions, maintenance, claims."""

from collections.abc import Iterator
from decimal import Decimal

from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import (
	EMPTY,
	Block,
	Cell,
	Listing,
	Paragraph,
	PrintedTable,
	PrintedText,
	Row,
	trim,
)
from sla_id.agreements.document.scope_blocks import say_item
from sla_id.agreements.document.target_tables import ASSUMED, NOT_STATED, say_service
from sla_id.agreements.file.model import Availability, GuaranteeRow, Label
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.agreements.words import (
	code_names,
	join_words,
	say_exclusion,
	say_hours,
	say_length,
	say_number,
	say_percent,
	say_plain_length,
)
from sla_id.engine.words import say_duration

MONTHS = (28, 29, 30, 31)
DAY_MINUTES = 24 * 60
_PROMISE = Label(
	"{} berkomitmen menyediakan Ketersediaan layanan sebesar {} per {}.",
	"{} undertakes to keep the services available {} of each {}.",
)
_COMPUTED = Label("Ketersediaan dihitung dengan rumus:", "Availability is computed as:")
_COUNTED = Label(
	"Waktu Henti yang dihitung tidak memuat menit yang dikecualikan dan disetujui.",
	"Counted downtime leaves out excluded minutes that were approved.",
)
_DOWNTIME = (
	Label("Hari dalam bulan", "Days of the month"),
	Label("Jumlah menit", "Total minutes"),
	Label("Waktu Henti yang diizinkan", "Allowed downtime"),
)
_ALLOWED = Label("Waktu Henti yang diizinkan", "Allowed downtime")
_MINUTES = Label("{} menit ({})", "{} min ({})")
_DAYS = Label("{} hari", "{} days")
_EXCLUSIONS = Label(
	"Komitmen Ketersediaan tidak berlaku untuk Waktu Henti yang disebabkan oleh:",
	"The availability commitment does not hold for downtime caused by:",
)
_DENOMINATOR = {
	"whole_period": Label(
		"Penyebutnya seluruh menit dalam bulan, termasuk yang dikecualikan.",
		"The denominator is every minute of the month, excluded ones too.",
	),
	"reduced_period": Label(
		"Penyebutnya menit dalam bulan dikurangi seluruh waktu yang dikecualikan dan disetujui, juga saat layanan tersedia.",
		"The denominator is the month minus all time that was excluded and approved, while the service was up too.",
	),
	"reduced_by_excluded_downtime": Label(
		"Penyebutnya menit dalam bulan dikurangi Waktu Henti yang dikecualikan dan disetujui, tidak lebih.",
		"The denominator is the month minus the downtime that was excluded and approved, and nothing else.",
	),
}
_COVERED = Label("Janji ini mencakup layanan: {}.", "This promise covers the services: {}.")
_WITHIN = Label(
	"Ketersediaan dijanjikan dan dihitung hanya dalam jam berikut: {}.",
	"Availability is promised and computed within these hours only: {}.",
)
_ALLOWED_SHARE = Label(
	"Waktu Henti yang diizinkan adalah {} dari jam tersebut dalam bulan itu.",
	"Allowed downtime is {} of those hours in the month.",
)
_MINIMUM = Label(
	"Gangguan yang berlangsung tidak lebih dari {} tidak dihitung.",
	"An outage that lasts no longer than {} does not count.",
)
_UNKNOWN = {
	"up": Label(
		"Waktu tanpa pemantauan dianggap tersedia, kecuali yang diketahui terhenti.",
		"Time without monitoring counts as up, except what is known to have been down.",
	),
	"down": Label(
		"Waktu tanpa pemantauan dianggap Waktu Henti.", "Time without monitoring counts as downtime."
	),
	"left_out": Label(
		"Waktu tanpa pemantauan tidak diperhitungkan dalam bulan itu, kecuali yang diketahui terhenti.",
		"Time without monitoring is left out of the month, except what is known to have been down.",
	),
}
_SINCE = {
	"first_failed_check": Label(
		"Waktu Henti dihitung sejak pemeriksaan pertama yang gagal.",
		"Downtime counts from the first failed check.",
	),
	"declared": Label(
		"Waktu Henti dihitung sejak pemantauan menyatakan gangguan.",
		"Downtime counts from when monitoring declares the outage.",
	),
}
_PART = {
	"whole_month": Label(
		"Dalam bulan yang tidak penuh, Waktu Henti dibandingkan dengan seluruh bulan.",
		"In a part month, downtime is set against the whole month.",
	),
	"days_in_force": Label(
		"Dalam bulan yang tidak penuh, Waktu Henti dibandingkan dengan hari-hari berlakunya.",
		"In a part month, downtime is set against the days in force.",
	),
}
_DIFFERS = Label("Untuk layanan berikut berlaku:", "For these services the following holds:")
_ROW = (
	Label("Layanan", "Service"),
	Label("Ketersediaan", "Availability"),
	Label("Dalam jam", "Within hours"),
	Label("Tidak dihitung bila tidak lebih dari", "Doesn't count unless longer than"),
	Label("Terhenti", "Down"),
	Label("Komponen", "Components"),
)
_WEIGHT = Label("{}: bobot {}", "{}: weight {}")
_NO_GUARANTEE = Label("{}: tanpa jaminan", "{}: without guarantee")
_NOTICE = Label(
	"{} memberitahukan pemeliharaan terjadwal sekurang-kurangnya {} sebelum dimulai.",
	"{} announces planned maintenance at least {} before it starts.",
)
_EXCLUDED = Label(
	"Waktu Henti karenanya termasuk pengecualian “{}”; yang tidak diberitahukan pada waktunya atau melampaui waktu yang diberitahukan dihitung.",
	"Downtime caused by it falls under the exclusion “{}”; what was not announced in time, or overruns what was announced, counts.",
)
_NOT_EXCLUDED = Label(
	"Waktu Henti karena pemeliharaan terjadwal dihitung.", "Downtime caused by planned maintenance counts."
)
_CLAIM = {
	"within": Label(
		"Pengecualian diajukan dalam {} setelah Waktu Henti berakhir.",
		"An exclusion is claimed within {} after the downtime ended.",
	),
	"decide_within": Label(
		"Klaim diputuskan dalam {} setelah diajukan; sampai saat itu kedua angka ditampilkan.",
		"A claim is decided within {} after it was made; until then both figures are shown.",
	),
	"object_within": Label(
		"{party} dapat mengajukan keberatan dalam {} setelah keputusan.",
		"{party} may object within {} after the decision.",
	),
}
_ANSWER = Label(
	"{party} menerima laporan bulanan atau menyanggah barisnya dalam {} setelah laporan dikirim.",
	"{party} accepts the monthly statement, or disputes lines of it, within {} after it was sent.",
)


def availability(paper: Paper) -> tuple[Block, ...]:
	"""The promise, its formula, the downtime that it allows, how downtime is counted, and what differs."""
	promise = paper.file.availability
	if promise is None:
		return ()
	percent = say_percent(promise.target_percent, paper.language)
	period = paper.name(code_names.AVAILABILITY_PERIODS, promise.period)
	sentence = paper.say(_PROMISE).format(paper.party("provider"), percent, period)
	return (
		Paragraph(paper.text(sentence, "availability")),
		*_coverage(paper, promise),
		Paragraph(PrintedText(paper.say(_COMPUTED))),
		Paragraph(PrintedText(paper.name(code_names.AVAILABILITY_FORMULAS, promise.formula)), "formula"),
		Paragraph(PrintedText(f"{paper.say(_COUNTED)} {paper.say(_DENOMINATOR[promise.formula])}"), "note"),
		*([] if promise.calendar else [_allowed(paper, promise.target_percent)]),
		*_listed(tuple(_counting(paper, promise))),
		*_differing(paper, promise),
		*(Paragraph(remark, "note") for remark in paper.remark(promise.note)),
	)


def exclusions(paper: Paper) -> tuple[Block, ...]:
	"""What doesn't count against the promised availability."""
	promise = paper.file.availability
	if promise is None or not promise.exclusions:
		return ()
	items = tuple(say_item(paper, item, "availability") for item in promise.exclusions)
	return (Paragraph(PrintedText(paper.say(_EXCLUSIONS))), Listing(items, "1" if len(items) > 1 else ""))


def maintenance(paper: Paper) -> tuple[Block, ...]:
	"""How long ahead planned maintenance is announced, and whether its downtime counts (000 §6.1)."""
	promise = paper.file.availability
	terms = promise.maintenance if promise else None
	if terms is None:
		return ()
	blocks: list[Block] = []
	if terms.notice is not None:
		length = say_length(paper.file, terms.notice, terms.calendar, paper.language)
		sentence = paper.say(_NOTICE).format(paper.party("provider"), length)
		blocks.append(Paragraph(paper.text(sentence, "availability", marks=[ASSUMED] * terms.assumed)))
	counted = paper.say(_NOT_EXCLUDED)
	if terms.exclusion:
		counted = paper.say(_EXCLUDED).format(say_exclusion(paper.file, terms.exclusion, paper.language))
	blocks.append(Paragraph(PrintedText(counted)))
	if terms.assumed:
		blocks.append(Paragraph(PrintedText(paper.say(NOT_STATED)), "note"))
	return tuple(blocks)


def claims(paper: Paper) -> tuple[Block, ...]:
	"""Times for claims of exclusions, objections, and the answer to the monthly statement."""
	promise = paper.file.availability
	if promise is None:
		return ()
	said: list[PrintedText] = []
	terms, statement = promise.claims, promise.statement
	for name, label in _CLAIM.items():
		length = getattr(terms, name) if terms else None
		if terms and length:
			said.append(_timed(paper, label, length, terms.calendar))
	if statement and statement.answer_within:
		said.append(_timed(paper, _ANSWER, statement.answer_within, statement.calendar))
	return _listed(tuple(said))


def _timed(paper: Paper, label: Label, length: AgreedTarget, calendar: str | None) -> PrintedText:
	words = say_length(paper.file, length, calendar, paper.language)
	return paper.text(paper.say(label).format(words, party=paper.side("customer")), "availability")


def _listed(sentences: tuple[PrintedText, ...]) -> tuple[Block, ...]:
	"""Sentences as a list; one alone as a paragraph."""
	if len(sentences) < 2:
		return tuple(Paragraph(sentence) for sentence in sentences)
	return (Listing(sentences),)


def _coverage(paper: Paper, promise: Availability) -> Iterator[Block]:
	"""The services and hours that the promise is limited to."""
	if promise.services:
		names = [say_service(paper, code) for code in promise.services]
		yield Paragraph(PrintedText(paper.say(_COVERED).format(join_words(names, paper.language))))
	if promise.calendar:
		hours = _hours(paper, promise.calendar)
		share = say_percent(100 - promise.target_percent, paper.language)
		yield Paragraph(
			PrintedText(f"{paper.say(_WITHIN).format(hours)} {paper.say(_ALLOWED_SHARE).format(share)}")
		)


def _hours(paper: Paper, code: str) -> str:
	found = next((entry for entry in paper.file.calendars if entry.code == code), None)
	return say_hours(found, paper.zone, paper.language) if found else code


def _counting(paper: Paper, promise: Availability) -> Iterator[PrintedText]:
	"""How downtime is counted, where the agreement says it."""
	if promise.minimum:
		length = say_plain_length(promise.minimum, paper.language)
		yield PrintedText(paper.say(_MINIMUM).format(length))
	for known, code in (
		(_SINCE, promise.downtime_from),
		(_UNKNOWN, promise.unknown_counts_as),
		(_PART, promise.part_month),
	):
		if code:
			yield PrintedText(paper.say(known[code]))


def _differing(paper: Paper, promise: Availability) -> tuple[Block, ...]:
	if not promise.guarantees:
		return ()
	rows = tuple(Row(_row(paper, promise, row)) for row in promise.guarantees)
	name = paper.name(code_names.BLOCKS, "availability")
	return (paper.lead(_DIFFERS), trim(PrintedTable(name, tuple(map(paper.say, _ROW)), rows)))


def _row(paper: Paper, promise: Availability, row: GuaranteeRow) -> tuple[Cell, ...]:
	target = promise.target_percent if row.target_percent is None else row.target_percent
	parts = tuple(
		PrintedText(
			paper.say(_WEIGHT if part.weight else _NO_GUARANTEE).format(
				paper.say(part.label), say_number(part.weight, paper.language)
			)
			if row.components == "weighted" or not part.weight
			else paper.say(part.label)
		)
		for part in row.parts
	)
	return (
		Cell(tuple(PrintedText(say_service(paper, code)) for code in row.services)),
		paper.cell(say_percent(target, paper.language)),
		paper.cell(_hours(paper, row.calendar)) if row.calendar else EMPTY,
		paper.cell(say_plain_length(row.minimum, paper.language)) if row.minimum else EMPTY,
		paper.cell(paper.name(code_names.COMPONENT_RULES, row.components)) if row.components else EMPTY,
		Cell(parts, listed=len(parts) > 1) if parts else EMPTY,
	)


def _allowed(paper: Paper, percent: Decimal) -> PrintedTable:
	rows = []
	for days in MONTHS:
		minutes = days * DAY_MINUTES
		allowed = minutes * (100 - percent) / 100
		length = say_duration(float(allowed * 60), "id" if paper.language.startswith("id") else "en")
		said = paper.say(_MINUTES).format(say_number(allowed, paper.language), length)
		total = say_number(minutes, paper.language)
		rows.append(Row(tuple(paper.cell(text) for text in (paper.say(_DAYS).format(days), total, said))))
	return PrintedTable(paper.say(_ALLOWED), tuple(map(paper.say, _DOWNTIME)), tuple(rows))
