"""Texts of our own: what the rules make of layouts, names and numbers that no seed document has."""

from __future__ import annotations

from datetime import date

import pytest

from sla_id.agreements.draft import draft_agreement
from sla_id.agreements.file import parse
from tests.agreements.draft.reading import read
from tests.agreements.draft.texts import ENGLISH, INDONESIAN, SERVICES


def test_an_indonesian_agreement() -> None:
	r = read(INDONESIAN)
	assert r.draft.accepted
	assert r.at("agreement.number") == "017/SLA/SNT/2027"
	assert r.at("agreement.provider") == "PT Samudra Nusa Teknologi"
	assert (r.at("agreement.effective_from"), r.at("agreement.effective_to")) == (
		date(2027, 3, 1),
		date(2029, 2, 28),
	)
	assert r.at("agreement.time_zone") == "Asia/Makassar"
	assert r.at("agreement.hours_per_day") == 8
	assert r.at("agreement.review.months") == 6
	assert r.at("calendars.business.hours")["thu"] == [["07:30", "12:00"], ["13:00", "16:30"]]
	assert r.at("calendars.business.hours")["fri"] == [["07:30", "11:30"], ["13:30", "17:00"]]
	assert r.at("calendars.business.holidays") == ["national", "cuti_bersama"]
	assert r.at("availability.target_percent") == "99.75"
	codes = [one["code"] for one in r.at("availability.exclusions")]
	assert codes == ["scheduled_maintenance", "force_majeure", "partner_act"]
	assert r.at("terms.missed_months") == 4
	assert "5%" in r.at("terms.consequence")
	assert r.at("default_priority") == "SEDANG"


def test_its_levels_matrix_and_tiers() -> None:
	r = read(INDONESIAN)
	times = {"DARURAT": ("15 min", "6 h"), "BERAT": ("45 min", "2 days"), "SEDANG": ("3 h", "6 days")}
	for code, (response, resolution) in {**times, "RINGAN": ("1 day", "next release")}.items():
		assert (r.target("response", priority=code), r.target("resolution", priority=code)) == (
			response,
			resolution,
		)
	assert r.calendar("resolution", priority="DARURAT") == "always"
	assert r.calendar("resolution", priority="BERAT") == "business"
	assert r.at("matrix.cells")["biasa"] == {"L": "BERAT", "B": "SEDANG", "K": "SEDANG", "P": "RINGAN"}
	assert len(r.at("matrix.cells")) == 4
	assert r.trigger(2, "percent")["value"] == 75
	assert r.trigger(2, "after")["after"] == "2 h"
	assert r.trigger(3, "before_due")["value"] == "30 min"
	assert r.trigger(3, "breach")["clock"] == "resolution"
	assert r.reasons(4) == ["Permintaan tertulis Pelanggan"]
	assert r.channel("phone")["address"] == "1500 731"


def test_massive_impact_is_a_trigger_of_its_own() -> None:
	"""In both languages, and not where the impact is merely big."""
	for words, kind in {
		"insiden yang berdampak masif": "massive_impact",
		"dampak bisnis yang masif": "massive_impact",
		"dampak bisnis besar": "manual",
	}.items():
		triggers = read(INDONESIAN.replace("target terlampaui", words)).tier(3)["triggers"]
		assert [trigger["on"] for trigger in triggers] == ["before_due", kind]
	said = ENGLISH.replace("unresolved after 20 hours", "massive business impact")
	assert read(said).trigger(3, "massive_impact") == {"on": "massive_impact"}


def test_what_has_no_place_is_listed() -> None:
	unplaced = read(INDONESIAN).draft.unplaced
	(left,) = [one for one in unplaced if one.reason != "kept in a wording, not as a figure of its own"]
	assert [one.sentence.split()[0] for one in unplaced if one is not left] == ["Pemeliharaan", "Atas"]
	assert (left.sentence, left.reason) == (
		"Arsip rapat disimpan dalam 37 kotak.",
		"no place for it in the agreement file",
	)
	assert INDONESIAN.split("\n")[left.line - 1] == left.sentence


