"""A month's statement in the browser: sealed in the desk, disputed in the portal, replied to.

The tests follow one statement through its life, in their order.
"""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.browser.stage import NARROW, WIDE, Seen, Stage, Visit

REASON = '<img src=x onerror="window.hacked=1"> & "lebih lama"'
LIST = "/api/resource/SLA Statement"
SEAL = """(async () => {
	const button = () => [...document.querySelectorAll(".page-actions button")].find((b) => b.innerText.trim() === "Seal");
	(await until(button)).click();
	const dialog = await until(() => window.cur_dialog?.display && window.cur_dialog);
	dialog.get_primary_btn().click();
	await until(() => cur_frm.doc.state === "Sealed");
	return (await until(() => document.querySelector(".sla-st .sla-st-pill.sla-st-blue"))).innerText;
})()"""
DISPUTE = """(() => {
	const form = document.querySelector(".sla-st-form");
	form.querySelector("summary").click();
	form.querySelector("textarea").value = REASON;
	form.querySelector("[name=dispute]").click();
})()"""
REPLY = """(async () => {
	const button = () => [...document.querySelectorAll(".page-actions button")].find((b) => b.innerText.trim().startsWith("Reply: "));
	(await until(button)).click();
	const dialog = await until(() => window.cur_dialog?.display && window.cur_dialog);
	const said = dialog.$wrapper.find(".help-box").text();
	await dialog.set_values({ text: "Kami periksa lagi." });
	dialog.get_primary_btn().click();
	await until(() => cur_frm.doc.open_disputes === 0);
	return { said, hacked: window.hacked ?? null };
})()"""
PAGE = """({
	text: document.querySelector(".sla-st").innerText,
	forms: document.querySelectorAll(".sla-st-form").length,
	hacked: window.hacked ?? null,
})"""


@pytest.fixture(scope="module")
def statement(stage: Stage) -> str:
	"""A draft of last month, with an outage in it; made as the job makes it."""
	from datetime import timedelta

	import frappe

	from sla_id.instants import utc_now
	from sla_id.outages.outage_values import DownService, NewOutage
	from sla_id.outages.record_outage import open_outage
	from sla_id.statements.draft_statement import draft_statement
	from tests.app import world

	frappe.set_user("Administrator")
	end = utc_now().replace(day=1, hour=12, minute=0, second=0, microsecond=0) - timedelta(days=10)
	open_outage(
		NewOutage(
			"Data & laporan",
			(DownService("DATA"),),
			end - timedelta(hours=40),
			end,
			cause="Kabel <putus> & basah",
			partners=(world.PARTNER,),
		)
	)
	name = draft_statement(world.PARTNER, end.date().replace(day=1))
	frappe.db.commit()
	assert name
	return name


def look(stage: Stage, *visits: Visit) -> dict[str, Seen]:
	seen = stage.look(list(visits))
	assert {name: one.errors for name, one in seen.items() if one.errors} == {}
	return seen


def record(stage: Stage, name: str) -> dict[str, Any]:
	answer = stage.session(stage.scene["manager"]).get(f"{stage.url}{LIST}/{name}", timeout=60)
	answer.raise_for_status()
	return dict(answer.json()["data"])


def test_a_manager_seals_a_draft(stage: Stage, statement: str) -> None:
	visit = Visit("statement_seal", f"/desk/sla-statement/{statement}", stage.scene["manager"], script=SEAL)
	assert look(stage, visit)["statement_seal"].result == "Sealed"
	assert record(stage, statement)["state"] == "Sealed"


def test_the_partner_disputes_a_line(stage: Stage, statement: str) -> None:
	partner, address = stage.scene["partner"], f"/sla/statements/{statement}?_lang=id"
	seen = look(
		stage,
		Visit(
			"statement_dispute",
			address,
			partner,
			wait=".sla-st-form",
			script=DISPUTE.replace("REASON", repr(REASON)),
			then=".sla-st-answer.sla-st-orange",
		),
		*(Visit(f"statement_{width}", address, partner, width, ".sla-st", PAGE) for width in (NARROW, WIDE)),
	)
	for width in (NARROW, WIDE):
		page = seen[f"statement_{width}"]
		assert page.overflow <= 0 and page.result["hacked"] is None
		assert '& "lebih lama"' in page.result["text"] and "&amp;" not in page.result["text"]
		assert page.result["forms"] > 0, "an answer may be changed until the time is over"
	line = next(row for row in record(stage, statement)["lines"] if row["answer"] == "Disputed")
	assert line["answered_by"] == partner


def test_the_manager_replies(stage: Stage, statement: str) -> None:
	manager, partner = stage.scene["manager"], stage.scene["partner"]
	seen = look(
		stage,
		Visit("statement_reply", f"/desk/sla-statement/{statement}", manager, script=REPLY),
		Visit("statement_replied", f"/sla/statements/{statement}", partner, NARROW, ".sla-st", PAGE),
	)
	said = seen["statement_reply"].result
	assert '& "lebih lama"' in said["said"] and said["hacked"] is None
	assert "Kami periksa lagi." in seen["statement_replied"].result["text"]


def test_the_report_opens_by_a_direct_link(stage: Stage) -> None:
	"""It asks for what it needs; nothing is thrown."""
	visit = Visit(
		"what_if",
		"/desk/query-report/SLA Credit What-If",
		stage.scene["manager"],
		script="until(() => [...document.querySelectorAll('.form-message')].map((e) => e.innerText.trim()).find(Boolean))",
	)
	assert look(stage, visit)["what_if"].result == "Partner: choose one."


def test_pdfs_begin_with_their_title(stage: Stage, statement: str) -> None:
	"""Not with the buttons of Frappe's print view."""
	session = stage.session(stage.scene["partner"])
	for function, about, title in (
		("statements.download_pdf", {"statement": statement, "language": "id"}, "Laporan tingkat layanan"),
		("agreement.download_pdf", {"agreement": "INNOVASIA-MITRA v1.0", "language": "id"}, "PERJANJIAN"),
	):
		answer = session.get(f"{stage.url}/api/method/sla_id.api.{function}", params=about, timeout=120)
		assert answer.status_code == 200
		text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
		assert title in text and "Get PDF" not in text
