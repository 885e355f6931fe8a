"""How a template reads, with the values of an example."""

from typing import Any

from sla_id.agreements.words.code_names import CLOCKS
from sla_id.notify.outbox.enclosure import DigestItem, DigestSection
from sla_id.notify.outbox.message_texts import DESK, EMAIL, OPEN, TEXT, fill_in, say_due, shipped

EXAMPLE_DUE = "2026-03-19T07:05:00+00:00"
EXAMPLE_LINK = "https://helpdesk.example/sla/0042"


def preview_text(
	template: str, group: str, language: str, subject: str | None = None, body: str | None = None
) -> dict[str, str]:
	"""subject, body, format ("html" or "text") and error: the given text, or the shipped one, with an example's values."""
	language = "id" if language.startswith("id") else "en"
	group = group if group in (DESK, EMAIL, TEXT) else DESK
	values = {**_example(language), "due": say_due(EXAMPLE_DUE, language, "Asia/Makassar", "Asia/Jakarta")}
	if group == TEXT:
		values = {name: value for name, value in values.items() if name not in OPEN}
	if subject is None and body is None:
		subject, body = shipped(template, group, language)
	try:
		text = fill_in(subject or "", body or "", values, group)
	except Exception as error:
		return {
			"subject": "",
			"body": "",
			"format": "text",
			"error": f"{type(error).__name__}: {error}"[:300],
		}
	written = "html" if group == EMAIL else "text"
	return {"subject": text.subject, "body": text.body, "format": written, "error": ""}


def _example(language: str) -> dict[str, Any]:
	"""The values of an example, made anew each time."""
	reads = _read_indonesian if language == "id" else _read_english
	return {"reference": "0042", "priority": "P1", "link": EXAMPLE_LINK, "level": "2", **reads()}


def _read_indonesian() -> dict[str, Any]:
	return {
		"state": "Berisiko",
		"clock": CLOCKS["resolution"].id,
		"responsible": "Kepala Layanan",
		"subject_line": "Sistem <tidak> dapat diakses",
		"title": "Tinjauan perjanjian terlambat",
		"facts": ["NIP", "tangkapan layar"],
		"note": "berlaku mulai 1 Mei 2026",
		"sections": [
			DigestSection(
				"Tiket: 1 melewati target, 0 berisiko",
				(DigestItem("0042 Sistem <tidak> dapat diakses", EXAMPLE_LINK, "P1"),),
				"dan 3 lagi",
			)
		],
	}


def _read_english() -> dict[str, Any]:
	return {
		"state": "At Risk",
		"clock": CLOCKS["resolution"].en,
		"responsible": "Head of Service",
		"subject_line": "System <not> reachable",
		"title": "The agreement's review is overdue",
		"facts": ["employee number", "screenshot"],
		"note": "holds from 1 May 2026",
		"sections": [
			DigestSection(
				"Tickets: 1 past their target, 0 at risk",
				(DigestItem("0042 System <not> reachable", EXAMPLE_LINK, "P1"),),
				"and 3 more",
			)
		],
	}
