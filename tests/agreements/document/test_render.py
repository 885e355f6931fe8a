"""Outlines, audiences, inherited values, both languages and empty agreements."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sla_id.agreements.document import (
	Definitions,
	Listing,
	Paragraph,
	PrintedTable,
	render,
	target_path,
	to_html,
)
from sla_id.agreements.document.block_printers import _PRINTERS
from sla_id.agreements.document.numbered_outline import depth_of
from sla_id.agreements.document.outline_text import read_wording
from sla_id.agreements.file import AgreedTarget
from sla_id.agreements.file import model as m
from sla_id.agreements.words import code_names, say_hours, say_length, say_percent, say_target
from tests.agreements.document.samples import every_text, printed, rows, sample, section, tables
from tests.agreements.test_round_trip import files

QUICK = settings(
	max_examples=40,
	deadline=None,
	suppress_health_check=list(HealthCheck),
	phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
EMPTY = m.AgreementFile(
	agreement=m.Agreement("X", m.Label("Kosong", "Empty"), "1", "Penyedia", date(2026, 1, 1)),
	calendars=(m.Calendar("c", m.Week(always=True)),),
	default_calendar="c",
	priorities=(m.Priority("P", 1, m.Label("Biasa", "Plain")),),
	default_priority="P",
)
SERVICES = (
	m.Service("A", m.Label("Gaji", "Payroll"), documents=(m.Label("KTP", "ID card"),), depends_on=("B",)),
	m.Service("B", m.Label("Basis data", "Database"), owner="Operasional", supporting=True),
)
OLA = m.TargetRow(
	"ola",
	AgreedTarget("duration", seconds=7200),
	"business",
	("fixed",),
	service="SAAS",
	team="Tim Infrastruktur",
)


def test_every_block_has_a_printer_and_a_name():
	assert tuple(_PRINTERS) == m.BLOCKS == tuple(code_names.BLOCKS)


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_agreement_with_next_to_nothing(language):
	document = render(EMPTY, language)
	assert [entry.number for entry in document.sections] == ["1.0", "1.1", "1.2", "2.0", "2.1", "3.0"]
	assert to_html(document)


def test_a_level_that_leaves_calendars_and_priorities_to_the_one_above():
	level = replace(EMPTY, calendars=(), default_calendar="", priorities=(), default_priority="")
	document = render(level, "id")
	assert [entry.number for entry in document.sections] == ["1.0", "1.1", "1.2", "2.0"]
	assert to_html(document)


@QUICK
@given(files())
def test_any_agreement_prints_in_both_languages(file):
	for language in ("id", "en"):
		document = render(file, language, status="DRAFT", internal=True)
		assert to_html(document).startswith("<!DOCTYPE html>")
		for entry in document.sections:
			assert all(
				len(row.cells) in (2, len(block.header))
				for block in entry.blocks
				if isinstance(block, PrintedTable)
				for row in block.rows
			)


def test_the_default_outline_shows_every_target_and_counts_what_is_left():
	file = replace(sample("innovasia_mitra"), terms=replace(sample("innovasia_mitra").terms, outline=()))
	document = render(file, "id")
	numbers = [entry.number for entry in document.sections]
	assert numbers[:6] == ["1.0", "1.1", "1.2", "1.3", "2.0", "2.1"]
	assert numbers[-3:] == ["7.3", "8.0", "9.0"]
	without = replace(file, availability=None, tiers=())
	assert [entry.title for entry in render(without, "id").sections if entry.depth == 1][
		3
	] == "Tanggung Jawab Bersama"


def test_an_own_outline_keeps_its_numbers_and_drops_what_is_empty():
	label = m.Label("Judul", "Title")
	outline = (
		m.Section("I", label, ("versions",)),
		m.Section("2.0", label),
		m.Section("2.4", label, ("goals",)),
		m.Section("9", label, (), m.Label("Teks", "Text")),
	)
	file = replace(EMPTY, terms=m.AgreedTerms(goals=(label,), outline=outline))
	assert [entry.number for entry in render(file, "id").sections] == ["2.0", "2.4", "9", ""]


@pytest.mark.parametrize(
	("number", "depth"),
	[("1.0", 1), ("1.", 1), ("A", 1), ("5.1.", 2), ("2.a", 2), ("1.2.3", 3), ("-", 1), ("..", 1)],
)
def test_depth_of_a_number(number, depth):
	assert depth_of(number) == depth


def test_a_teams_target_is_for_internal_prints():
	file = replace(
		sample("innovasia_mitra"),
		targets=(*sample("innovasia_mitra").targets, OLA),
		terms=replace(sample("innovasia_mitra").terms, outline=()),
	)
	assert "Tim Infrastruktur" not in every_text(render(file, "id"))
	internal = render(file, "id", internal=True)
	table = tables(internal, "2.2")[0]
	assert rows(table) == [["Fungsionalitas aplikasi (SaaS) (SAAS)", "Tim Infrastruktur", "2 jam kerja"]]
	assert "belongs to one person" in every_text(internal)
	assert "belongs to one person" not in every_text(render(file, "id"))


def test_services_tell_documents_dependencies_and_support():
	document = render(replace(EMPTY, services=SERVICES), "id", internal=True)
	table = next(
		block for entry in document.sections for block in entry.blocks if isinstance(block, PrintedTable)
	)
	assert [row[-1].splitlines() for row in rows(table)] == [
		["Dokumen: KTP", "Bergantung pada: B"],
		["Layanan pendukung, tidak dipesan pengguna", "Penanggung jawab: Operasional"],
	]


def test_promises_without_a_block_of_their_own_are_shown_in_another():
	outline = (m.Section("1", m.Label("Target", "Targets"), ("targets",)),)
	file = replace(sample("hai_djpb"), terms=replace(sample("hai_djpb").terms, outline=outline))
	(table,) = tables(render(file, "id"), "1")
	assert len(table.rows) == 9 + 6 + sum(row.service is not None for row in file.targets)


def test_inherited_values_say_their_level():
	file = sample("innovasia_mitra")
	row = file.targets[0]
	document = render(file, "id", origins={"terms.goals": "Korporat", target_path(row): "Korporat"})
	assert tables(document, "2.1")[0].rows[0].cells[3].lines[0].origin == "dari: Korporat"
	goals = next(block for block in section(document, "1.1").blocks if isinstance(block, Listing))
	assert {item.origin for item in goals.items} == {"dari: Korporat"}
	assert to_html(document).count('<small class="origin">dari: Korporat</small>') == 1 + len(
		file.terms.goals
	)


def test_status_is_a_banner_and_a_running_foot():
	page = to_html(printed("benemica", status="DRAFT"))
	assert '<p class="status" role="status">DRAFT</p>' in page
	assert '@bottom-left { content: "DRAFT"; }' in page
	assert 'class="watermark"' not in to_html(printed("benemica"))


OUR_ENGLISH = re.compile(
	r"\b(the|of|and|or|is|not|are|except|until|hours?|days?|minutes?|provider|partner|duties|agreement ends|holds|met when"
	r"|response|resolution|report|date|signature|name|page|from|version)\b",
	re.IGNORECASE,
)


def test_the_indonesian_print_has_no_english_of_ours():
	"""All wordings of the file are emptied of letters, so that what is left is our own wording."""
	for internal in (False, True):
		document = render(_blank(sample("hai_djpb")), "id", internal=internal)
		found = OUR_ENGLISH.findall(
			re.sub(r"<style>.*?</style>|<[^>]+>", " ", to_html(document), flags=re.DOTALL)
		)
		assert found == []
	for name in ("innovasia_mitra", "benemica"):
		text = re.sub(
			r"<style>.*?</style>|<[^>]+>", " ", to_html(render(_blank(sample(name)), "id")), flags=re.DOTALL
		)
		assert OUR_ENGLISH.findall(text) == []


def _blank(value):
	"""The same file without its own texts: labels, names, notes."""
	if isinstance(value, m.Label):
		return m.Label("…", "…")
	if isinstance(value, tuple):
		return tuple(_blank(entry) for entry in value)
	if isinstance(value, m.Service | m.ChannelRow | m.TargetRow | m.VersionNote | m.TierRow | m.Category):
		plain = {"note", "description", "responsible", "address", "required", "optional", "source", "owner"}
		plain &= set(value.__dataclass_fields__)
		blank = {name: (() if isinstance(getattr(value, name), tuple) else None) for name in plain}
		value = replace(
			value, **{name: "…" if name in ("description", "responsible") else blank[name] for name in plain}
		)
	if hasattr(value, "__dataclass_fields__") and not isinstance(value, AgreedTarget | m.Week):
		return replace(value, **{name: _blank(getattr(value, name)) for name in value.__dataclass_fields__})
	return value


class TestWording:
	def test_paragraphs_lists_and_definitions(self):
		text = "Satu\ndua\n\n- Mitra: siapa saja\n- Bug: cacat\n  lanjutan\n\n1. a\n2. b\n\na. x"
		first, terms, numbered, lettered = read_wording(text)
		assert first == Paragraph(first.text)
		assert first.text.text == "Satu dua"
		assert isinstance(terms, Definitions)
		assert [(term.text, lines[0].text) for term, lines in terms.entries] == [
			("Mitra", "siapa saja"),
			("Bug", "cacat lanjutan"),
		]
		assert (numbered.numbering, lettered.numbering) == ("1", "a")
		assert [item.text for item in numbered.items] == ["a", "b"]

	@pytest.mark.parametrize("text", ["", "  ", "\n\n"])
	def test_nothing(self, text):
		assert read_wording(text) == ()


class TestWords:
	def test_hours_with_breaks_in_the_week_holidays_and_region(self):
		long, short = (("08:00", "12:00"), ("13:00", "17:00")), (("08:00", "11:00"),)
		week = m.Week(days=(("mon", long), ("tue", long), ("wed", long), ("fri", short), ("sat", ())))
		calendar = m.Calendar("c", week, ("national", "regional"), "Bali")
		assert (
			say_hours(calendar, "WITA", "id")
			== "Senin–Rabu 08.00–12.00 dan 13.00–17.00; Jumat 08.00–11.00 WITA, kecuali Libur Nasional dan Libur Daerah (Bali)"
		)
		assert say_hours(replace(calendar, holidays=()), "WITA", "en").endswith(
			"Friday 08:00–11:00 WITA, holidays included"
		)

	def test_shifts_and_breaks_are_told_with_their_dates(self):
		week = m.Week(days=(("mon", (("08:00", "15:00"),)),))
		shift = m.ShiftRow(date(2026, 2, 18), date(2026, 3, 19), week, "Ramadan")
		closed = m.BreakRow(date(2026, 8, 17), (("08:00", "10:00"),), "Upacara")
		calendar = m.Calendar("c", week, shifts=(shift,), breaks=(closed,))
		text = every_text(render(replace(EMPTY, calendars=(calendar,)), "id"))
		assert (
			"Jam khusus: 18 Februari 2026 sampai dengan 19 Maret 2026 (Ramadan): Senin 08.00–15.00 WIB"
			in text
		)
		assert "Jeda: 17 Agustus 2026 (Upacara): 08.00–10.00 WIB" in text

	@pytest.mark.parametrize(
		("target", "indonesian", "english"),
		[
			(AgreedTarget("duration", seconds=0), "langsung", "immediately"),
			(
				AgreedTarget("duration", seconds=5400),
				"1 jam 30 menit dalam jam kerja",
				"1 h 30 min within business hours",
			),
			(AgreedTarget("open_ended", seconds=144000), "> 40 jam kerja", "> 40 business hours"),
			(AgreedTarget("estimate"), "sesuai estimasi", "by estimate"),
			(AgreedTarget("days", days=1), "1 hari kerja (8 jam kerja)", "1 business day (8 business hours)"),
		],
	)
	def test_targets(self, target, indonesian, english):
		file = sample("innovasia_mitra")
		assert say_target(file, target, "business", "id") == indonesian
		assert say_target(file, target, "business", "en") == english

	def test_days_that_end_with_the_day(self):
		file = sample("innovasia_mitra")
		file = replace(file, agreement=replace(file.agreement, working_day="end_of_day"))
		assert (
			say_length(file, AgreedTarget("days", days=2), None, "id")
			== "2 hari kerja (sampai akhir hari kerja ke-2)"
		)

	@pytest.mark.parametrize(
		("number", "said"), [("95", "95%"), ("99.90", "99,9%"), ("99.995", "99,995%"), ("100", "100%")]
	)
	def test_percent(self, number, said):
		assert say_percent(Decimal(number), "id") == said
