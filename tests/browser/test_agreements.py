"""Agreements as both parties see them: the partner reads, compares and approves; the desk shows who did what."""

import pytest

from tests.browser.stage import Seen

SIZES = (360, 1440)
LANGUAGES = ("id", "en")


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["agreements", "agreement"])
def test_pages_fit_and_speak_the_language(
	seen: dict[str, Seen], name: str, language: str, width: int
) -> None:
	page = seen[f"{name}_{language}_{width}"]
	assert (page.status, page.lang, page.errors) == (200, language, [])
	assert page.overflow <= 0


def test_the_list_names_what_awaits_a_decision_first(seen: dict[str, Seen]) -> None:
	text = seen["agreements_id_1440"].result["text"]
	assert text.index("Versi 2.0\tDiusulkan") < text.index("Versi 1.0\tBerlaku")
	assert "HAI-DJPb" not in text


def test_the_page_shows_what_changes_and_the_whole_text(seen: dict[str, Seen]) -> None:
	text = seen["agreement_id_1440"].result["text"]
	assert "30 menit" in text
	assert "1 jam" in text
	assert "Keputusan Anda" in text
	assert "Tabel 2.1" in text or "2.1" in text


def test_the_partners_approval_brings_it_into_force(seen: dict[str, Seen]) -> None:
	assert seen["approve"].errors == []
	text = seen["approved"].result["text"]
	assert "Keputusan Anda" not in text
	assert "Disetujui" in text


def test_the_desk_shows_who_approved_and_compares(seen: dict[str, Seen]) -> None:
	form = seen["agreement_form"].result
	assert "Lead" in form
	assert "Budi" in form
	assert "30 menit" in seen["agreement_compare"].result
	assert seen["agreement_check"].result
