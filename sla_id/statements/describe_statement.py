"""A statement as a page, a print and the form show it: its words, its seal, the answers, and what has changed since.

The caller has asked whether the reader may see it.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.engine.sentences import Sentence, say
from sla_id.engine.words import say_instant
from sla_id.html_templates import fill_template
from sla_id.instants import from_utc, utc_now
from sla_id.statements.content_differences import ContentDifference
from sla_id.statements.draft_statement import differences_now
from sla_id.statements.seal_chain import Content, content_text, read_content
from sla_id.statements.statement_values import (
	ACCEPTED,
	CLAIM_DECIDED,
	DISPUTED,
	DRAFT,
	REPLACED,
	SEALED,
	STATES,
)
from sla_id.statements.statement_words import StatementWords
from sla_id.text_as_typed import as_typed

SHOWN = 50
"""So many differences are listed."""
STATE_COLOURS = {DRAFT: "gray", SEALED: "blue", REPLACED: "gray"}
Described = dict[str, Any]


def describe_statement(doc: Any, language: str, *, changes: bool = True) -> Described:
	"""Everything that is shown. `changes` computes it anew to say what differs by now, for one that is a draft or sealed."""
	content = read_content(doc.content)
	if content is None:
		frappe.throw(_("{0}: its content can't be read. Ask for a check of the statements.").format(doc.name))
	words = StatementWords(content, language)
	answers = {row.line_key: _answer(row, doc, words) for row in doc.lines}
	return {
		"name": doc.name,
		"language": words.language,
		"title": words.title(),
		"partner": as_typed(
			content.get("partner_name")
			or frappe.get_cached_value("SLA Partner", doc.partner, "partner_name")
			or doc.partner
		),
		"state": say(STATES[doc.state], words.language),
		"colour": STATE_COLOURS[doc.state],
		"facts": list(_facts(doc, content, words)),
		"notes": list(_notes(doc, words)),
		"lines": [{**line, "answer": answers.get(line["key"])} for line in words.lines()],
		"credits": [{**entry, "answer": answers.get(entry["key"])} for entry in words.credits()],
		"total": words.total(),
		"changes": _changes(doc, words) if changes and doc.state != REPLACED else [],
		"labels": labels(words.language),
	}


def statement_html(described: Described, form: Any = None) -> str:
	"""The body of a page or print, escaped. `form` gives a page's line its form for the answer: (line) → Markup."""
	return fill_template("statement.html", said=described, form=form)


def statement_style() -> str:
	"""The style sheet of the body."""
	return fill_template("statement.css")


def sla_id_print_statement(doc: Any, language: str = "id") -> str:
	"""The statement as HTML with its style, for a print format."""
	described = describe_statement(doc, language, changes=False)
	return f"<style>{statement_style()}</style>{statement_html(described)}"


def labels(language: str) -> dict[str, str]:
	"""The words of the template."""
	return {
		"sum": _("The sum", language),
		"promise": _("What is promised", language),
		"outages": _("Outages", language, context="SLA Statement"),
		"no_outages": _("No outage touched it in this month.", language),
		"exclusions": _("Exclusions", language, context="SLA Statement"),
		"outage": _("Outage", language, context="SLA Statement"),
		"start": _("Start", language, context="SLA Statement"),
		"end": _("End", language, context="SLA Statement"),
		"counted": _("Counted (seconds)", language),
		"cause": _("Cause", language, context="SLA Statement"),
		"claim": _("Claim", language, context="SLA Statement"),
		"time": _("Time", language, context="SLA Statement"),
		"decision": _("Decision", language, context="SLA Statement"),
		"granted": _("Granted", language, context="SLA Statement"),
		"credits": _("Credits", language, context="SLA Statement"),
		"credit": _("Credit", language, context="SLA Statement"),
		"total": _("All credits of the month", language),
		"version": _("Version", language, context="SLA Statement"),
		"reply": _("Reply", language, context="SLA Statement"),
		"changes": _("Changed since it was sealed", language),
		"sealed": _("Sealed", language, context="SLA Statement"),
		"now": _("Now", language, context="SLA Statement"),
		"value": _("What", language, context="SLA Statement"),
		"missed": _("Missed targets", language),
		"before_cap": _("Before the cap", language),
	}