def test_an_english_agreement() -> None:
	r = read(ENGLISH)
	assert r.draft.accepted
	assert (r.at("agreement.version"), r.at("agreement.language")) == ("3.2", "en")
	assert r.at("agreement.effective_from") == date(2028, 4, 15)
	assert r.at("agreement.review.months") == 3
	assert r.at("calendars.business.hours")["sat"] == [["08:30", "17:30"]]
	assert r.target("response", priority="S1") == "10 min"
	assert r.calendar("response", priority="S1") == "always"
	assert r.calendar("resolution", priority="S1") == "business", "24/7 stands at the response alone"
	assert r.target("workaround", priority="S2") == "none"
	assert r.target("resolution", priority="S2") == "4 days"
	assert r.target("response", channel="email") == "4 h"
	assert r.target("response", channel="portal") == "45 min"
	assert r.row("response", channel="phone")["assumed"]
	assert r.at("matrix.cells") == {
		"U": {"H": "S1", "M": "S1", "L": "S2"},
		"N": {"H": "S1", "M": "S2", "L": "S3"},
	}
	assert r.trigger(2, "percent")["value"] == 60
	assert r.trigger(3, "after")["after"] == "20 h"
	assert r.at("availability.target_percent") == "99.5"
	assert r.at("terms.missed_months") == 5
	assert {one.reason for one in r.draft.unplaced} == {"kept in a wording, not as a figure of its own"}


def test_services_with_merged_cells_and_derived_codes() -> None:
	r = read(SERVICES)
	times = {
		"ADM.01.01": "9 h",
		"ADM.01.02": "9 h",
		"ADM.01.03": "none",
		"ADM.01.04": "none",
		"ADM.02": "3 days",
		"ADM.02.01": "3 days",
		"ADM.02.02": "12 h",
	}
	assert {row["service"]: row["target"] for row in r.file["targets"]} == times
	assert r.at("agreement.time_zone") == "Asia/Jayapura"
	assert ("fill", "priorities") in [(point.kind, point.path) for point in r.draft.open_points]


def test_a_matrix_by_lines_and_turned() -> None:
	levels = "".join(f"P{n}: Tingkat {n}. Penyelesaian {n * 4} jam kerja\n" for n in range(1, 4))
	text = f"Perjanjian SLA\n1. Prioritas\nPrioritas layanan:\n{levels}2. Matriks Prioritas\nDampak / Urgensi\tMendadak\tBiasa\nBesar\tP1\tP2\nKecil\tP2\tP3\n"
	assert read(text).at("matrix.cells") == {"M": {"B": "P1", "K": "P2"}, "B": {"B": "P2", "K": "P3"}}
	by_line = text.replace("Dampak / Urgensi\t", "Dampak\n").replace("\t", "\n")
	assert read(by_line).at("matrix.cells") == {"B": {"M": "P1", "B": "P2"}, "K": {"M": "P2", "B": "P3"}}


def test_hours_in_many_spellings() -> None:
	lines = (
		"Jam kerja: Senin - Jumat, 09.00 - 17.00 WIB",
		"Jam kerja: Senin–Jumat pukul 09:00 s.d. 17:00 WIB",
		"Jam kerja: Senin s/d Jumat, jam 09.00 sampai dengan 17.00 WIB",
		"Jam\u00a0kerja: Senin\u00a0—\u00a0Jumat, 09.00\u00a0–\u00a017.00\u00a0WIB",
		"Business hours: Monday through Friday, 9 am to 5 pm",
		"Working hours: Mon-Fri, 9:00 am - 5:00 pm",
		"Jam layanan: Senin, Selasa, Rabu, Kamis dan Jumat pukul 9 - 17",
	)
	for line in lines:
		hours = read(f"Perjanjian SLA\n{line}\n").at("calendars.business.hours")
		assert hours == {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}, line


def test_line_ends_don_t_matter() -> None:
	plain = draft_agreement(INDONESIAN)
	for end in ("\r\n", "\r"):
		assert draft_agreement(INDONESIAN.replace("\n", end)) == plain


def test_a_target_given_twice_is_a_contradiction() -> None:
	text = INDONESIAN.replace(
		"Pasal 11 Lain-lain\n", "Pasal 11 Lain-lain\nUntuk DARURAT waktu tanggap adalah 25 menit.\n"
	)
	r = read(text)
	assert r.target("response", priority="DARURAT") == "15 min"
	(point,) = [point for point in r.draft.open_points if point.kind == "contradiction"]
	assert "15 (lima belas) menit" in point.text and "25 menit" in point.text


