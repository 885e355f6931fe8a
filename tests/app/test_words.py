"""Words on forms: every code has its wording, and no translation of ours replaces one of another app's."""

import json
import re
from csv import reader
from pathlib import Path
from typing import Any

import pytest

from sla_id.engine import ClockKind, ClockState

APP = Path(__file__).resolve().parents[2] / "sla_id"
CODE = re.compile(r"[a-z_]+")


def fields() -> list[tuple[str, dict[str, Any]]]:
	"""Every field of every DocType of ours."""
	found = []
	for path in APP.glob("doctype/*/*.json"):
		definition = json.loads(path.read_text(encoding="utf-8"))
		found += [(definition["name"], field) for field in definition["fields"]]
	return found


def test_every_code_of_a_choice_has_words() -> None:
	"""field_words.js names the DocType and each of its codes."""
	script = (APP / "public/js/field_words.js").read_text(encoding="utf-8")
	coded = re.search(r"const CODED = \{(.*?)\n\t\};", script, re.DOTALL)
	assert coded
	clocks = set(ClockKind)  # sla_id/clock_words.py says these, see below
	for doctype, field in fields():
		codes = {code for code in (field.get("options") or "").split("\n") if CODE.fullmatch(code)}
		if field["fieldtype"] != "Select" or not codes:
			continue
		row = re.search(rf'"{doctype}": \{{(.*?)\}}', coded.group(1))
		assert row and f"{field['fieldname']}: " in row.group(1), (doctype, field["fieldname"])
		words = re.search(rf"{field['fieldname']}: (\w+)", row.group(1))
		assert words
		table = re.search(rf"const {words.group(1)} = \{{(.*?)\}}", script, re.DOTALL)
		assert table or words.group(1) == "CLOCKS"
		known = set(re.findall(r"(\w+): ", table.group(1))) if table else clocks
		assert codes <= known, (doctype, field["fieldname"], codes - known)


def test_a_hosts_state_is_one_of_the_records() -> None:
	from sla_id.setup.custom_fields import CUSTOM_FIELDS

	states = next(
		f["options"] for doctype, f in fields() if (doctype, f["fieldname"]) == ("SLA Ticket", "state")
	)
	for host, own in CUSTOM_FIELDS.items():
		field = next(field for field in own if field["fieldname"] == "sla_id_state")
		assert (field["fieldtype"], field["options"]) == ("Select", f"\n{states}"), host


def test_no_word_of_another_app_is_replaced(connected: Any) -> None:
	"""Frappe has one translation for a text without a context, the last app's: where another app's differs, ours needs one."""
	theirs: dict[str, set[str]] = {}
	for app in set(connected.get_installed_apps()) - {"sla_id"}:
		for text, said in _translations(app).items():
			theirs.setdefault(text, set()).add(said)
	if not theirs:
		pytest.skip("the other apps have no translations here; a bench has")
	ours = _translations("sla_id")
	replaced = {
		text: (said, theirs[text]) for text, said in ours.items() if theirs.get(text, {said}) != {said}
	}
	assert replaced == {}


def _translations(app: str) -> dict[str, str]:
	from frappe import get_app_path

	path = Path(get_app_path(app, "translations", "id.csv"))
	rows = list(reader(path.open(encoding="utf-8"))) if path.exists() else []
	return {row[0]: row[1] for row in rows if len(row) == 2 or (len(row) > 2 and not row[2])}


def test_links_name_records_in_the_readers_language(site: Any) -> None:
	"""A channel's link title is Indonesian in Frappe's eyes; an English reader's desk gets the English one."""
	from sla_id.agreements.link_titles import add_link_titles

	said = {}
	for language in ("id", "en"):
		site.local.lang = language
		boot = site._dict()
		add_link_titles(boot)
		said[language] = boot.sla_id_titles
	assert said["id"] == {}
	assert said["en"]["SLA Channel"]["call_center"] == "Call centre"
	assert said["en"]["SLA Service"]["SAAS"] == "Application functionality (SaaS)"


def test_shipped_channels_get_their_english_names(site: Any) -> None:
	"""Those of before 0.4 that still have our name; a name of the site's own is left alone."""
	from sla_id.patches.v0_4.channels_have_english_names import execute

	for code, name in (("email", "Surel"), ("chat", "Obrolan kami")):
		site.db.set_value("SLA Channel", code, {"channel_name": name, "channel_name_en": None})
	execute()
	names = dict(site.get_all("SLA Channel", fields=["name", "channel_name_en"], as_list=True))
	assert (names["email"], names["chat"]) == ("E-mail", None)


def test_clocks_and_states_are_listed_once(site: Any) -> None:
	"""The engine's codes have a name and a colour each, and the DocTypes' options are those codes."""
	from sla_id.agreements.words.code_names import CLOCKS
	from sla_id.clock_words import TICKET_COLOURS, add_clock_words
	from sla_id.ledger.derive import STATES

	boot = site._dict()
	add_clock_words(boot)
	words = boot.sla_id_words
	assert list(words["clocks"]) == list(ClockKind) == list(CLOCKS)
	assert list(words["clock_states"]) == list(ClockState) and set(STATES) == set(ClockState)
	assert all(word["label"] and word["colour"] for word in words["clock_states"].values())
	assert set(STATES.values()) | {"No Agreement", "Problem"} == set(TICKET_COLOURS)

	def options(doctype: str, field: str) -> list[str]:
		return list(filter(None, site.get_meta(doctype).get_field(field).options.split("\n")))

	assert options("SLA Ticket", "state") == list(words["ticket_states"]) == list(TICKET_COLOURS)
	for doctype in ("SLA Agreement Target", "SLA Escalation Trigger"):
		assert options(doctype, "clock") == list(ClockKind)


def test_a_desk_in_indonesian_gets_indonesian_clocks(site: Any) -> None:
	"""What the scripts show comes from the server, in the reader's language."""
	from sla_id.clock_words import add_clock_words

	site.local.lang = "id"
	boot = site._dict()
	add_clock_words(boot)
	assert boot.sla_id_words["clocks"]["next_update"] == "Kabar berikutnya"
	assert boot.sla_id_words["ticket_states"]["Breached"] == {"label": "Dilanggar", "colour": "red"}