def _facts(doc: Any, content: Content, words: StatementWords) -> Any:
	language = words.language
	yield _("Month", language), words.month()
	yield _("Number", language, context="SLA Statement"), doc.name
	if int(doc.revision or 1) > 1:
		yield _("Revision", language), f"{doc.revision}"
		yield _("Reason for this revision", language), say(_known_reason(doc.reason), language)
	sealed = content.get("sealed")
	if sealed:
		yield _("Sealed", language, context="SLA Statement"), words.instant(sealed["at"])
		yield _("Sealed by", language), sealed["by"]
		if sealed["answer_until"]:
			yield _("May be answered until", language), words.instant(sealed["answer_until"])
	if doc.seal:
		yield _("Seal", language), doc.seal


def _notes(doc: Any, words: StatementWords) -> Any:
	if doc.state == DRAFT:
		yield _("A draft: it isn't sealed, and its figures may still change.", words.language)
	elif doc.state == REPLACED:
		yield _("A later revision has replaced it. It stays as it was sealed.", words.language)


def _answer(row: Any, doc: Any, words: StatementWords) -> Described:
	"""What the partner has said of a line, and what was replied; what silence means as the agreement says."""
	language = words.language
	until, now = from_utc(doc.answer_until_utc), utc_now()
	by = frappe.get_cached_value("User", row.answered_by, "full_name") if row.answered_by else ""
	at = _moment(row.answered_utc, words)
	if row.answer == ACCEPTED:
		said, colour = _("Accepted by {0} on {1}", language).format(by, at), "green"
	elif row.answer == DISPUTED:
		said, colour = _("Disputed by {0} on {1}", language).format(by, at), "orange"
	elif doc.state == DRAFT:
		said, colour = "", ""
	elif until and until < now:
		said, colour = _("No objection by {0}", language).format(_moment(doc.answer_until_utc, words)), "gray"
	else:
		said, colour = _("Not answered yet", language), "gray"
	return {
		"row": row.name,
		"kind": row.answer or "",
		"said": said,
		"colour": colour,
		"reason": as_typed(row.answer_reason),
		"reply": as_typed(row.reply),
		"replied": _moment(row.replied_utc, words) if row.reply else "",
		"open": doc.state == SEALED and (until is None or now <= until),
	}


def _moment(value: Any, words: StatementWords) -> str:
	at = from_utc(value)
	return say_instant(at.replace(microsecond=0), words.language, words.zone) if at else ""


def _known_reason(reason: str | None) -> str:
	"""A reason of the app's own as a sentence that is translated; a person's as it is."""
	known: Sentence = CLAIM_DECIDED
	return known if reason == str(known) else as_typed(reason)


def _changes(doc: Any, words: StatementWords) -> list[dict[str, str]]:
	"""What the records say otherwise by now, one row a value."""
	try:
		found = differences_now(doc)
	except Exception as error:
		if isinstance(error, frappe.QueryDeadlockError):
			raise
		frappe.clear_last_message()
		said = _("It can't be computed any more: {0}", words.language).format(error)
		return [{"what": said, "sealed": "", "now": ""}]
	return [_change(entry, words) for entry in found[:SHOWN]]


def _change(entry: ContentDifference, words: StatementWords) -> dict[str, str]:
	return {
		"what": " / ".join(_place(part, words) for part in entry.path),
		"sealed": _short(entry.sealed),
		"now": _short(entry.now),
	}


def _place(part: str, words: StatementWords) -> str:
	"""A place in the content, in words where it has some."""
	language = words.language
	known = {
		"lines": _("Lines", language),
		"credits": _("Credits", language, context="SLA Statement"),
		"outages": _("Outages", language, context="SLA Statement"),
		"exclusions": _("Exclusions", language, context="SLA Statement"),
		"figures": _("Figures", language, context="SLA Statement"),
		"availability": _("Availability", language, context="SLA Statement"),
		"counted_seconds": _("Counted (seconds)", language),
		"amount": _("Amount", language, context="SLA Credit Note"),
		"start": _("Start", language, context="SLA Statement"),
		"end": _("End", language, context="SLA Statement"),
		"cause": _("Cause", language, context="SLA Statement"),
	}
	return known.get(part, part)


def _short(value: Any) -> str:
	if value is None:
		return "–"
	if isinstance(value, dict | list):
		text = content_text({"": value})[4:-1]
		return text if len(text) <= 100 else f"{text[:97]}…"
	return as_typed(str(value))
