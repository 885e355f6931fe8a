"""Blocks on what is covered and how to report it: scope, services, hours, priorities, channels, facts."""

from collections.abc import Iterator

from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import (
	EMPTY,
	Block,
	Cell,
	Definitions,
	Listing,
	Paragraph,
	PrintedTable,
	PrintedText,
	Row,
	trim,
)
from sla_id.agreements.file.model import ChannelRow, Item, Label, Priority, Service
from sla_id.agreements.words import (
	code_names,
	join_words,
	say_break,
	say_hours,
	say_number,
	say_priority,
	say_shift,
)

_IN_SCOPE = Label("Perjanjian ini mencakup:", "This agreement covers:")
_OUT_OF_SCOPE = Label("Perjanjian ini tidak mencakup:", "This agreement does not cover:")
_HOURS = Label("Jam Kerja", "Business hours")
_WORKING_DAY = Label("Hari Kerja", "Business day")
_BREAKS = Label("Jeda", "Breaks")
_SHIFTS = Label("Jam khusus", "Special hours")
_DAY_LENGTH = Label("1 Hari Kerja sama dengan {} Jam Kerja.", "1 business day is {} business hours.")
_DAY_END = Label(
	"Target dalam Hari Kerja jatuh tempo pada akhir Hari Kerja terakhirnya.",
	"A target in business days is due at the end of the last of them.",
)
_OUTSIDE = Label(
	"Waktu di luar Jam Kerja tidak dihitung; laporan di luar Jam Kerja dihitung sejak Jam Kerja berikutnya dibuka.",
	"Time outside business hours does not count; a report made outside them counts from the next opening.",
)
_CODE = Label("Kode", "Code")
_SERVICE = Label("Layanan", "Service")
_KIND = Label("Berlaku untuk", "Holds for")
_PROVISIONS = Label("Ketentuan", "Provisions")
_SUPPORTING = Label("Layanan pendukung, tidak dipesan pengguna", "Supporting service, not ordered by users")
_DOCUMENTS = Label("Dokumen: {}", "Documents: {}")
_ONLY_THROUGH = Label("Hanya melalui: {}", "Only through: {}")
_DEPENDS = Label("Bergantung pada: {}", "Depends on: {}")
_OWNER = Label("Penanggung jawab: {}", "Responsible: {}")
_LEVEL = Label("Tingkat prioritas", "Priority")
_IMPACT = Label("Deskripsi dampak", "Description of the impact")
_EXAMPLES = Label("Contoh kasus", "Example cases")
_URGENCY = Label("Kepentingan", "Urgency")
_TO_IMPACT = Label("{} ↓ / Dampak →", "{} ↓ / Impact →")
_CHANNEL = (Label("Kanal", "Channel"), Label("Alamat", "Address"), _PROVISIONS)
_UNOFFICIAL = Label("Bukan kanal resmi: waktu tidak dihitung", "Not an official channel: no time is counted")
_STARTS = Label("Waktu dihitung sejak {}", "Time counts from when {}")
_CONFIDENTIAL = Label("Untuk pengiriman data rahasia", "For confidential data")
_NOT_CONFIDENTIAL = Label(
	"Data rahasia tidak boleh dikirim melalui kanal ini", "No confidential data through this channel"
)
_NOTICE = Label("Diajukan paling lambat {} {} sebelumnya", "To be requested at least {} {} ahead")
_PERSONAL = Label("Nomor perorangan", "One person's number")
_CATEGORIES = Label("Kanal {} hanya untuk kategori berikut:", "The channel {} takes these categories only:")
_CATEGORY = (
	Label("Kode", "Code"),
	Label("Kategori layanan", "Category"),
	Label("Persyaratan", "Required data"),
)
_IF_ANY = Label("{} (jika ada)", "{} (if any)")
_OPTIONAL = Label("(opsional)", "(optional)")
_ASK = Label(
	"Bila informasi wajib belum lengkap, pelapor diminta melengkapinya.",
	"If required information is missing, the reporter is asked for it.",
)
_WAIT = Label(
	"Bila informasi wajib belum lengkap, pelapor diminta melengkapinya dan penghitungan waktu menunggu sampai lengkap.",
	"If required information is missing, the reporter is asked for it and the clocks wait until it is complete.",
)


def in_scope(paper: Paper) -> tuple[Block, ...]:
	"""What the agreement covers."""
	labels = paper.file.terms.in_scope
	return (paper.lead(_IN_SCOPE), paper.listing(labels, "terms", "in_scope")) if labels else ()


def out_of_scope(paper: Paper) -> tuple[Block, ...]:
	"""What the agreement doesn't cover."""
	items = paper.file.out_of_scope
	if not items:
		return ()
	listed = tuple(say_item(paper, item, "out_of_scope") for item in items)
	return (paper.lead(_OUT_OF_SCOPE), Listing(listed, "1" if len(listed) > 1 else ""))


