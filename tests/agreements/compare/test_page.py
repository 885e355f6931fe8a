"""The comparison as a page: grouped, in words, escaped."""

import re
from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings

from sla_id.agreements.compare import ADDED, CHANGED, REMOVED, Change, compare, to_html
from tests.agreements.document.test_escaping import HOSTILE, poison, tags
from tests.agreements.test_round_trip import files

PLAIN = {
	*(
		"html",
		"head",
		"meta",
		"title",
		"style",
		"body",
		"section",
		"h1",
		"h2",
		"p",
		"table",
		"thead",
		"tbody",
		"tr",
	),
	*("th", "td", "span", "div", "br", "del", "ins"),
	*(
		"@lang",
		"@charset",
		"@name",
		"@content",
		"@class",
		"@role",
		"@scope",
		"@aria-label",
		"@aria-hidden",
		"@data-label",
	),
}
CHANGES = (
	Change("Target waktu", "Target Waktu Tanggap P2", "4 jam kerja", "2 jam kerja", CHANGED, True),
	Change("Ketentuan", "Tujuan", None, "Baru", ADDED),
	Change("Target waktu", "Target Waktu Tanggap P3", "1 jam kerja", None, REMOVED, False),
)


def test_two_columns_grouped_by_section():
	page = to_html(CHANGES, "id")
	assert re.findall(r"<h2>(.*?)</h2>", page) == ["Target waktu", "Ketentuan"]
	assert page.count("Sebelum</th>") == page.count("Sesudah</th>") == 2
	assert "3 perubahan: 1 ditambahkan; 1 dihapus; 1 diubah;" in page


def test_kind_and_verdict_stand_there_in_words():
	page = to_html(CHANGES, "en")
	for words in ("Added", "Removed", "Changed", "The partner gets more", "The partner gets less"):
		assert f"</span> {words}</span>" in page


def test_words_that_differ_in_a_long_text_are_marked():
	before = "Tim menjawab setiap laporan dalam satu jam kerja saja"
	page = to_html([replace(CHANGES[0], before=before, after=before.replace("satu", "dua"))], "id")
	assert "<del>satu</del>" in page
	assert "<ins>dua</ins>" in page


def test_nothing_to_tell():
	assert "Tidak ada perbedaan." in to_html((), "id")
	assert "<table" not in to_html((), "en")


def test_hostile_texts_stay_texts():
	page = to_html([Change(HOSTILE, HOSTILE, HOSTILE, f"{HOSTILE} a b c d e f g", CHANGED, True)], "id")
	assert "<script" not in page
	assert tags(page) <= PLAIN


@settings(
	max_examples=20,
	deadline=None,
	suppress_health_check=list(HealthCheck),
	phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(files(), files())
def test_no_markup_of_any_file_survives(old, new):
	page = to_html(compare(old, poison(new), "id"), "id")
	assert "<script" not in page
	assert tags(page) <= PLAIN
