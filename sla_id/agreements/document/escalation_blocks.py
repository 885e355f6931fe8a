"""Blocks on conduct: escalation, availability with its allowed downtime, exclusions."""

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
)
from sla_id.agreements.document.scope_blocks import say_item
from sla_id.agreements.document.target_tables import ASSUMED, NOT_STATED
from sla_id.agreements.file.model import Label, TierRow
from sla_id.agreements.words import code_names, say_duty, say_number, say_percent, say_trigger
from sla_id.engine.words import say_duration

MONTHS = (28, 29, 30, 31)
DAY_MINUTES = 24 * 60
_TIER = (
	Label("Tingkat Eskalasi", "Level of escalation"),
	Label("Penanggung jawab", "Responsible"),
	Label("Pemicu utama", "Triggers"),
	Label("Protokol komunikasi", "Protocol of communication"),
)
_OWED = Label("Kewajiban setelah eskalasi", "Duties once escalated")
_LEVEL = Label("Level {}: {}", "Level {}: {}")
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


def escalation(paper: Paper) -> tuple[Block, ...]:
	"""The tiers: who is responsible, what brings each in, how they communicate, and what they owe if any tier owes something."""
	tiers = sorted(paper.file.tiers, key=lambda tier: tier.level)
	if not tiers:
		return ()
	duties = [duty for tier in tiers for duty in tier.duties]
	header = (*_TIER, *([_OWED] if duties else []))
	rows = tuple(
		Row((*_tier(paper, tier), *([_list(_duties(paper, tier))] if duties else []))) for tier in tiers
	)
	notes = (paper.say(NOT_STATED),) if any(duty.assumed for duty in duties) else ()
	return (
		PrintedTable(paper.name(code_names.BLOCKS, "escalation"), tuple(map(paper.say, header)), rows, notes),
	)


def _tier(paper: Paper, tier: TierRow) -> tuple[Cell, ...]:
	return (
		paper.cell(paper.say(_LEVEL).format(tier.level, paper.say(tier.title)), "tiers", str(tier.level)),
		paper.cell(tier.responsible),
		_list(
			tuple(PrintedText(say_trigger(paper.file, trigger, paper.language)) for trigger in tier.triggers)
		),
		paper.cell(tier.protocol),
	)


def _duties(paper: Paper, tier: TierRow) -> tuple[PrintedText, ...]:
	return tuple(
		PrintedText(say_duty(paper.file, duty, paper.language), (ASSUMED,) * duty.assumed)
		for duty in tier.duties
	)


def _list(lines: tuple[PrintedText, ...]) -> Cell:
	return Cell(lines, listed=len(lines) > 1) if lines else EMPTY


def availability(paper: Paper) -> tuple[Block, ...]:
	"""The promise, its formula, and the downtime that it allows in months of each length."""
	promise = paper.file.availability
	if promise is None:
		return ()
	percent = say_percent(promise.target_percent, paper.language)
	period = paper.name(code_names.AVAILABILITY_PERIODS, promise.period)
	sentence = paper.say(_PROMISE).format(paper.party("provider"), percent, period)
	return (
		Paragraph(paper.text(sentence, "availability")),
		Paragraph(PrintedText(paper.say(_COMPUTED))),
		Paragraph(PrintedText(paper.name(code_names.AVAILABILITY_FORMULAS, promise.formula)), "formula"),
		Paragraph(PrintedText(paper.say(_COUNTED)), "note"),
		_allowed(paper, promise.target_percent),
		*(Paragraph(remark, "note") for remark in paper.remark(promise.note)),
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


def exclusions(paper: Paper) -> tuple[Block, ...]:
	"""What doesn't count against the promised availability."""
	promise = paper.file.availability
	if promise is None or not promise.exclusions:
		return ()
	items = tuple(say_item(paper, item, "availability") for item in promise.exclusions)
	return (Paragraph(PrintedText(paper.say(_EXCLUSIONS))), Listing(items, "1" if len(items) > 1 else ""))