def say_item(paper: Paper, item: Item, section: str) -> PrintedText:
	"""An item with its description."""
	label = paper.say(item.label)
	described = f"{label} ({paper.say(item.description)})" if item.description else label
	return paper.text(described, section, item.code)


def services(paper: Paper) -> tuple[Block, ...]:
	"""The catalogue. Children that the table of service targets already lists appear only if they have provisions."""
	rows = []
	elsewhere = "service_targets" in paper.shown
	promised = {row.service for row in paper.file.targets}
	for service, above in paper.file.all_services():
		provisions = tuple(_service_provisions(paper, service))
		if above and elsewhere and service.code in promised and not provisions:
			continue
		name = paper.say(service.name)
		rows.append(
			(
				service.code,
				paper.text("– " * len(above) + name, "services", service.code),
				paper.name(code_names.SERVICE_KINDS, service.kind),
				provisions,
			)
		)
	if not rows:
		return ()
	header = tuple(paper.say(label) for label in (_CODE, _SERVICE, _KIND, _PROVISIONS))
	shown = tuple(
		Row(
			(
				Cell((PrintedText(code),)),
				Cell((name,)),
				Cell((PrintedText(kind),)),
				Cell(provisions) if provisions else EMPTY,
			)
		)
		for code, name, kind, provisions in rows
	)
	return (trim(PrintedTable(paper.name(code_names.BLOCKS, "services"), header, shown)),)


def _service_provisions(paper: Paper, service: Service) -> Iterator[PrintedText]:
	if service.supporting:
		yield PrintedText(paper.say(_SUPPORTING))
	if service.documents:
		documents = "; ".join(paper.say(label) for label in service.documents)
		yield PrintedText(paper.say(_DOCUMENTS).format(documents))
	if service.channels:
		codes = {channel.code: paper.say(channel.name) for channel in paper.file.channels}
		through = join_words((codes.get(code, code) for code in service.channels), paper.language)
		yield PrintedText(paper.say(_ONLY_THROUGH).format(through))
	if service.depends_on:
		yield PrintedText(paper.say(_DEPENDS).format(join_words(service.depends_on, paper.language)))
	if service.owner and paper.internal:
		yield PrintedText(paper.say(_OWNER).format(service.owner))
	yield from paper.remark(service.note)


def hours(paper: Paper) -> tuple[Block, ...]:
	"""Working hours in words, with holidays, breaks and shifts, and the length of a working day."""
	entries: list[tuple[PrintedText, tuple[PrintedText, ...]]] = []
	default = paper.file.default_calendar
	agreed = [entry for entry in paper.file.calendars if entry.code not in paper.file.unsigned_calendars]
	for calendar in sorted(agreed, key=lambda entry: entry.code != default):
		term = paper.say(_HOURS)
		if calendar.code != default:
			term = "24x7" if calendar.week.always else f"{term} {calendar.code}"
		lines = [
			paper.text(f"{say_hours(calendar, paper.zone, paper.language)}.", "calendars", calendar.code)
		]
		lines += [
			_dated(paper, _SHIFTS, say_shift(entry, paper.zone, paper.language)) for entry in calendar.shifts
		]
		lines += [
			_dated(paper, _BREAKS, say_break(entry, paper.zone, paper.language)) for entry in calendar.breaks
		]
		entries.append((PrintedText(term), tuple(lines)))
	length = paper.say(_DAY_LENGTH).format(say_number(paper.file.agreement.hours_per_day, paper.language))
	if paper.file.agreement.working_day == "end_of_day":
		length = paper.say(_DAY_END)
	entries.append((PrintedText(paper.say(_WORKING_DAY)), (PrintedText(length),)))
	return (Definitions(tuple(entries)), Paragraph(PrintedText(paper.say(_OUTSIDE)), "note"))


def _dated(paper: Paper, label: Label, words: str) -> PrintedText:
	return PrintedText(f"{paper.say(label)}: {words}")


def priority_columns(paper: Paper) -> tuple[list[str], dict[str, list[Cell]]]:
	"""(headers, the cells of each priority) of the priority table: code and name, impact, and examples if there are any."""
	found = paper.file.priorities
	header = [paper.say(_LEVEL)]
	cells = {
		entry.code: [
			paper.cell(say_priority(paper.file, entry.code, paper.language), "priorities", entry.code)
		]
		for entry in found
	}
	if any(entry.description for entry in found):
		header.append(paper.say(_IMPACT))
		for entry in found:
			cells[entry.code].append(paper.cell(entry.description))
	if any(entry.examples for entry in found):
		header.append(paper.say(_EXAMPLES))
		for entry in found:
			cells[entry.code].append(_examples(paper, entry))
	return header, cells


