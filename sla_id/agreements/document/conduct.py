"""Blocks on conduct: escalation, availability with its allowed downtime, exclusions."""

from decimal import Decimal

from sla_id.agreements.document.paper import Paper
from sla_id.agreements.document.scope import say_item
from sla_id.agreements.document.values import EMPTY, Block, Cell, Listing, Paragraph, Row, Table, Text
from sla_id.agreements.file.model import Label, Tier
from sla_id.agreements.words import names, say_number, say_percent, say_trigger
from sla_id.engine.words import say_duration

MONTHS = (28, 29, 30, 31)
DAY_MINUTES = 24 * 60
_TIER = (
	Label("Tingkat Eskalasi", "Level of escalation"),
	Label("Penanggung jawab", "Responsible"),
	Label("Pemicu utama", "Triggers"),
	Label("Protokol komunikasi", "Protocol of communication"),
)
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
	"""The tiers: who answers for each, what brings it in, how they talk."""
	tiers = paper.file.tiers
	if not tiers:
		return ()
	rows = tuple(_tier(paper, tier) for tier in sorted(tiers, key=lambda tier: tier.level))
	return (Table(paper.name(names.BLOCKS, "escalation"), tuple(map(paper.say, _TIER)), rows),)


def _tier(paper: Paper, tier: Tier) -> Row:
	triggers = tuple(Text(say_trigger(paper.file, trigger, paper.language)) for trigger in tier.triggers)
	return Row(
		(
			paper.cell(paper.say(_LEVEL).format(tier.level, paper.say(tier.title)), "tiers", str(tier.level)),
			paper.cell(tier.responsible),
			Cell(triggers, listed=len(triggers) > 1) if triggers else EMPTY,
			paper.cell(tier.protocol),
		)
	)


def availability(paper: Paper) -> tuple[Block, ...]:
	"""The promise, its formula, and the downtime it allows in months of every length."""
	promise = paper.file.availability
	if promise is None:
		return ()
	percent = say_percent(promise.target_percent, paper.language)
	period = paper.name(names.AVAILABILITY_PERIODS, promise.period)
	sentence = paper.say(_PROMISE).format(paper.party("provider"), percent, period)
	return (
		Paragraph(paper.text(sentence, "availability")),
		Paragraph(Text(paper.say(_COMPUTED))),
		Paragraph(Text(paper.name(names.AVAILABILITY_FORMULAS, promise.formula)), "formula"),
		Paragraph(Text(paper.say(_COUNTED)), "note"),
		_allowed(paper, promise.target_percent),
		*(Paragraph(remark, "note") for remark in paper.remark(promise.note)),
	)


def _allowed(paper: Paper, percent: Decimal) -> Table:
	rows = []
	for days in MONTHS:
		minutes = days * DAY_MINUTES
		allowed = minutes * (100 - percent) / 100
		length = say_duration(float(allowed * 60), "en" if paper.language.startswith("en") else "id")
		said = paper.say(_MINUTES).format(say_number(allowed, paper.language), length)
		total = say_number(minutes, paper.language)
		rows.append(Row(tuple(paper.cell(text) for text in (paper.say(_DAYS).format(days), total, said))))
	return Table(paper.say(_ALLOWED), tuple(map(paper.say, _DOWNTIME)), tuple(rows))


def exclusions(paper: Paper) -> tuple[Block, ...]:
	"""What availability isn't promised against."""
	promise = paper.file.availability
	if promise is None or not promise.exclusions:
		return ()
	items = tuple(say_item(paper, item, "availability") for item in promise.exclusions)
	return (Paragraph(Text(paper.say(_EXCLUSIONS))), Listing(items, "1" if len(items) > 1 else ""))