def test_two_languages_that_differ() -> None:
	text = (
		"Perjanjian SLA\n\n1. Tingkat Prioritas\n\nTingkat 1: Gawat\n\nLevel 1: Grave\n\n"
		"• Waktu respon: 20 menit untuk semua pengguna.\n\nResponse time: 25 minutes for all users.\n\n"
		"• Solusi sementara: 3 jam kerja.\n\nTemporary workaround: within 3 business hours.\n\n"
		"• Solusi permanen: 4 hari kerja.\n\nPermanent solution: within 4 business days.\n"
	)
	r = read(text)
	assert r.target("response", priority="GAWAT") == "20 min"
	assert r.target("permanent_fix", priority="GAWAT") == "4 days"
	assert [line for _, line in r.points("contradiction")] == [9]


def test_parameters_and_comments() -> None:
	draft = draft_agreement(ENGLISH, code="NW-1", language="en")
	assert parse(draft.text).agreement.code == "NW-1"
	assert '# line 11: "S1 - Outage' in draft.text
	assert "# not in the text: the code was given when drafting" in draft.text
	assert "# baris 11:" in draft_agreement(ENGLISH, language="id").text
	assert "TODO" not in draft.text


HEAD = "Perjanjian SLA\n\nJam layanan: Senin - Jumat, 08.00 - 16.00 WIB\n\n"


def targets(text: str) -> list[tuple[str, str, str | None, str | None]]:
	"""Clock, target, level and calendar of each row that the text gives."""
	rows = read(HEAD + text).file.get("targets", [])
	return [(row["clock"], row["target"], row.get("priority"), row.get("calendar")) for row in rows]


def listed(text: str) -> list[str]:
	return [one.sentence for one in read(HEAD + text).draft.unplaced]


def test_machines_that_are_watched_make_no_agreement_round_the_clock() -> None:
	for line in (
		"All nodes are monitored 24/7 by our operations room.",
		"Server dipantau 24 jam setiap hari.",
		"Formulir dapat diisi 24/7.",
		"The portal is open 24 hours a day.",
		"Insiden kritis ditangani 24x7.",
	):
		r = read(f"Service level agreement\n\nService\n\n{line}\n")
		assert "calendars" not in r.file, line
		assert r.draft.unplaced or r.facts("right") or "24x7" in line
	for line in ("Jam layanan: 24 jam sehari, 7 hari seminggu", "Our help desk is staffed 24/7."):
		assert read(f"Service level agreement\n\n{line}\n").at("calendars.always.hours") == "24x7"


def test_a_line_in_capitals_is_no_provider() -> None:
	r = read("DOKUMEN RAHASIA MILIK BERSAMA\nPerjanjian SLA\n" + HEAD)
	assert ("agreement.provider", None) in r.points("fill")


def test_figures_glued_to_their_units() -> None:
	text = "Waktu penyelesaian\n\nPrioritas\tTarget\nTinggi\t4jam\nSedang\t3HK\nRendah\t1x24 jam\n"
	assert targets(text) == [
		("resolution", "4 h", "TINGGI", None),
		("resolution", "3 days", "SEDANG", None),
		("resolution", "24 h", "RENDAH", "always"),
	]


def test_a_bare_target_takes_the_clock_of_its_heading() -> None:
	rows = "Kategori\tTarget\nBerat\t30mnt\nRingan\t2 jam\n"
	assert [clock for clock, *_ in targets(f"Waktu tanggap\n\n{rows}")] == ["response", "response"]
	assert targets(f"Waktu tanggap dan penyelesaian\n\n{rows}") == []
	assert targets(f"Lain-lain\n\n{rows}") == []
	assert [row for row in listed(f"Lain-lain\n\n{rows}") if "30mnt" in row]


def test_what_can_be_read_in_two_ways_is_listed() -> None:
	for value in ("2x24 jam kerja", "minimal 3 hari", "sekitar 2 jam", "3 hr", "95% dalam 4 jam"):
		text = f"Waktu tanggap\n\nPrioritas\tTarget\nTinggi\t{value}\nRendah\t1 jam\n"
		assert [level for _, _, level, _ in targets(text)] == ["RENDAH"], value
		assert any(value in one for one in listed(text)), value


