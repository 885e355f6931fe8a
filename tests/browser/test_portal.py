"""Partners see their tickets, and nobody else's, on any screen and in their language and zone (X26)."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import requests

from tests.browser.scene import OTHERS_SUBJECT
from tests.browser.stage import Seen, Stage

SIZES = (360, 1440)
LANGUAGES = ("id", "en")


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["portal", "ticket", "paused"])
def test_pages_fit_and_speak_the_language(
	seen: dict[str, Seen], name: str, language: str, width: int
) -> None:
	page = seen[f"{name}_{language}_{width}"]
	assert (page.status, page.lang, page.errors) == (200, language, [])
	assert page.overflow <= 0
	assert page.result["unlabelled"] == 0
	assert page.result["hacked"] is None


def test_list(stage: Stage, seen: dict[str, Seen]) -> None:
	page = seen["portal_id_1440"].result
	tickets = stage.scene["tickets"]
	for word in (
		"Dilanggar",
		"Berisiko",
		"Ditangguhkan",
		"Sesuai Jadwal",
		"P1 · Kritis",
		"WIB",
		"WITA",
		"(PT Maju)",
	):
		assert word in page["text"]
	assert OTHERS_SUBJECT not in page["html"]
	assert len(page["links"]) == 5, "the ticket that was resolved is under All"
	assert f"/sla/{quote('HD Ticket ' + tickets['at_risk'])}?_lang=id" in page["links"]


def test_the_partners_language_is_the_default(seen: dict[str, Seen]) -> None:
	"""Its users have the site's language, English; the partner reads Indonesian."""
	assert seen["portal_default"].lang == "id"
	assert "Tiket Anda dan jatuh temponya" in seen["portal_default"].result["text"]


def test_ticket(stage: Stage, seen: dict[str, Seen]) -> None:
	text = seen["ticket_id_1440"].result["text"]
	for words in (
		"Waktu Penyelesaian",
		"Dilanggar",
		"Mengapa tenggat ini",
		"Anda melaporkan",
		"Level 3",
		"Perjanjian bagian",
	):
		assert words in text
	assert "<b>Tagihan</b>" in text, "shown as it was written, not as markup"


def test_paused(seen: dict[str, Seen]) -> None:
	assert "Due, if work resumed now" in seen["paused_en_1440"].result["text"]


def test_no_inside_matters(stage: Stage, seen: dict[str, Seen]) -> None:
	"""No address of an agent, no name of who was told."""
	for name in ("ticket_id_1440", "ticket_en_1440", "paused_en_1440"):
		assert "@provider.example" not in seen[name].result["html"]


def test_a_guest_is_sent_to_log_in(stage: Stage, seen: dict[str, Seen]) -> None:
	assert "/login?redirect-to=/sla/" in seen["portal_guest"].url
	answer = requests.get(f"{stage.url}/sla", allow_redirects=False, timeout=30)
	assert (answer.status_code, answer.headers["Location"].endswith("/login?redirect-to=/sla")) == (302, True)


def test_anothers_ticket_is_as_if_it_were_not(stage: Stage) -> None:
	"""And the refusal isn't remembered for the one whose ticket it is."""
	partner, other = stage.session(stage.scene["partner"]), stage.session(stage.scene["other"])
	address = f"{stage.url}/sla/{quote('HD Ticket ' + stage.scene['tickets']['other'])}"
	refused, missing = (
		partner.get(address, timeout=30),
		partner.get(f"{stage.url}/sla/HD%20Ticket%209999", timeout=30),
	)
	assert refused.status_code == missing.status_code == 404
	assert OTHERS_SUBJECT not in refused.text
	assert other.get(address, timeout=30).status_code == 200


