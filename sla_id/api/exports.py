"""Exports of the app's lists and reports. Frappe writes the files; this file stops a partner's text from
becoming a formula.

A subject such as `=HYPERLINK(…)` would run in the spreadsheet of the person who opens the file. Frappe's own
export leaves it unchanged. hooks.py overrides Frappe's two functions with these. DocTypes and reports of
other apps are passed through unchanged.
"""

import frappe
from frappe import _

from sla_id.api.arguments import answerable
from sla_id.neutralise import neutralise_csv, neutralise_workbook

MODULE = "SLA ID"


@frappe.whitelist(methods=["GET", "POST"])
@answerable
def export_list() -> None:
	"""Download a list as it is shown (`frappe.desk.reportview.export_query`). Frappe checks who may export."""
	from frappe.desk.reportview import export_query

	doctype = _need("doctype", "DocType")
	if not _is_ours("DocType", doctype):
		export_query()
		return
	_at_once()
	export_query()
	_neutralise()


@frappe.whitelist(methods=["GET", "POST"])
@answerable
def export_report() -> None:
	"""Download a report as it is shown (`frappe.desk.query_report.export_query`). Frappe checks who may export."""
	from frappe.desk.query_report import export_query

	report = _need("report_name", "Report")
	about = frappe.db.get_value("Report", report, "ref_doctype")
	if not _is_ours("Report", report) and not _is_ours("DocType", about):
		export_query()
		return
	_at_once()
	export_query()
	_neutralise()


def _need(argument: str, doctype: str) -> str:
	"""Return the record that the request names in an argument.

	Throws ValidationError if there is no such record.
	"""
	name = frappe.local.form_dict.get(argument)
	if not isinstance(name, str) or not frappe.db.exists(doctype, name):
		frappe.throw(_("Give a value for: {0}.").format(argument))
	return str(name)


def _is_ours(doctype: str, name: str) -> bool:
	return bool(frappe.db.get_value(doctype, name, "module") == MODULE)


def _at_once() -> None:
	"""Export within the request: a file that a background job writes and mails would bypass these functions."""
	frappe.local.form_dict.pop("export_in_background", None)


def _neutralise() -> None:
	response = frappe.local.response
	content, name = response.get("filecontent"), str(response.get("filename") or "")
	if not content:
		return
	if name.endswith(".csv"):
		text = content.decode() if isinstance(content, bytes) else content
		delimiter = str(frappe.local.form_dict.get("csv_delimiter") or ",")[0]
		response.filecontent = neutralise_csv(text, delimiter).encode()
	elif name.endswith(".xlsx"):
		response.filecontent = neutralise_workbook(content)
	else:
		frappe.throw(_("You can export this list as CSV or Excel."))