@pytest.mark.parametrize("titles", [("Layanan surel", "Layanan gudang"), ("Wilayah barat", "Wilayah timur")])
def test_two_tables_that_differ_are_listed(titles: tuple[str, str]) -> None:
	times = (("1 jam", "4 jam"), ("1 jam", "2 hari"))
	tables = [
		f"{title}\n\nPrioritas\tRespons\nTinggi\t{high}\nRendah\t{low}\n\n"
		for title, (high, low) in zip(titles, times, strict=True)
	]
	assert targets("".join(tables)) == []
	listed = [one.sentence for one in read(HEAD + "".join(tables)).draft.unplaced]
	assert listed == ["Tinggi | 1 jam", "Rendah | 4 jam", "Tinggi | 1 jam", "Rendah | 2 hari"]


def test_hours_for_each_group_of_days() -> None:
	week = {"mon": [["08:00", "12:00"], ["13:00", "16:00"]], "fri": [["08:00", "11:30"], ["13:00", "16:00"]]}
	texts = (
		"Jam layanan\n\nHari\tBuka\tTutup\tIstirahat\nSenin-Kamis\t08.00\t16.00\t12.00-13.00\nJumat\t08.00\t16.00\t11.30-13.00\n",
		"Jam layanan\n\n- Senin-Kamis: 08.00-12.00 dan 13.00-16.00\n- Jumat: 08.00-11.30 dan 13.00-16.00\n- Sabtu, Minggu: tutup\n",
		"Jam layanan\n\n\tSenin-Kamis\tJumat\nJam buka\t08.00-16.00\t08.00-16.00\nIstirahat\t12.00-13.00\t11.30-13.00\n",
		"Jam layanan: Senin s.d. Jumat pukul 08.00-16.00\nIstirahat: Senin s.d. Kamis 12.00-13.00, Jumat 11.30-13.00\n",
	)
	for text in texts:
		hours = read(f"Perjanjian SLA\n\n{text}").at("calendars.business.hours")
		assert {day: hours[day] for day in week} == week, text
		assert list(hours) == ["mon", "tue", "wed", "thu", "fri"], text


def test_two_weeks_that_differ_are_left_to_a_person() -> None:
	text = "Jam layanan: Senin - Jumat 08.00-16.00\n\nService hours: Monday - Friday 07:00-19:00\n"
	r = read(f"Perjanjian SLA\n\n{text}")
	assert "calendars" not in r.file
	assert [one.line for one in r.draft.unplaced] == [3, 5]


def test_silence_about_holidays_closes_on_none() -> None:
	assert "holidays" not in read(HEAD).at("calendars.business")
	assert ("check", "calendars.business.holidays") in [
		(one.kind, one.path) for one in read(HEAD).draft.open_points
	]


def test_a_quoted_mail_proposes_nothing() -> None:
	text = "Waktu respons: 1 jam\n\n> Waktu respons: 15 menit\n"
	assert targets(text) == [("response", "1 h", None, None)]
	assert any("15 menit" in one for one in listed(text))


BROKEN = """Perjanjian Tingkat Layanan
Meja layanan dibuka pada hari Senin sampai dengan Kamis mulai pukul
07.30 sampai dengan 16.00 WIB dan pada hari Jumat pukul 07.30 sampai
dengan 16.30 WIB.

Gangguan Kritis ditanggapi paling lama 15 menit dan diselesaikan
paling lama 6 jam. Gangguan Rendah ditanggapi paling lama 2 (dua)
jam kerja dan diselesaikan paling lama 3 hari
kerja.
Pengguna yang puas berjumlah 90 persen menurut survei yang
dilakukan tahun ini.
"""


def test_a_sentence_broken_over_lines_is_read_whole_and_placed_where_it_stands() -> None:
	assert {one[:3] for one in targets(BROKEN)} == {
		("response", "15 min", "KRITIS"),
		("resolution", "6 h", "KRITIS"),
		("response", "2 h", "RENDAH"),
		("resolution", "3 days", "RENDAH"),
	}
	assert read(BROKEN).at("calendars.business.hours")["fri"] == [["07:30", "16:30"]]
	lines = BROKEN.split("\n")
	for one in read(BROKEN).draft.evidence:
		assert lines[one.line - 1][one.start : one.end] in one.figure
	places = {(one.line, one.value) for one in read(BROKEN).draft.evidence if one.path.endswith(".target")}
	assert places == {(6, "15 min"), (7, "6 h"), (7, "2 h"), (8, "2 h"), (8, "3 days"), (9, "3 days")}
	assert [one.line for one in read(BROKEN).draft.unplaced] == [10]


