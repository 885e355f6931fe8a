"""/sla/statements and /sla/statements/<name>: the partner's monthly statements, each in full, and their answers. Without JavaScript.

Called by `www/sla_statements.py` and `www/sla_statement.py`. Staff who may read statements see what partners see; they don't answer.
"""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import getdate
from markupsafe import Markup

from sla_id.access import list_own
from sla_id.agreements.partners import is_staff
from sla_id.agreements.words import say_amount, say_date
from sla_id.engine.sentences import say
from sla_id.instants import from_utc, reader_language, utc_now
from sla_id.portal.page_links import page_url
from sla_id.statements.answer_statement import accept_unanswered, answer_lines
from sla_id.statements.credit_notes import money
from sla_id.statements.describe_statement import (
	STATE_COLOURS,
	describe_statement,
	statement_html,
	statement_style,
)
from sla_id.statements.statement_values import ACCEPTED, DISPUTED, DRAFT, SEALED, STATES

PAGE = "/sla/statements"
ANSWERS = {"accept": ACCEPTED, "dispute": DISPUTED}


def list_statements() -> list[dict[str, Any]]:
	"""The sealed statements of the reader's partners, the latest first."""
	rows = list_own(
		"SLA Statement",
		[["state", "!=", DRAFT]],
		fields=["name", "partner", "month", "state", "revision", "missed", "credit", "answer_until_utc"],
		order_by="month desc, revision desc",
		limit_page_length=0,
	)
	language = reader_language()
	several = len({row.partner for row in rows}) > 1
	return [_row(row, language, several=several) for row in rows]


def describe_for_reader(doc: Any) -> dict[str, Any]:
	"""A statement as the page shows it: its body with a form for each line that may still be answered."""
	described = describe_statement(doc, reader_language())
	may_answer = not is_staff(frappe.session.user) and doc.state == SEALED
	action = page_url(f"{PAGE}/{quote(doc.name)}")
	form = _forms(action) if may_answer else None
	query = {"statement": doc.name, "language": described["language"]}
	return {
		"title": described["title"],
		"body": Markup(statement_html(described, form)),
		"style": Markup(statement_style()),
		"pdf_url": page_url("/api/method/sla_id.api.statements.download_pdf", **query),
		"action": action,
		"may_accept_all": may_answer and _answerable(doc) and any(not row.answer for row in doc.lines),
	}


def act_on_statement(doc: Any, form: Any) -> str:
	"""What a form of the page asks for; what it said of it, "" for nothing. Throws as `answer_lines`.

	Staff don't answer for the partner: PermissionError.
	"""
	if is_staff(frappe.session.user):
		frappe.throw(_("Only the partner's own people answer a statement."), frappe.PermissionError)
	if form.get("accept_all"):
		accept_unanswered(doc.name)
		return _("Thank you. Every line that was open is accepted.")
	for name, answer in ANSWERS.items():
		if form.get(name):
			answer_lines(doc.name, [str(form.get(name))], answer, str(form.get("reason") or ""))
			return _("Thank you. Your answer is recorded.")
	return ""


def _answerable(doc: Any) -> bool:
	until = from_utc(doc.answer_until_utc)
	return until is None or utc_now() <= until


def _forms(action: str) -> Any:
	"""What gives each line of the body its form."""
	token = frappe.sessions.get_csrf_token()

	def form(line: Any) -> Markup:
		answer = line.get("answer")
		if not answer or not answer["open"]:
			return Markup("")
		return _form(action, token, answer)

	return form


def _form(action: str, token: str, answer: Any) -> Markup:
	"""The form of one line: accept it, or dispute it with a reason."""
	accept = (
		Markup('<button type="submit" name="accept" value="{}" class="btn btn-default">{}</button>').format(
			answer["row"], _("Accept", context="SLA Statement")
		)
		if answer["kind"] != ACCEPTED
		else Markup("")
	)
	return Markup(
		'<form method="post" action="{action}#{row}" id="{row}" class="sla-st-form">'
		'<input type="hidden" name="csrf_token" value="{token}">'
		"<details><summary>{summary}</summary>"
		'<label for="reason-{row}">{label}</label>'
		'<textarea id="reason-{row}" name="reason" class="form-control" rows="3" maxlength="2000"></textarea>'
		'<button type="submit" name="dispute" value="{row}" class="btn btn-default">{dispute}</button></details>'
		'<div class="sla-buttons">{accept}</div></form>'
	).format(
		action=action,
		row=answer["row"],
		token=token,
		summary=_("Dispute this line"),
		label=_("Why? Your provider reads it."),
		dispute=_("Dispute", context="SLA Statement"),
		accept=accept,
	)


def _row(row: Any, language: str, *, several: bool) -> dict[str, Any]:
	month = say_date(getdate(row.month), language).split(" ", 1)[1]
	until = from_utc(row.answer_until_utc)
	waits = row.state == SEALED and until is not None and utc_now() <= until
	return {
		"url": page_url(f"{PAGE}/{quote(row.name)}"),
		"month": month,
		"name": row.name,
		"partner": frappe.get_cached_value("SLA Partner", row.partner, "partner_name") if several else "",
		"revision": row.revision if row.revision > 1 else "",
		"state": say(STATES[row.state], language),
		"colour": STATE_COLOURS[row.state],
		"missed": row.missed or 0,
		"credit": say_amount(money(row.credit), language) if row.credit else "–",
		"waits": waits,
	}