def _examples(paper: Paper, entry: Priority) -> Cell:
	if not entry.examples:
		return paper.cell(None)
	return Cell(tuple(paper.text(example) for example in entry.examples), listed=True)


def by_rank(paper: Paper) -> list[Priority]:
	"""The priorities, most urgent first."""
	return sorted(paper.file.priorities, key=lambda entry: entry.rank)


def priorities(paper: Paper) -> tuple[Block, ...]:
	"""The priorities with their description and examples."""
	header, cells = priority_columns(paper)
	rows = tuple(Row(tuple(cells[entry.code])) for entry in by_rank(paper))
	return (PrintedTable(paper.name(code_names.BLOCKS, "priorities"), tuple(header), rows),) if rows else ()


def matrix(paper: Paper) -> tuple[Block, ...]:
	"""The matrix from urgency and impact to a priority."""
	found = paper.file.matrix
	if found is None:
		return ()
	header = [
		paper.say(_TO_IMPACT).format(paper.say(_URGENCY)),
		*(paper.say(level.label) for level in found.impact),
	]
	rows = tuple(
		Row((paper.cell(level.label, "matrix"), *(paper.cell(code) for code in cells)))
		for level, cells in zip(found.urgency, found.cells, strict=True)
	)
	return (PrintedTable(paper.name(code_names.BLOCKS, "matrix"), tuple(header), rows),)


def channels(paper: Paper) -> tuple[Block, ...]:
	"""The channels with their provisions, and what limited channels accept."""
	found = paper.file.channels
	if not found:
		return ()
	rows = []
	for channel in found:
		provisions = tuple(_channel_provisions(paper, channel))
		name = paper.cell(channel.name, "channels", channel.code)
		rows.append(Row((name, paper.cell(channel.address), Cell(provisions) if provisions else EMPTY)))
	header = tuple(paper.say(label) for label in _CHANNEL)
	blocks: list[Block] = [trim(PrintedTable(paper.name(code_names.BLOCKS, "channels"), header, tuple(rows)))]
	for channel in found:
		blocks += _categories(paper, channel)
	return tuple(blocks)


def _channel_provisions(paper: Paper, channel: ChannelRow) -> Iterator[PrintedText]:
	if not channel.official:
		yield PrintedText(paper.say(_UNOFFICIAL))
	elif channel.clock_starts != "received":
		yield PrintedText(
			paper.say(_STARTS).format(paper.name(code_names.CLOCK_STARTS, channel.clock_starts))
		)
	if channel.confidential is not None:
		yield PrintedText(paper.say(_CONFIDENTIAL if channel.confidential else _NOT_CONFIDENTIAL))
	if channel.notice_days:
		unit = paper.name(code_names.NOTICE_UNITS, channel.notice_in)
		unit = unit.removesuffix("s") if channel.notice_days == 1 else unit
		yield PrintedText(paper.say(_NOTICE).format(channel.notice_days, unit))
	if channel.personal_number and paper.internal:
		yield PrintedText(paper.say(_PERSONAL))
	yield from paper.remark(channel.note)


def _categories(paper: Paper, channel: ChannelRow) -> tuple[Block, ...]:
	"""The only kinds of question that a channel accepts, each with the facts it needs."""
	if not channel.categories:
		return ()
	rows = []
	for category in channel.categories:
		data = [*category.required, *(paper.say(_IF_ANY).format(text) for text in category.optional)]
		lines = tuple(PrintedText(text, language=paper.file.agreement.language) for text in data)
		rows.append(
			Row((paper.cell(category.code), paper.cell(category.name), Cell(lines) if lines else EMPTY))
		)
	title = paper.say(_CATEGORIES).format(paper.say(channel.name))
	header = tuple(paper.say(label) for label in _CATEGORY)
	return (Paragraph(PrintedText(title)), PrintedTable(title, header, tuple(rows)))


def facts(paper: Paper) -> tuple[Block, ...]:
	"""What a report must contain, and what happens if it doesn't."""
	found = paper.file.required_facts
	blocks: list[Block] = []
	if found:
		listed = tuple(paper.text(_fact(paper, fact), "required_facts", fact.code) for fact in found)
		blocks.append(Listing(listed, "1" if len(listed) > 1 else ""))
		missing = {"ask": _ASK, "wait": _WAIT}.get(paper.file.agreement.completeness)
		blocks += [Paragraph(paper.text(missing, "agreement", "completeness"))] if missing else []
	return tuple(blocks)


def _fact(paper: Paper, fact: Item) -> str:
	label = paper.say(fact.label) if fact.required else f"{paper.say(fact.label)} {paper.say(_OPTIONAL)}"
	return f"{label}: {paper.say(fact.description)}" if fact.description else label
