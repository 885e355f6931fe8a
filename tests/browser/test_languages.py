"""The desk speaks its reader's language: the workspace, lists, and a form of every DocType, read by who reads Indonesian and by
who reads English. No line is one of our texts, or of a record that has both, in the other.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.app.languages import foreign
from tests.browser.pages import spoken
from tests.browser.stage import Seen, Stage

FRAPPES = {"Enabled", "Details"}
"""Words of Frappe's own form, which has no translations on the embedded engine. So are the names of DocTypes as records."""
DOCTYPES = Path(__file__).parents[2] / "sla_id" / "doctype"


@pytest.fixture(scope="module")
def said(stage: Stage) -> dict[str, Seen]:
	"""What was read, by place and language."""
	seen = stage.look(spoken(stage.scene))
	if folder := os.environ.get("SLA_ID_SHOTS"):
		Path(folder, "said.json").write_text(json.dumps({name: page.result for name, page in seen.items()}))
	return seen


@pytest.mark.parametrize("language", ["id", "en"])
def test_lists_and_the_workspace(language: str, said: dict[str, Seen], stage: Stage) -> None:
	places = {name: page for name, page in said.items() if name.endswith(f"_{language}")}
	places.pop(f"forms_{language}")
	pairs = stage.scene["bilingual"]
	strange = {name: foreign(page.result, language, pairs) for name, page in places.items()}
	assert {name: sorted(lines) for name, lines in strange.items() if lines} == {}
	assert [page.errors for page in places.values() if page.errors] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_forms(language: str, said: dict[str, Seen], stage: Stage) -> None:
	"""Where a form holds a text in both languages for who writes it, only its own words are looked at."""
	forms = said[f"forms_{language}"].result
	assert sum(form["form"] in ("a record", "a new one") for form in forms.values()) > 20
	strange = {
		doctype: foreign(form.get("text", ""), language, pairs_for(doctype, stage)) - FRAPPES - set(forms)
		for doctype, form in forms.items()
	}
	assert {doctype: sorted(lines) for doctype, lines in strange.items() if lines} == {}


def pairs_for(doctype: str, stage: Stage) -> list[tuple[str, str]]:
	"""What records hold in both languages; nothing for a form of texts as they were written: for who writes them in both, and
	the ledger's."""
	return [] if doctype == "SLA Event" or holds_both(doctype) else stage.scene["bilingual"]


def holds_both(doctype: str) -> bool:
	"""Whether a record of that DocType, or a row of it, has fields for both languages that a person fills in."""
	fields = _fields(doctype)
	tables = [field["options"] for field in fields if field["fieldtype"] == "Table"]
	return any(
		field["fieldname"].endswith("_en") and not field.get("read_only")
		for field in (*fields, *(field for table in tables for field in _fields(table)))
	)


def _fields(doctype: str) -> list[dict[str, Any]]:
	name = doctype.lower().replace(" ", "_").replace("-", "_")
	definition: dict[str, Any] = json.loads((DOCTYPES / name / f"{name}.json").read_text(encoding="utf-8"))
	return list(definition["fields"])
