"""The gate: sentences that promise nothing, put anywhere into a text, change no figure of its draft."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.agreements.draft.judge import Judge
from tests.agreements.draft.reading import read
from tests.agreements.draft.test_unseen import DOCUMENTS

INDONESIAN = (
	"Pada tahun lalu gangguan ditanggapi dalam 45 menit dan diselesaikan dalam 9 jam.",
	"Misalnya, gangguan jaringan diselesaikan dalam 6 jam bila suku cadang tersedia.",
	"Vendor perangkat menanggapi laporan kami dalam 4 jam.",
	"Pihak ketiga menyelesaikan gangguan dalam 12 jam; hal itu di luar perjanjian ini.",
	"Tiket yang tidak dijawab selama 5 hari kerja ditutup.",
	"Tim lain menargetkan respons 20 menit, tetapi itu bukan janji kami.",
	"Sebelumnya target penyelesaian adalah 3 hari kerja.",
	"Ketersediaan tahun 2025 tercatat 99,91%.",
	"Gerbang pembayaran menjanjikan ketersediaan 99,5% kepada kami.",
	"Kantin buka Senin sampai Sabtu pukul 07.00 - 15.00.",
	"Laporan insiden besar dikirim dalam 3 hari kerja setelah layanan pulih.",
	"Biasanya permintaan diselesaikan dalam 1 jam.",
	"Uptime pesaing kami 99,5%.",
	"Target 2027: respons 10 menit.",
	"Jatah dukungan: 10 jam sebulan.",
	"Penyedia internet kami menjamin pemulihan dalam 5 jam.",
)
ENGLISH = (
	"Last year incidents were answered within 45 minutes and resolved within 9 hours.",
	"For example, a network fault is fixed within 6 hours if parts are in stock.",
	"The carrier restores links within 7 hours under its own contract.",
	"Third parties resolve faults within 12 hours, which is outside this agreement.",
	"Tickets without an answer for 5 business days are closed.",
	"Another team aims for a response of 20 minutes, but that is no promise of ours.",
	"The resolution target used to be 3 business days.",
	"Availability in 2025 was 99.91%.",
	"The payment gateway promises us 99.5% availability.",
	"The canteen is open Monday to Saturday, 07:00 - 15:00.",
	"A major incident report is sent within 3 business days after restoration.",
	"Requests are usually completed within 1 hour.",
	"Our competitors' uptime is 99.5%.",
	"Target for 2027: response 10 minutes.",
	"Support quota: 10 hours a month.",
	"Our internet carrier guarantees restoration within 5 hours.",
)


def moved(node: Any, shift: dict[int, int]) -> Any:
	"""The truth of a text whose lines stand elsewhere now."""
	if isinstance(node, list):
		return [moved(one, shift) for one in node]
	if not isinstance(node, dict):
		return node
	after = {key: moved(value, shift) for key, value in node.items()}
	for key in ("line", "merged_into"):
		if key in node:
			after[key] = shift[node[key]]
	if "not_figures" in node:
		after["not_figures"] = [shift[line] for line in node["not_figures"]]
	return after


@pytest.mark.parametrize(
	"path", [path for path in DOCUMENTS if path.stem != "pdf"], ids=lambda path: path.stem
)
def test_sentences_that_promise_nothing_change_nothing(path: Path) -> None:
	"""Not in `pdf`: its columns are loose lines, which a sentence between them breaks."""
	truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text(encoding="utf-8"))
	lines = path.read_text(encoding="utf-8").split("\n")
	rng = random.Random(path.stem)
	blanks = [n for n, line in enumerate(lines) if not line.strip()] + [len(lines)]
	said = rng.sample(ENGLISH if truth["language"] == "en" else INDONESIAN, 4)
	at = sorted(rng.choices(blanks, k=len(said)))
	text: list[str] = []
	shift: dict[int, int] = {}
	for n, line in enumerate([*lines, ""]):
		for one in [one for one, place in zip(said, at, strict=True) if place == n]:
			text += ["", one, ""]
		text.append(line)
		shift[n + 1] = len(text)
	verdict = Judge(moved(truth, shift), "\n".join(text)).verdict
	assert not verdict.of("wrong", "lost") and not verdict.invented, (at, said)


TEXT = """Perjanjian Tingkat Layanan
Jam layanan: Senin - Jumat 08.00 - 17.00.
Waktu penanganan
Prioritas | Respon | Penyelesaian
Kritis | 15 menit | 4 jam
Tinggi | 1 jam | 8 jam kerja
Rendah | 4 jam kerja | 5 hari kerja
"""


def placed(text: str) -> set[tuple[str, str, str]]:
	return {
		(row["clock"], row["priority"], row["target"])
		for row in read(text).file.get("targets", ())
		if "priority" in row
	}


def test_what_nothing_speaks_against_is_placed() -> None:
	assert len(placed(TEXT)) == 6


@pytest.mark.parametrize(
	("said", "open_figures"),
	[
		(
			"Kritis ditangani setiap saat.",
			{("response", "KRITIS", "15 min"), ("resolution", "KRITIS", "4 h")},
		),
		(
			"Waktu untuk semua laporan dihitung 24 jam.",
			{
				("response", "KRITIS", "15 min"),
				("resolution", "KRITIS", "4 h"),
				("response", "TINGGI", "1 h"),
			},
		),
		("Respon Kritis berlaku 24x7.", {("resolution", "KRITIS", "4 h")}),
	],
)
def test_words_for_the_whole_day_that_cant_be_tied_to_figures(
	said: str, open_figures: set[tuple[str, str, str]]
) -> None:
	assert placed(TEXT) - placed(TEXT + "\n" + said) == open_figures


def test_a_more_urgent_level_that_is_slower_is_listed() -> None:
	muddled = TEXT.replace("15 menit", "3 jam")
	assert placed(muddled) == {one for one in placed(TEXT) if one[0] == "resolution"}
	assert any("3 jam" in one.sentence for one in read(muddled).draft.unplaced)


def test_a_table_of_the_past_is_listed() -> None:
	assert placed(TEXT.replace("Waktu penanganan", "# Riwayat")) == set()


def test_a_target_inside_a_notice_is_listed_too() -> None:
	said = "Pengaduan diselesaikan paling lambat 20 hari kerja; perpanjangan diberitahukan kepada nasabah."
	assert any("20 hari kerja" in one.sentence for one in read(TEXT + "\n" + said).draft.unplaced)


TICKETS = "Tiket Kritis ditanggapi dalam 15 menit"


@pytest.mark.parametrize(
	"said",
	[
		f"{TICKETS} di kantor pusat.",
		f"{TICKETS} selama masa ujian.",
		f"{TICKETS} bagi pelanggan Emas.",
		f"Biasanya {TICKETS.lower()}.",
		f"{TICKETS}, jika petugas tersedia.",
	],
)
def test_a_word_that_nobody_understands_leaves_the_figure_for_the_list(said: str) -> None:
	levels = TEXT.replace("Kritis | 15 menit |", "Kritis | |")
	assert ("response", "KRITIS", "15 min") in placed(f"{levels}\n{TICKETS}.")
	assert ("response", "KRITIS", "15 min") not in placed(f"{levels}\n{said}")
	assert any("15 menit" in one.sentence for one in read(f"{levels}\n{said}").draft.unplaced)


def test_a_struck_out_value_is_listed_and_the_new_one_placed() -> None:
	text = TEXT.replace("| 1 jam |", "| ~~2 jam~~ 1 jam |")
	assert placed(text) == placed(TEXT)
	assert [(one.line, one.reason) for one in read(text).draft.unplaced if "2 jam" in one.sentence] == [
		(6, "struck out")
	]


def test_a_kind_of_incident_is_neither_level_nor_service() -> None:
	text = TEXT + "\nWaktu tanggap\n- Layar biru: 20 menit\n- Tidak ada suara: 40 menit\n"
	assert placed(text) == placed(TEXT)
	assert "services" not in read(text).file


HEAD = "Perjanjian SLA\n\nJam layanan: Senin - Jumat 08.00-16.00 WIB\n\n"


def test_a_formula_or_example_is_no_availability() -> None:
	for text in (
		"Ketersediaan = 100% x (J - P) / J",
		"Ketersediaan: gangguan 90 menit di bulan 30 hari = 99,79%.",
		"Ketersediaan 99,5% per tahun.",
	):
		assert "availability" not in read(f"{HEAD}Ketersediaan\n\n{text}\n").file, text
	for text in ("Ketersediaan = 99,5%", "Ketersediaan 99,5% per bulan."):
		assert read(f"{HEAD}Ketersediaan\n\n{text}\n").at("availability.target_percent") == "99.5", text


def test_headings_and_heads_above_an_availability_are_understood_too() -> None:
	said = "Ketersediaan layanan 99,5% per bulan.\n"
	assert read(f"{HEAD}4. Ketersediaan\n\n{said}").at("availability.target_percent") == "99.5"
	assert "availability" not in read(f"{HEAD}4. Realisasi Ketersediaan Triwulan Lalu\n\n{said}").file
	table = "| Parameter | {} |\n|---|---|\n| Ketersediaan | 99,5% |\n"
	assert "availability" in read(f"{HEAD}4. Ketersediaan\n\n{table.format('Target')}").file
	assert "availability" not in read(f"{HEAD}4. Ketersediaan\n\n{table.format('Realisasi')}").file


def decided(text: str, path: str) -> tuple[Any, bool]:
	"""What the draft holds there, and whether a person is asked for it before the file is accepted."""
	r = read(text)
	asked = any(one.kind == "fill" and one.path == path and one.line for one in r.draft.open_points)
	node: Any = r.file
	for name in path.split("."):
		node = node.get(name) if isinstance(node, dict) else None
	return node, asked and not r.draft.accepted


def test_holidays_named_in_words_nobody_understands_are_undecided() -> None:
	path = "calendars.business.holidays"
	for text in (
		"Pada hari libur nasional piket mengikuti edaran tersendiri.",
		"Hari libur nasional: hanya gangguan Kritis dilayani.",
	):
		assert decided(HEAD + text, path) == (["undecided"], True), text
	assert decided(HEAD, path) == (None, False)
	said = "Sundays and national holidays: no support, except for urgent calls."
	assert decided(f"SLA\n\nSupport hours\n\nMonday - Friday 08:00 - 17:00\n{said}", path) == (
		["national"],
		False,
	)


def test_a_zone_that_is_not_known_is_undecided() -> None:
	for zone in ("waktu setempat", "(UTC+7)", "WIB / 09.00-17.00 WITA"):
		text = HEAD.replace("WIB", zone)
		assert decided(text, "agreement.time_zone") == ("undecided", True), zone
	assert decided(HEAD.replace(" WIB", ""), "agreement.time_zone") == ("Asia/Jakarta", False)


def test_a_break_nobody_understands_leaves_the_hours_open() -> None:
	text = "Perjanjian SLA\n\n2. Jam layanan\n\nSenin - Jumat 08.00-16.00 WIB\n"
	assert "calendars" in read(text).file
	assert "calendars" not in read(f"{text}Istirahat siang mengikuti jadwal kantin.\n").file
