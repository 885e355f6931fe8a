"""`render`: which function prints which block, and the document's head. Public through the package."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sla_id.agreements.document import (
	availability_blocks,
	credit_blocks,
	escalation_blocks,
	goal_blocks,
	scope_blocks,
	signature_block,
	target_blocks,
)
from sla_id.agreements.document.numbered_outline import SIGNING, TEAMS, default_outline, fill_outline
from sla_id.agreements.document.outline_text import read_wording
from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import (
	Approval,
	Block,
	Definitions,
	Document,
	Paragraph,
	PrintedText,
)
from sla_id.agreements.file.model import BLOCKS, AgreementFile, Label
from sla_id.agreements.file.model import Section as Planned
from sla_id.agreements.words import code_names, say_span

_PRINTERS: Mapping[str, Callable[[Paper], tuple[Block, ...]]] = {
	"summary": goal_blocks.summary,
	"goals": goal_blocks.goals,
	"success": goal_blocks.success,
	"parties": goal_blocks.parties,
	"needs": goal_blocks.needs,
	"in_scope": scope_blocks.in_scope,
	"out_of_scope": scope_blocks.out_of_scope,
	"services": scope_blocks.services,
	"hours": scope_blocks.hours,
	"priorities": scope_blocks.priorities,
	"matrix": scope_blocks.matrix,
	"response": target_blocks.response,
	"targets": target_blocks.targets,
	"service_targets": target_blocks.service_targets,
	"ola": target_blocks.ola,
	"channels": scope_blocks.channels,
	"facts": scope_blocks.facts,
	"escalation": escalation_blocks.escalation,
	"availability": availability_blocks.availability,
	"exclusions": availability_blocks.exclusions,
	"provider_duties": goal_blocks.provider_duties,
	"customer_duties": goal_blocks.customer_duties,
	"review": goal_blocks.review,
	"amendment": goal_blocks.amendment,
	"contacts": goal_blocks.contacts,
	"consequence": goal_blocks.consequence,
	"termination": goal_blocks.termination,
	"versions": goal_blocks.versions,
	"signatures": signature_block.signatures,
	"maintenance": availability_blocks.maintenance,
	"claims": availability_blocks.claims,
	"credits": credit_blocks.credits,
	"pauses": escalation_blocks.pauses,
	"breach_causes": escalation_blocks.breach_causes,
}
_KIND = Label("Perjanjian Tingkat Layanan", "Service Level Agreement")
_NUMBER = Label("Nomor", "Number")
_CODE = Label("Kode", "Code")
_VERSION = Label("Versi", "Version")
_VALID = Label("Berlaku", "In force")
_EXTENDS = Label("Turunan dari", "Overrides")
_TYPE = Label("Jenis", "Type")
_LEVEL = Label("Tingkat", "Level")
_SERVICE = Label("Layanan", "Service")
_PAGE = (Label("Halaman", "Page"), Label("dari", "of"))
_ALL_USERS = Label("semua pengguna layanan", "all users of the services")


def render(
	file: AgreementFile,
	language: str,
	*,
	approvals: Sequence[Approval] = (),
	status: str | None = None,
	origins: Mapping[str, str] | None = None,
	internal: bool = False,
) -> Document:
	"""Print the agreement as a document in "id" or "en".

	`status` (e.g. "DRAFT") is shown as a banner; `origins` marks inherited values (see `Paper`); `internal` adds the
	teams' targets and the provider's remarks, which a partner's print leaves out.
	"""
	paper = Paper(file, language, internal, tuple(approvals), origins or {}, _shown(file))
	fill = _filler(paper)
	outline = file.terms.outline or default_outline(fill)
	if internal and "ola" not in paper.shown:
		outline = (*outline, TEAMS)
	if "signatures" not in paper.shown:
		outline = (*outline, SIGNING)
	return Document(
		title=file.agreement.title.get(language),
		language="id" if language.startswith("id") else "en",
		reference=_reference(paper),
		kind=paper.say(_KIND),
		head=_head(paper),
		sections=fill_outline(outline, fill, language),
		status=status,
		page_words=(paper.say(_PAGE[0]), paper.say(_PAGE[1])),
	)


def hidden_blocks(file: AgreementFile, language: str = "id", *, internal: bool = False) -> tuple[str, ...]:
	"""Blocks with content that the agreement's own outline doesn't include: promises that wouldn't be printed."""
	shown = _shown(file)
	paper = Paper(file, language, internal, shown=shown)
	optional = {"signatures", "parties", "hours", "priorities"}
	return tuple(
		block for block in BLOCKS if block not in shown and block not in optional and _PRINTERS[block](paper)
	)


def _shown(file: AgreementFile) -> frozenset[str]:
	if not file.terms.outline:
		return frozenset(BLOCKS)
	return frozenset(block for section in file.terms.outline for block in section.shows)


def _filler(paper: Paper) -> Callable[[Planned], tuple[Block, ...]]:
	return lambda section: tuple(_fill(paper, section))


def _fill(paper: Paper, section: Planned) -> Iterator[Block]:
	"""A section's free text, then its blocks. A lead that repeats the title or the text's last words is dropped."""
	text = paper.say(section.text) if section.text else ""
	yield from read_wording(text)
	shown = [blocks for blocks in _blocks(paper, section) if blocks]
	for place, blocks in enumerate(shown):
		led = isinstance(blocks[0], Paragraph) and blocks[0].kind == "lead"
		announced = text.rstrip().endswith(":") or (not text and len(shown) == 1)
		alone = len([block for block in blocks if isinstance(block, Paragraph) and block.kind == "lead"]) == 1
		yield from blocks[1:] if led and place == 0 and announced and alone else blocks


def _blocks(paper: Paper, section: Planned) -> Iterator[tuple[Block, ...]]:
	"""The blocks of a section. Priorities and targets next to each other become one table."""
	together = {"priorities", "targets"} <= set(section.shows)
	for block in dict.fromkeys(section.shows):
		if together and block == "priorities":
			yield target_blocks.priorities_with_targets(paper)
		elif not (together and block == "targets"):
			yield _PRINTERS[block](paper)


def _reference(paper: Paper) -> str:
	head = paper.file.agreement
	return f"{head.number or head.code} · {paper.say(_VERSION)} {head.version}"


def _head(paper: Paper) -> Definitions:
	"""The details under the title."""
	head = paper.file.agreement
	customer = head.partner or head.partner_group or (paper.say(_ALL_USERS) if head.default else None)
	rows: list[tuple[str, PrintedText | None]] = [
		(paper.say(_NUMBER if head.number else _CODE), PrintedText(head.number or head.code)),
		(paper.say(_VERSION), PrintedText(head.version)),
		(
			paper.say(_VALID),
			paper.text(
				say_span(head.effective_from, head.effective_to, paper.language),
				"agreement",
				"effective_from",
			),
		),
		(paper.name(code_names.PARTIES, "provider"), paper.text(head.provider, "agreement", "provider")),
		(paper.side("customer"), PrintedText(customer) if customer else None),
		(
			paper.say(_TYPE),
			None
			if head.type == "customer"
			else PrintedText(paper.name(code_names.AGREEMENT_TYPES, head.type)),
		),
		(paper.say(_LEVEL), PrintedText(paper.name(code_names.LEVELS, head.level)) if head.level else None),
		(paper.say(_SERVICE), PrintedText(head.service) if head.service else None),
		(paper.say(_EXTENDS), PrintedText(head.extends) if head.extends else None),
	]
	return Definitions(tuple((PrintedText(term), (value,)) for term, value in rows if value))
