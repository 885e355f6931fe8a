"""The numbered sections: the agreement's own outline, or else that of document 000.

Called by `block_printers`. The agreement's own outline keeps its numbers when a section is left out; the default one is renumbered.
"""

import re
from collections.abc import Callable, Sequence

from sla_id.agreements.document.printed_values import Block, PrintedSection
from sla_id.agreements.file.model import Label
from sla_id.agreements.file.model import Section as Planned

Part = tuple[Label, tuple[str, ...]]
_CHAPTERS: tuple[tuple[Label, tuple[str, ...], tuple[Part, ...]], ...] = (
	(
		Label("Pendahuluan, Ruang Lingkup, dan Definisi Kunci", "Introduction, scope and key definitions"),
		(),
		(
			(
				Label("Tujuan dan Sasaran", "Purpose and goals"),
				("summary", "parties", "goals", "success", "needs"),
			),
			(
				Label("Ruang Lingkup Layanan", "Scope of the services"),
				("in_scope", "services", "out_of_scope"),
			),
			(Label("Definisi Kunci", "Key definitions"), ("hours",)),
		),
	),
	(
		Label(
			"Klasifikasi, Tingkat Prioritas, dan Target Waktu", "Classification, priorities and target times"
		),
		(),
		(
			(
				Label("Tingkat Prioritas dan Target Waktu", "Priorities and target times"),
				("priorities", "targets"),
			),
			(Label("Matriks Prioritas", "Priority matrix"), ("matrix",)),
			(Label("Waktu per Kanal", "Times by channel"), ("response",)),
			(Label("Waktu per Layanan", "Times by service"), ("service_targets",)),
			(Label("Perjanjian Tingkat Operasional", "Operational level agreement"), ("ola",)),
		),
	),
	(
		Label("Proses Pelaporan", "Reporting"),
		(),
		(
			(Label("Kanal Pelaporan", "Reporting channels"), ("channels",)),
			(Label("Informasi Wajib dalam Laporan", "Required information of a report"), ("facts",)),
			(Label("Penangguhan Waktu", "Pauses"), ("pauses",)),
		),
	),
	(Label("Jalur Eskalasi", "Escalation"), ("escalation",), ()),
	(
		Label("Komitmen Tingkat Layanan dan Pengecualian", "Service level commitment and exclusions"),
		(),
		(
			(Label("Jaminan Ketersediaan Layanan", "Availability guarantee"), ("availability",)),
			(Label("Pengecualian", "Exclusions"), ("exclusions",)),
			(Label("Pemeliharaan Terjadwal", "Planned maintenance"), ("maintenance",)),
			(Label("Klaim Pengecualian dan Laporan Bulanan", "Claims and monthly statement"), ("claims",)),
		),
	),
	(
		Label("Tanggung Jawab Bersama", "Shared responsibilities"),
		(),
		(
			(
				Label("Tanggung Jawab Penyedia Layanan", "Responsibilities of the provider"),
				("provider_duties",),
			),
			(Label("Tanggung Jawab Mitra", "Responsibilities of the partner"), ("customer_duties",)),
		),
	),
	(
		Label("Tinjauan dan Amandemen Perjanjian", "Review and amendment of the agreement"),
		(),
		(
			(Label("Proses Tinjauan", "Review"), ("review",)),
			(Label("Proses Amandemen", "Amendment"), ("amendment",)),
			(Label("Kontak dan Otorisasi", "Contacts and authorisation"), ("contacts",)),
		),
	),
	(
		Label("Akibat dan Pengakhiran", "Consequence and termination"),
		(),
		(
			(Label("Bila Target Tidak Tercapai", "If targets are missed"), ("consequence", "breach_causes")),
			(Label("Restitusi", "Service credits"), ("credits",)),
			(Label("Ketentuan Pengakhiran", "Termination"), ("termination",)),
		),
	),
	(Label("Riwayat Versi", "Version history"), ("versions",), ()),
	(Label("Persetujuan", "Approval"), ("signatures",), ()),
)
SIGNING = Planned("", Label("Persetujuan", "Approval"), ("signatures",))
"""What is added to an outline that has no place for signatures."""

TEAMS = Planned("", Label("Target tim internal (OLA)", "Internal teams' targets (OLA)"), ("ola",))
"""What an internal print adds to an outline that has no place for the teams' targets."""

Fill = Callable[[Planned], tuple[Block, ...]]


def default_outline(fill: Fill) -> tuple[Planned, ...]:
	"""The outline of document 000 without the sections that the agreement doesn't have, renumbered."""
	planned: list[Planned] = []
	for title, shows, parts in _CHAPTERS:
		chapter = len([section for section in planned if section.number.endswith(".0")]) + 1
		head = Planned(f"{chapter}.0", title, shows)
		kept = [part for part in parts if fill(Planned("", part[0], part[1]))]
		if kept or fill(head):
			planned.append(head)
			planned += [
				Planned(f"{chapter}.{place}", name, blocks) for place, (name, blocks) in enumerate(kept, 1)
			]
	return tuple(planned)


def fill_outline(outline: Sequence[Planned], fill: Fill, language: str) -> tuple[PrintedSection, ...]:
	"""The sections with their blocks. A section without blocks is left out unless a deeper one follows."""
	filled = [
		PrintedSection(
			_shown(section.number), section.title.get(language), depth_of(section.number), fill(section)
		)
		for section in outline
	]
	kept: list[PrintedSection] = []
	next_depth = 0
	for section in reversed(filled):
		if section.blocks or next_depth > section.depth:
			kept.append(section)
			next_depth = section.depth
	return tuple(reversed(kept))


def _shown(number: str) -> str:
	"""The number as printed. In a file "-" marks a section that has no number."""
	return "" if number.strip() in ("-", "–") else number.strip()


def depth_of(number: str) -> int:
	"""The depth of a number: "1.0", "1." and "A" are at 1, "5.1." and "2.a" at 2."""
	parts = [part for part in re.split(r"\.", number.strip()) if part]
	if len(parts) > 1 and parts[-1] == "0":
		parts = parts[:-1]
	return max(1, min(len(parts), 5))
