"""How availability, exclusions, maintenance, claims, credits, pauses and causes are printed (000 §5, §6.1; 002 §5)."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from sla_id.agreements.document import Document, Paragraph, PrintedTable, hidden_blocks, render, to_html
from sla_id.agreements.file import parse
from sla_id.fixtures.sample_agreements import sample_agreement
from tests.agreements.test_availability_guarantee import CREDIT, agreement_with

EXCLUSIONS = [
	{"code": "maintenance", "label": {"id": "Pemeliharaan Terjadwal", "en": "Scheduled maintenance"}}
]


def printed(availability: Mapping[str, Any], language: str = "id", **sections: Any) -> str:
	"""The whole print as text, without marks and blanks."""
	return plain(render(agreement_with({"exclusions": EXCLUSIONS, **availability}, **sections), language))


def plain(document: Document) -> str:
	without_style = re.sub(r"<style>.*?</style>", " ", to_html(document), flags=re.S)
	text = re.sub(r"<[^>]+>", " ", without_style)
	for sign, mark in (("&amp;", "&"), ("&#39;", "'"), ("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">")):
		text = text.replace(sign, mark)
	return re.sub(r"\s+", " ", text)


def test_the_denominator_is_said_in_words_beside_the_formula() -> None:
	said = {
		"whole_period": "Penyebutnya seluruh menit dalam bulan, termasuk yang dikecualikan.",
		"reduced_period": "dikurangi seluruh waktu yang dikecualikan dan disetujui, juga saat layanan tersedia.",
		"reduced_by_excluded_downtime": "dikurangi Waktu Henti yang dikecualikan dan disetujui, tidak lebih.",
	}
	for formula, words in said.items():
		text = printed({"formula": formula})
		assert words in text and "Ketersediaan = (jumlah menit" in text, formula
		assert [other for other in said.values() if other in text] == [words]


def test_a_promise_within_hours_names_them_and_shows_no_table_of_whole_months() -> None:
	text = printed({"calendar": "business"}, "en")
	assert "within these hours only: Monday–Friday 09:00–17:00 WIB, except national holidays." in text
	assert "Allowed downtime is 5% of those hours in the month." in text
	assert "Days of the month" not in text
	assert "Days of the month" in printed({}, "en")


def test_what_is_counted_is_said_only_where_the_agreement_says_it() -> None:
	text = printed(
		{
			"minimum": "300 s",
			"downtime_from": "declared",
			"unknown_counts_as": "left_out",
			"part_month": "days_in_force",
			"services": ["APP"],
		},
		"en",
	)
	for sentence in (
		"An outage that lasts no longer than 5 min does not count.",
		"Downtime counts from when monitoring declares the outage.",
		"Time without monitoring is left out of the month, except what is known to have been down.",
		"In a part month, downtime is set against the days in force.",
		"This promise covers the services: Aplikasi (APP).",
	):
		assert sentence in text
	silent = printed({}, "en")
	assert "no longer than" not in silent and "monitoring" not in silent and "part month" not in silent


def test_services_that_differ_are_a_table_with_their_components() -> None:
	row = {
		"services": ["APP"],
		"target_percent": 99.5,
		"components": "weighted",
		"parts": [
			{"code": "A", "label": {"id": "Basis data", "en": "Database"}, "weight": 0.7},
			{"code": "B", "label": {"id": "Uji coba", "en": "Test system"}, "weight": 0},
		],
	}
	document = render(agreement_with({"guarantees": [row, {"services": ["MAIL"], "minimum": "60 s"}]}), "en")
	[table] = [
		block
		for section in document.sections
		for block in section.blocks
		if isinstance(block, PrintedTable) and block.header[0] == "Service" and "Availability" in block.header
	]
	assert table.header == (
		*("Service", "Availability", "Doesn't count unless longer than", "Down", "Components"),
	)
	assert [[cell.text for cell in line.cells] for line in table.rows] == [
		[
			"Aplikasi (APP)",
			"99.5%",
			"–",
			"by the components' weights",
			"Database: weight 0.7\nTest system: without guarantee",
		],
		["Surel (MAIL)", "95%", "1 min", "–", "–"],
	]


def test_maintenance_is_announced_ahead_and_excluded_only_if_it_was() -> None:
	terms = {"notice": "3 days", "exclusion": "maintenance"}
	text = printed({"maintenance": terms})
	assert (
		"PT Penyedia memberitahukan pemeliharaan terjadwal sekurang-kurangnya 3 hari kerja (24 jam kerja) sebelum dimulai."
		in text
	)
	assert "termasuk pengecualian “Pemeliharaan Terjadwal”" in text
	assert "Downtime caused by planned maintenance counts." in printed(
		{"maintenance": {"notice": "72 h", "calendar": "always"}}, "en"
	)
	assert "at least 72 hours (24x7) before it starts" in printed(
		{"maintenance": {"notice": "72 h", "calendar": "always"}}, "en"
	)


@pytest.mark.parametrize("language", ["id", "en"])
def test_innovasia_announces_its_maintenance_under_6_1_marked_as_ours(language: str) -> None:
	document = render(parse(sample_agreement("innovasia_mitra")), language)
	[section] = [section for section in document.sections if section.number == "6.1"]
	said = [block.text for block in section.blocks if isinstance(block, Paragraph)]
	assert any("pemeliharaan terjadwal" in text.text or "planned maintenance" in text.text for text in said)
	assert any(text.marks == ("*",) for text in said)


def test_claims_objections_and_statements_have_their_times() -> None:
	text = printed(
		{
			"claims": {"within": "5 days", "decide_within": "10 days", "object_within": "3 days"},
			"statement": {"answer_within": "48 h", "calendar": "always"},
		},
		"en",
	)
	for sentence in (
		"An exclusion is claimed within 5 business days (40 business hours) after the downtime ended.",
		"A claim is decided within 10 business days (80 business hours) after it was made",
		"Partner may object within 3 business days (24 business hours) after the decision.",
		"Partner accepts the monthly statement, or disputes lines of it, within 48 hours (24x7)",
	):
		assert sentence in text


def test_a_credit_is_explained_by_an_example_that_is_computed() -> None:
	"""95 %, 30 days: twice the allowance is 72 h, 90 % of the month; 25 % of Rp25.000.000 below 99 %."""
	text = printed({}, credit=CREDIT)
	assert "Biaya per bulan: Rp25.000.000,00." in text
	assert "di bawah 99,9% 10%" in text and "di bawah 95% 100%" in text
	assert "Tepat pada batas berlaku tingkat yang lebih baik." in text
	assert "5 Hari Kerja setelah akhir bulan itu" in text
	assert (
		"Contoh: dalam bulan 30 hari layanan terhenti 72 jam yang dihitung, jadi Ketersediaannya 90,0000% (target 95%). "
		"Dari biaya Rp25.000.000,00 per bulan, restitusinya Rp25.000.000,00 (dua puluh lima juta rupiah)."
		in text
	)


SCHEMES = {
	"proportional": (
		{"kind": "proportional", "divide_by_target": True, "downtime": "excess"},
		"Credit = monthly fee × (counted downtime − allowed downtime) ÷ (length of the month × promised availability).",
		# 36 h over the allowance of 720 h x 95 %
		"the credit is Rp1,315,789.47",
	),
	"per_begun_period": (
		{"kind": "per_begun_period", "daily_fees": 2, "days": 30},
		"For each begun 24 h of downtime: 2 times the daily fee, which is the monthly fee divided by 30 days.",
		# 72 h are three periods: 3 x 2 x 25,000,000 / 30
		"the credit is Rp5,000,000.00",
	),
	"per_missed_target": (
		{"kind": "per_missed_target", "each": 500_000, "percent_of_fee": 20, "cap_percent": 20},
		"For each missed target: Rp500,000.00.",
		# 2 x 500,000 + 20 % of 25,000,000, capped
		"the credit is Rp5,000,000.00. Without the limit it would be Rp6,000,000.00.",
	),
}


@pytest.mark.parametrize(("scheme", "words", "result"), SCHEMES.values(), ids=SCHEMES)
def test_every_kind_of_scheme_in_words(scheme: Mapping[str, Any], words: str, result: str) -> None:
	text = printed({}, "en", credit={**CREDIT, "scheme": scheme})
	assert words in text
	assert result in text, text[text.index("Example:") :][:400]


def test_the_example_is_the_first_downtime_that_costs_anything() -> None:
	"""Twice the allowance leaves 90 %, which costs nothing here; five times leaves 75 %."""
	steps = {"kind": "steps", "steps": [{"below": 90, "percent": 10}]}
	assert "75.0000% (target 95%)" in printed({}, "en", credit={**CREDIT, "scheme": steps})


def test_an_example_within_hours_is_one_of_those_hours() -> None:
	"""Four weeks of Monday to Friday 09:00-17:00 are 160 h; twice the allowance of 5 % are 16 h."""
	text = printed({"calendar": "business"}, "en", credit=CREDIT)
	assert (
		"in a month with 160 h of promised hours 16 h of downtime count, so availability is 90.0000%" in text
	)


def test_credits_that_are_off_are_not_printed() -> None:
	off = printed({}, credit={**CREDIT, "enabled": False})
	assert "Restitusi" not in off and "25.000.000" not in off


def test_pauses_and_causes() -> None:
	text = printed(
		{},
		"en",
		pause_reasons=[
			{
				"code": "data",
				"label": "Waiting for data",
				"evidence": True,
				"approval": True,
				"longest": "3 days",
			},
			{"code": "other", "label": "Waiting for a third party"},
		],
		breach_causes={"ask": True, "causes": [{"code": "code", "label": "Program error"}]},
	)
	assert "Waiting for data With evidence Once approved 3 business days (24 business hours)" in text
	assert "After the longest time the clocks resume by themselves." in text
	assert "For each missed target PT Penyedia states its cause and root cause." in text
	assert "The cause is one of: Program error" in text


def test_an_own_outline_that_leaves_a_block_out_is_told_of_it() -> None:
	outline = [{"number": "1", "title": "Ketersediaan", "shows": ["availability"]}]
	file = agreement_with(
		{"exclusions": EXCLUSIONS, "maintenance": {"notice": "3 days"}, "claims": {"within": "3 days"}},
		credit=CREDIT,
		pause_reasons=[{"code": "data", "label": "Data"}],
		breach_causes={"ask": True},
		terms={"outline": outline},
	)
	hidden = hidden_blocks(file)
	assert {"maintenance", "claims", "credits", "pauses", "breach_causes", "exclusions"} <= set(hidden)