SHIFTS = (
	"Help desk bertugas 24 jam setiap hari, dibagi 3 regu (07.00-15.00, 15.00-23.00, 23.00-07.00).",
	"Help desk bertugas setiap hari dalam 3 regu: 07.00-15.00, 15.00-23.00, 23.00-07.00.",
	"Petugas: dua regu, Senin - Minggu 07.00-19.00 dan 19.00-07.00.",
	"Helpdesk siaga 24 jam, teknisi di tempat Senin - Jumat 08.00 - 17.00.",
	"Help desk bertugas 24 jam.\nRegu pagi setiap hari 07.00-15.00.",
	"Technicians are on duty 24x7x365.\nOffice visits: Monday to Friday 10:00 - 16:00, by appointment.",
	"The service desk works around the clock in two shifts, 07:00-19:00 and 19:00-07:00 every day.",
)


@pytest.mark.parametrize("title", ["Jam Layanan", "Umum"])
@pytest.mark.parametrize("said", SHIFTS)
def test_shifts_and_times_beside_24_hours_are_no_windows(said: str, title: str) -> None:
	file = read(f"{title}\n{said}\n").file
	assert all(calendar["hours"] == "24x7" for calendar in file.get("calendars", {}).values())


@pytest.mark.parametrize(
	("said", "labels"),
	[
		("Tingkat I yang belum selesai dalam 30 menit dilaporkan kepada Manajer.", []),
		("Tingkat I yang belum selesai ditangani", []),
		("Level 4 tickets that are not closed within 3 days go to the manager.", []),
		("Prioritas 2 sistem tidak dapat dipakai dalam 15 menit.", []),
		("Tingkat I ditangani dalam 1 jam.", ["Tingkat I"]),
		("Priority 5 must be answered within 3 hours.", ["Priority 5"]),
		("Priority 1: first answer in 30 minutes; solved in 8 hours", ["Priority 1"]),
		("Sev A cases are answered within 15 minutes.", ["Sev A"]),
		("P1 - Kasir terhenti: respons 15 menit.", ["Kasir terhenti"]),
		("P2 - Mendesak: respons 15 menit.", [{"id": "Mendesak", "en": "Urgent"}]),
	],
)
def test_no_level_is_named_by_the_words_of_a_sentence(said: str, labels: list[str]) -> None:
	assert [level["label"] for level in read(f"Waktu\n{said}\n").file.get("priorities", ())] == labels


def test_a_sentence_about_a_tier_is_no_tier_and_romans_are_numbers() -> None:
	said = "Eskalasi\nLevel 1 yang belum selesai dalam 2 jam diteruskan ke atasan.\nTingkat III dihubungi dalam 30 menit.\n"
	assert "escalation" not in read(said).file
	tiers = read("Eskalasi\nTingkat I: Petugas\nTingkat II: Manajer, setelah 4 jam\n").file["escalation"][
		"tiers"
	]
	assert [tier["level"] for tier in tiers] == [1, 2]


@pytest.mark.parametrize("numbers", [("L-01", "L-02"), ("L-1", "L-2"), ("1", "2")])
def test_numbers_of_a_catalogue_are_no_levels(numbers: tuple[str, str]) -> None:
	rows = f"{numbers[0]}\tReset kata sandi\t15 menit\n{numbers[1]}\tAkun surel\t1 hari kerja\n"
	r = read(f"Katalog Layanan\nKode\tLayanan\tWaktu\n{rows}")
	assert "priorities" not in r.file
	assert {row["service"]: row["target"] for row in r.file["targets"]} == {
		"RESET_KATA_SANDI": "15 min",
		"AKUN_SUREL": "1 day",
	}


def test_what_stands_behind_a_list_is_no_part_of_it() -> None:
	text = "Permintaan:\n- Ganti tarif: 1 hari kerja\n- Kartu baru: 3 hari kerja\n\n{}Siaran ulang: 45 hari\n"
	for between in ("", "Setoran: setiap hari\n"):
		rows = read(text.format(between)).file["targets"]
		assert [row["target"] for row in rows] == ["1 day", "3 days"]
