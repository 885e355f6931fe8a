"""Blocks on times: targets by priority, by channel, by service, and of the teams (OLA). Each row is in one of them."""

from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import Block, Paragraph, PrintedTable, PrintedText, Row
from sla_id.agreements.document.scope_blocks import by_rank, priority_columns
from sla_id.agreements.document.target_tables import Grid, make_table, service_table
from sla_id.agreements.file.model import Label, TargetRow
from sla_id.agreements.rules.effective_agreement import target_path
from sla_id.agreements.words import code_names, say_scope, say_target

BLOCKS = ("targets", "response", "service_targets")
_BOTH = Label(
	"Bila target layanan dan target prioritas berlaku bersamaan: untuk insiden berlaku {}, untuk permintaan {}.",
	"Where a service's and a priority's target hold together: for incidents {}, for requests {}.",
)
_FIRST_LINE = Label(
	"Laporan ditangani lebih dahulu oleh lini pertama; bila perlu penanganan lanjut, berlaku target penanganan lanjut.",
	"The first line handles a report first; where it needs further handling, the targets for that hold.",
)
_EVERY_PRIORITY = Label("{} untuk semua prioritas: {}.", "{} for all priorities: {}.")


def home(paper: Paper, row: TargetRow) -> str:
	"""The block that shows a row: the block for its subject, or one that the outline has if it lacks that one."""
	if row.clock == "ola":
		return "ola"
	wanted = "service_targets" if row.service else "response" if row.channel else "targets"
	order = (wanted, *(block for block in BLOCKS if block != wanted))
	return next((block for block in order if block in paper.shown), wanted)


def rows_of(paper: Paper, block: str) -> tuple[TargetRow, ...]:
	"""The rows that a block shows."""
	return tuple(row for row in paper.file.targets if home(paper, row) == block)


def targets(paper: Paper) -> tuple[Block, ...]:
	"""The targets by priority and clock."""
	rows = rows_of(paper, "targets")
	if not rows:
		return ()
	ranks = {entry.code: entry.rank for entry in paper.file.priorities}
	ordered = sorted(rows, key=lambda row: ranks.get(row.priority or "", len(ranks) + 100))
	return (make_table(paper, paper.name(code_names.BLOCKS, "targets"), ordered),)


def priorities_with_targets(paper: Paper) -> tuple[Block, ...]:
	"""Priorities, examples and their targets in one table (000, table 2.1), with what holds for all of them below it."""
	rows = rows_of(paper, "targets")
	by_priority = [row for row in rows if row.priority and not (row.service or row.channel or row.team)]
	others = [row for row in rows if row not in by_priority]
	header, cells = priority_columns(paper)
	grid = Grid(paper, tuple(by_priority))
	lines = tuple(
		Row((*cells[entry.code], *grid.cells((None, None, entry.code, None)))) for entry in by_rank(paper)
	)
	name = paper.name(code_names.BLOCKS, "priorities")
	table = PrintedTable(name, (*header, *grid.headers()), lines, grid.notes())
	return (*((table,) if lines else ()), *_for_all(paper, others))


def _for_all(paper: Paper, rows: list[TargetRow]) -> tuple[Block, ...]:
	"""Rows that fit no line of the table, as sentences."""
	said = []
	for row in rows:
		scope = say_scope(row, paper.language)
		target = say_target(paper.file, row.target, row.calendar, paper.language)
		sentence = f"{scope}: {target}." if row.priority else paper.say(_EVERY_PRIORITY).format(scope, target)
		said.append(paper.text(sentence, target_path(row), marks=["*"] * row.assumed))
	return tuple(Paragraph(sentence) for sentence in said)


def response(paper: Paper) -> tuple[Block, ...]:
	"""The targets by channel."""
	rows = rows_of(paper, "response")
	if not rows:
		return ()
	note = (
		(Paragraph(PrintedText(paper.say(_FIRST_LINE)), "note"),)
		if any(row.stage == "first_line" for row in rows)
		else ()
	)
	return (make_table(paper, paper.name(code_names.BLOCKS, "response"), rows), *note)


def service_targets(paper: Paper) -> tuple[Block, ...]:
	"""The targets by service, and whether a service's or a priority's target holds."""
	rows = rows_of(paper, "service_targets")
	if not rows:
		return ()
	make = service_table if all(row.service for row in rows) else make_table
	table = make(paper, paper.name(code_names.BLOCKS, "service_targets"), rows)
	return (table, *_both(paper))


def _both(paper: Paper) -> tuple[Block, ...]:
	"""The sentence about services and priorities, if one clock has targets of both kinds."""
	by_service = {row.clock for row in paper.file.targets if row.service}
	by_priority = {row.clock for row in paper.file.targets if row.priority}
	if not by_service & by_priority:
		return ()
	head = paper.file.agreement
	chosen = [paper.name(code_names.STRICTER, code) for code in (head.service_or_priority, head.requests_use)]
	return (Paragraph(PrintedText(paper.say(_BOTH).format(*chosen)), "note"),)


def ola(paper: Paper) -> tuple[Block, ...]:
	"""The teams' own targets: internal, so a partner's print leaves them out."""
	rows = rows_of(paper, "ola")
	if not rows or not paper.internal:
		return ()
	return (make_table(paper, paper.name(code_names.BLOCKS, "ola"), rows),)
