"""Lengths of time as contracts write them, in both languages."""

from decimal import Decimal

import pytest

from sla_id.agreements.lint.language_rules import milestones_apart, numbers_apart
from sla_id.agreements.lint.lengths_in_text import amounts


def read(text: str) -> list[tuple[str, Decimal, str]]:
	return [(amount.unit, amount.size, amount.means) for amount in amounts(text)]


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("Solusi permanen: 5 hari kerja.", [("days", 5, "working")]),
		("Within 5 business days", [("days", 5, "working")]),
		("within two business days", [("days", 2, "working")]),
		("paling lambat dua puluh empat jam", [("seconds", 86_400, "")]),
		("5 (lima) hari kerja", [("days", 5, "working")]),
		("minimal 3 hari sebelum kunjungan", [("days", 3, "")]),
		("3 calendar days", [("days", 3, "calendar")]),
		("1 Jam (berlaku 24x7)", [("seconds", 3600, "calendar")]),
		("8 Jam (dapat berupa Solusi/Workaround)", [("seconds", 28_800, "")]),
		("30 menit selama jam operasional", [("seconds", 1800, "working")]),
		("1 hari kerja (8 jam kerja)", [("days", 1, "working"), ("seconds", 28_800, "working")]),
		("Periode Review : 1 Tahun", [("months", 12, "")]),
		("1,5 jam", [("seconds", 5400, "")]),
		("2. Jam kerja layanan adalah pukul 08.00 s.d. 16.00 WIB", []),
		("Tahun 2022 Revisi 0, 6.1. Hari dan Jam Kerja, 24x7", []),
	],
)
def test_lengths_of_time(text, expected):
	assert read(text) == [(unit, Decimal(size), means) for unit, size, means in expected]


@pytest.mark.parametrize(
	("indonesian", "english"),
	[
		("5 hari kerja", "5 business days"),
		("dalam tiga bulan", "within 3 months"),
		("dalam satu bulan kalender", "of a calendar month"),
		("pukul 09.00 – 18.00", "09:00 to 18:00"),
		("Rp1.250.000", "Rp1,250,000"),
		("01 Januari 2025, bulan ketiga, hari ke-3", "1 January 2025, the 3rd month, the third day"),
		("dua atau lebih proses, Tingkat 1", "two or more processes, level 1"),
	],
)
def test_the_same_numbers_in_both_languages(indonesian, english):
	assert numbers_apart(indonesian, english) == ""


@pytest.mark.parametrize(
	("indonesian", "english", "said"),
	[
		("5 hari kerja", "6 business days", "5 hari kerja / 6 business days"),
		("5 hari kerja", "5 business hours", "5 hari kerja / 5 business hours"),
		("3 hari kerja", "3 calendar days", "3 hari kerja / 3 calendar days"),
		("sebesar 95%", "of 99%", "95 / 99"),
	],
)
def test_other_numbers(indonesian, english, said):
	assert numbers_apart(indonesian, english) == said


def test_another_milestone():
	"""004 §4: "Solusi permanen" is "Temporary workaround" in the English."""
	names = milestones_apart(
		"Solusi permanen: 5 hari kerja.", "Temporary workaround: Within 5 business days."
	)
	assert names and [name.en for name in names] == ["a permanent fix", "a workaround"]
	assert milestones_apart("Solusi sementara atau permanen", "Temporary or permanent solution") is None
	assert milestones_apart("Tidak ada solusi praktis.", "No practical workaround.") is None


def test_a_number_repeated_wrong():
	assert [
		amount.repeated_wrong for amount in amounts("5 (enam) hari, 5 (lima) hari, 5 (kalender) hari")
	] == [
		True,
		False,
		False,
	]
