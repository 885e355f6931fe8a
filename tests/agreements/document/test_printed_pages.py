"""The samples' prints and a comparison of two of them, element by element as kept in `pages/`.

Where a template or a text is changed on purpose: `python -m tests.agreements.document.test_printed_pages` writes them anew,
and the diff shows what a reader will see.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from sla_id.agreements import compare, document
from sla_id.fixtures.sample_agreements import sample_agreements
from tests.agreements.document.markup import markup
from tests.agreements.document.samples import printed, sample

PAGES = Path(__file__).with_name("pages")


def _changes(language: str) -> str:
	changes = compare.compare(sample("benemica"), sample("innovasia_mitra"), language)
	return compare.body_html(changes, language)


def _printed(name: str, language: str) -> str:
	given = {"internal": True, "status": "KONSEP", "origins": {"terms.goals": "Induk"}}
	return document.body_html(printed(name, language, **given))


WRITTEN: dict[str, Callable[[], str]] = {
	f"{name}.{language}.html": lambda name=name, language=language: _printed(name, language)
	for name in sample_agreements()
	for language in ("id", "en")
} | {f"changes.{language}.html": lambda language=language: _changes(language) for language in ("id", "en")}


@pytest.mark.parametrize("page", WRITTEN)
def test_a_page_is_as_it_was(page):
	assert markup(WRITTEN[page]()) == markup((PAGES / page).read_text(encoding="utf-8"))


def test_every_page_is_held_to_one():
	assert {path.name for path in PAGES.glob("*.html")} == set(WRITTEN)


if __name__ == "__main__":
	for name, write in WRITTEN.items():
		(PAGES / name).write_text(write(), encoding="utf-8")
