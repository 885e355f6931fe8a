"""A third language is one catalogue: with a made-up one (`sla_id/locale/pseudo.py`) on the site, no word of the app's on the main
pages stands outside its brackets. What does is a person's, Frappe's, or an agreement's, which is worded in Indonesian and English.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from zoneinfo import available_timezones

import pytest

from sla_id.engine.words import ZONE_NAMES
from tests.app.languages import OWN_NAMES
from tests.browser.pages import DOCTYPES, EVERY_FORM
from tests.browser.scene import HOSTILE, THIRD_LANGUAGE
from tests.browser.stage import Stage, Visit

TEXTS = """(async () => {
	await new Promise((resolve) => setTimeout(resolve, 500));
	document.querySelectorAll("details").forEach((details) => (details.open = true));
	const said = [];
	for (const root of document.querySelectorAll(ROOTS)) {
		const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const { parentElement: parent, data } = walker.currentNode;
			if (data.trim() && parent.checkVisibility() && !parent.closest("script, style, LEFT_OUT")) said.push(data.trim());
		}
		for (const control of root.querySelectorAll("[placeholder], :not(table)[aria-label]"))
			if (control.checkVisibility() && !control.closest("LEFT_OUT"))
				said.push(control.placeholder || control.getAttribute("aria-label"));
	}
	return said;
})()"""
IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
LABELS = ".form-page .section-head, .form-page .control-label, .form-page .help-box, .page-actions .inner-group-button"
"""What a form says of its own; the rest of it is Frappe's."""
FORMS = EVERY_FORM.replace("DOCTYPES", json.dumps(DOCTYPES)).replace(
	"text: cur_frm",
	f"labels: cur_frm.$wrapper.find({json.dumps(LABELS)}).not('.form-dashboard *').filter(':visible').get().map((part) => part.innerText),\n\t\t\ttext: cur_frm",
)
PAGES = (
	"panel",
	"sla_ticket",
	"agreement",
	"workspace",
	"portal",
	"portal_ticket",
	"portal_agreements",
	"portal_agreement",
)
NO_WORDS = ZONE_NAMES | OWN_NAMES | available_timezones()


def texts(roots: str, left_out: str = ".nothing") -> str:
	"""A script that gives every visible text within `roots`."""
	return TEXTS.replace("ROOTS", json.dumps(roots)).replace("LEFT_OUT", left_out)


@pytest.fixture(scope="module")
def third_language(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
	"""The made-up language, where Frappe and where the rooms without it look for catalogues."""
	from embedded import translations
	from sla_id.engine import sentences
	from sla_id.locale import pseudo

	folder = tmp_path_factory.mktemp("locale")
	pseudo.write(THIRD_LANGUAGE, folder)
	own = sentences.CATALOGUES
	translations.add_folder("sla_id", folder)
	sentences.CATALOGUES = folder
	sentences.forget_catalogues()
	yield
	sentences.CATALOGUES = own
	sentences.forget_catalogues()


@pytest.fixture(scope="module")
def said(stage: Stage, third_language: None) -> dict[str, Any]:
	"""The texts of each page."""
	third, partner, tickets = stage.scene["third"], stage.scene["partner"], stage.scene["tickets"]
	breached = quote(f"HD Ticket {tickets['breached']}")
	proposed = quote(stage.scene["proposed"])
	desk = {
		"panel": (f"hd-ticket/{tickets['breached']}", ".sla-card", texts(".sla-panel")),
		"sla_ticket": (f"sla-ticket/{breached}", ".sla-card", texts(f".sla-panel, {LABELS}")),
		"agreement": (
			f"sla-agreement/{proposed}",
			".sla-standing-section",
			texts(f".sla-standing-section, {LABELS}"),
		),
		"workspace": ("sla", ".shortcut-widget-box", texts(".layout-main-section")),
		"forms": ("sla", ".shortcut-widget-box", FORMS),
	}
	portal = {
		"portal": "/sla",
		"portal_ticket": f"/sla/{breached}",
		"portal_agreements": "/sla/agreements",
		"portal_agreement": f"/sla/agreements/{proposed}",
	}
	seen = stage.look(
		[
			*(
				Visit(name, f"/desk/{path}", third, wait=wait, script=script)
				for name, (path, wait, script) in desk.items()
			),
			*(
				Visit(
					name,
					f"{path}?_lang={THIRD_LANGUAGE}",
					partner,
					wait=".sla-page",
					script=texts(".sla-page", ".sla-document, .comparison h2, .comparison tbody"),
				)
				for name, path in portal.items()
			),
		]
	)
	return {name: page.result for name, page in seen.items()}


@pytest.fixture(scope="module")
def held(stage: Stage) -> set[str]:
	"""Every text of the site's records, in pieces."""
	import frappe

	pieces: set[str] = set()
	ours = frappe.get_all("DocType", {"module": "SLA ID", "issingle": 0}, pluck="name")
	for doctype in (*ours, "HD Ticket", "Issue", "User"):
		for row in frappe.get_all(doctype, fields=["*"], limit_page_length=0):
			pieces.update(*(_pieces(value) for value in row.values() if isinstance(value, str)))
	pieces |= _pieces(re.sub(r"<script>.*?</script>", "", HOSTILE))
	return pieces | {frappe.db.get_value("Language", THIRD_LANGUAGE, "language_name")}


@pytest.mark.parametrize("page", PAGES)
def test_no_word_stands_outside_brackets(page: str, said: dict[str, Any], held: set[str]) -> None:
	assert sum(text.startswith("[") for text in said[page]) > 5
	assert [text for text in said[page] if _pieces(text) - held] == []


def test_nor_on_any_form(said: dict[str, Any]) -> None:
	"""Labels, headings and help of every DocType's form."""
	forms = {doctype: form.get("labels", []) for doctype, form in said["forms"].items()}
	assert sum(map(len, forms.values())) > 300
	outside = {doctype: [text for text in labels if _pieces(text)] for doctype, labels in forms.items()}
	assert {doctype: labels for doctype, labels in outside.items() if labels} == {}


def _pieces(text: str) -> set[str]:
	"""What is left of a text outside brackets, without figures and codes."""
	while IN_BRACKETS.search(text):
		text = IN_BRACKETS.sub("\n", text)
	found = {piece.strip() for piece in re.split(r"[\n·:;,()–→]+", text)}
	return {piece for piece in found if re.search(r"[A-Za-z]{3}", piece)} - NO_WORDS