def test_no_way_round_through_the_api(stage: Stage) -> None:
	partner = stage.session(stage.scene["partner"])
	name = f"HD Ticket {stage.scene['tickets']['other']}"
	ticket: dict[str, Any] = {"doctype": "SLA Ticket", "name": name}
	rows = {
		"doctype": "SLA Ticket",
		"fields": json.dumps(["name", "subject", "partner"]),
		"limit_page_length": 0,
	}
	asked = [
		(f"/api/resource/SLA Ticket/{name}", {}),
		("/api/resource/SLA Ticket", {"fields": '["*"]', "limit_page_length": 0}),
		("/api/method/frappe.client.get_list", rows),
		("/api/method/frappe.client.get", ticket),
		("/api/method/frappe.client.get_value", {**ticket, "filters": name, "fieldname": "subject"}),
		("/api/method/frappe.desk.reportview.get", rows),
		(
			"/api/method/frappe.desk.reportview.export_query",
			{**rows, "file_format_type": "CSV", "title": "x"},
		),
		("/api/method/frappe.desk.search.search_link", {"doctype": "SLA Ticket", "txt": "rahasia"}),
		("/api/method/frappe.desk.form.load.getdoc", ticket),
		("/api/method/frappe.www.printview.get_html_and_style", {"doc": "SLA Ticket", "name": name}),
		("/api/method/frappe.utils.print_format.download_pdf", ticket),
		("/api/method/sla_id.api.ticket.get_record", {"sla_ticket": name}),
		("/api/method/frappe.client.get_list", {"doctype": "SLA Event", "fields": '["*"]'}),
		("/api/method/frappe.client.get_list", {"doctype": "SLA Escalation", "fields": '["*"]'}),
		("/api/method/frappe.client.get_list", {"doctype": "SLA Partner", "fields": '["*"]'}),
		("/printview", ticket),
		("/sla_ticket", {"name": name}),
	]
	for path, query in asked:
		answer = partner.get(stage.url + path, params=query, timeout=60)
		assert OTHERS_SUBJECT not in answer.text, path
		assert "SATKER" not in answer.text, path
		assert answer.status_code < 500, path


def test_versions_and_comments_of_ones_own_are_the_providers(stage: Stage) -> None:
	"""Frappe's routes to a record come with what was changed in a draft and what agents say among each other."""
	partner, manager = (stage.session(stage.scene[who]) for who in ("partner", "lead"))
	own = f"HD Ticket {stage.scene['tickets']['breached']}"
	for doctype, name in (("SLA Ticket", own), ("SLA Agreement", "INNOVASIA-MITRA v2.0")):
		about = {"doctype": doctype, "name": name}
		for address in (
			f"/api/resource/{doctype}/{name}?expand_links=1",
			f"/api/v2/document/{doctype}/{name}",
			f"/api/method/frappe.desk.form.load.getdoc?{urlencode(about)}",
			f"/?cmd=frappe.desk.form.load.get_docinfo&{urlencode(about)}",
			f"/printview?{urlencode({**about, 'format': 'SLA Agreement Internal'})}",
		):
			answer = partner.get(stage.url + address, timeout=60)
			assert answer.status_code == 404, address
			assert "@provider.example" not in answer.text, address
		form = manager.get(f"{stage.url}/api/method/frappe.desk.form.load.getdoc", params=about, timeout=60)
		assert form.json()["docinfo"]["versions"] is not None


def test_a_partner_downloads_their_agreement(stage: Stage) -> None:
	"""The print and the signed text, and nobody else's."""
	partner, other = (stage.session(stage.scene[who]) for who in ("partner", "other"))
	about = {"agreement": "INNOVASIA-MITRA v1.0"}
	for function in ("download_pdf", "export_signed_text"):
		address = f"{stage.url}/api/method/sla_id.api.agreement.{function}"
		answer = partner.get(address, params=about, timeout=120)
		assert answer.status_code == 200, answer.text[:500]
		assert answer.content.startswith(b"%PDF" if function == "download_pdf" else b"format:")
		assert other.get(address, params=about, timeout=60).status_code == 404


def test_a_partner_gives_what_the_report_lacks(seen: dict[str, Seen]) -> None:
	"""000 §3.2: what is missing is asked for by name; what was given isn't asked for again."""
	asked = seen["give_facts"].result
	assert "Pesan Kesalahan" in asked
	assert "Bukti Visual" in asked
	page = seen["facts_given"]
	assert page.errors == []
	missing = page.result["text"].split("Yang masih diperlukan laporan Anda")[1].split("Kirim")[0]
	assert "Pesan Kesalahan" not in missing
	assert "Bukti Visual" not in missing
	assert "Dampak Bisnis" in missing
