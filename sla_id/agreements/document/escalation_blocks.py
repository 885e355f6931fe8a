"""Blocks on conduct: escalation, why clocks may be paused, causes of missed targets."""

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
from sla_id.agreements.document.target_tables import ASSUMED, NOT_STATED
from sla_id.agreements.file.model import Item, Label, PauseReason, TierRow
from sla_id.agreements.words import code_names, say_duty, say_length, say_trigger

_TIER = (
	Label("Tingkat Eskalasi", "Level of escalation"),
	Label("Penanggung jawab", "Responsible"),
	Label("Pemicu utama", "Triggers"),
	Label("Protokol komunikasi", "Protocol of communication"),
)
_OWED = Label("Kewajiban setelah eskalasi", "Duties once escalated")
_LEVEL = Label("Level {}: {}", "Level {}: {}")
_PAUSED = Label(
	"Penghitungan waktu suatu laporan hanya ditangguhkan karena alasan berikut:",
	"The clocks of a report are paused for these reasons only:",
)
_PAUSE = (Label("Alasan", "Reason"), Label("Syarat", "Conditions"), Label("Paling lama", "Longest"))
_EVIDENCE = Label("Dengan bukti", "With evidence")
_APPROVAL = Label("Setelah disetujui", "Once approved")
_RESUMED = Label(
	"Setelah waktu paling lama itu penghitungan waktu berjalan kembali dengan sendirinya.",
	"After the longest time the clocks resume by themselves.",
)
_CAUSE_ASKED = Label(
	"Untuk setiap target yang tidak tercapai, {} menyatakan penyebab dan akar masalahnya.",
	"For each missed target {} states its cause and root cause.",
)
_CAUSES = Label("Penyebab dipilih dari:", "The cause is one of:")


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


def pauses(paper: Paper) -> tuple[Block, ...]:
	"""The reasons for which clocks may be paused, with their conditions and longest times."""
	reasons = paper.file.pause_reasons
	if not reasons:
		return ()
	rows = tuple(Row(_pause(paper, reason)) for reason in reasons)
	notes = (paper.say(_RESUMED),) if any(reason.longest for reason in reasons) else ()
	name = paper.name(code_names.BLOCKS, "pauses")
	table = PrintedTable(name, tuple(map(paper.say, _PAUSE)), rows, notes)
	return (paper.lead(_PAUSED), trim(table))


def _pause(paper: Paper, reason: PauseReason) -> tuple[Cell, ...]:
	conditions = tuple(
		PrintedText(paper.say(label))
		for label, holds in ((_EVIDENCE, reason.evidence), (_APPROVAL, reason.approval))
		if holds
	)
	longest = (
		paper.cell(say_length(paper.file, reason.longest, reason.calendar, paper.language))
		if reason.longest
		else EMPTY
	)
	item = Item(reason.code, reason.label, reason.description)
	return (Cell((say_item(paper, item, "pause_reasons"),)), _list(conditions), longest)


def breach_causes(paper: Paper) -> tuple[Block, ...]:
	"""Whether causes of missed targets are stated, and which there are (003 V.10)."""
	said = paper.file.breach_causes
	if said is None:
		return ()
	blocks: list[Block] = []
	if said.ask:
		sentence = paper.say(_CAUSE_ASKED).format(paper.party("provider"))
		blocks.append(Paragraph(paper.text(sentence, "breach_causes")))
	if said.causes:
		items = tuple(say_item(paper, item, "breach_causes") for item in said.causes)
		blocks += [paper.lead(_CAUSES), Listing(items)]
	return tuple(blocks)
