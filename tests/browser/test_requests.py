"""Asking for an escalation in the portal, deciding about it in the desk, and a major incident; on any screen.

The tests follow one request through its life, in their order.
"""

from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.stage import NARROW, WIDE, Seen, Stage, Visit

SECTION = """({
	text: document.querySelector(".sla-requests").innerText,
	choices: [...document.querySelectorAll(".sla-requests input[type=radio]")].map((input) => [input.value, input.labels[0]?.innerText.trim()]),
	legends: [...document.querySelectorAll(".sla-requests legend")].map((legend) => legend.innerText),
	narrowest: Math.min(...[...document.querySelectorAll(".sla-choice, .sla-requests button")].map((e) => e.getBoundingClientRect().height)),
	hacked: window.hacked ?? null,
})"""
ASK = """(() => {
	document.querySelector(".sla-requests input[value=stagnant]").checked = true;
	document.querySelector("#sla-explanation").value = '<img src=x onerror="window.hacked=1"> Tidak ada kabar.';
	document.querySelector(".sla-requests button[type=submit]").click();
})()"""
ASK_TWICE = """(async () => {
	const section = document.querySelector(".sla-requests");
	document.querySelector(".sla-requests input[value=communication]").checked = true;
	// as if the page had been open while somebody else asked
	section.dataset.ticket = "TICKET";
	document.querySelector(".sla-requests button[type=submit]").click();
	const notice = section.querySelector(".sla-notice");
	await until(() => !notice.hidden);
	return notice.innerText;
})()"""
WITHDRAW = """(() => {
	window.confirm = () => true;
	document.querySelector("[data-withdraw]").click();
})()"""
FORM = """({
	text: document.querySelector(".form-page, .layout-main").innerText,
	head: document.querySelector(".form-message, .headline")?.innerText,
	buttons: [...document.querySelectorAll(".page-actions button, .page-actions .btn")].map((b) => b.innerText.trim()),
	hacked: window.hacked ?? null,
})"""
REFUSE = """(async () => {
	[...document.querySelectorAll(".page-actions button")].find((b) => b.innerText.trim() === "Tolak" || b.innerText.trim() === "Refuse").click();
	await until(() => window.cur_dialog?.display);
	await cur_dialog.set_values({ answer: "Rencana aksi sudah dikirim." });
	cur_dialog.get_primary_btn().click();
	await until(() => !window.cur_dialog?.display);
})()"""
REFUSE_TOO_LATE = """(async () => {
	(await until(() => [...document.querySelectorAll(".page-actions button")].find((b) => b.innerText.trim() === "Refuse" || b.innerText.trim() === "Tolak"))).click();
	const dialog = await until(() => window.cur_dialog?.display && window.cur_dialog);
	await dialog.set_values({ answer: "Sudah dijawab lewat telepon." });
	// as if a colleague had been faster
	await frappe.xcall("sla_id.api.escalation_requests.decide", { request: cur_frm.doc.name, valid: 0, answer: "Lebih dahulu." });
	dialog.get_primary_btn().click();
	const said = await until(() => document.querySelector(".modal.show .msgprint")?.innerText);
	const top = document.elementFromPoint(innerWidth / 2, document.querySelector(".modal.show .msgprint").getBoundingClientRect().top + 5);
	const press_again = await until(() => !dialog.get_primary_btn().prop("disabled"));
	return { said, in_front: Boolean(top.closest(".modal").querySelector(".msgprint")), kept: dialog.display && dialog.get_value("answer"), press_again };
})()"""
MAJOR = """({
	text: document.querySelector(".form-page").innerText,
	rows: [...document.querySelectorAll(".sla-major tbody tr")].map((row) => row.innerText),
	buttons: [...document.querySelectorAll(".page-actions button, .sla-major button")].map((b) => b.innerText.trim()),
})"""


def page(stage: Stage, ticket: str, language: str = "id") -> str:
	return f"/sla/{quote('HD Ticket ' + stage.scene['tickets'][ticket])}?_lang={language}"


def look(stage: Stage, *visits: Visit) -> dict[str, Seen]:
	seen = stage.look(list(visits))
	assert {name: one.errors for name, one in seen.items() if one.errors} == {}
	return seen


def requests_of(stage: Stage) -> list[dict[str, Any]]:
	"""The requests made here, newest first, as the manager's interface reads them; the scene's own explains nothing."""
	session = stage.session(stage.scene["lead"])
	answer = session.get(
		f"{stage.url}/api/resource/SLA Escalation Request",
		params={"fields": '["name", "status", "answer", "explanation"]', "order_by": "creation desc"},
		timeout=60,
	)
	answer.raise_for_status()
	return [request for request in answer.json()["data"] if request["explanation"]]


def test_the_form_on_any_screen(stage: Stage) -> None:
	seen = look(
		stage,
		*(
			Visit(
				f"request_{language}_{width}",
				page(stage, "release", language),
				stage.scene["partner"],
				width,
				".sla-requests form",
				SECTION,
			)
			for language in ("id", "en")
			for width in (NARROW, WIDE)
		),
	)
	for name, one in seen.items():
		assert one.overflow <= 0, name
		assert one.status == 200
		assert one.result["narrowest"] >= 24, "large enough for a finger"
	indonesian, english = seen["request_id_1440"].result, seen["request_en_1440"].result
	assert indonesian["choices"] == [
		["wrong_priority", "Prioritas dinilai salah"],
		["stagnant", "Progres stagnan"],
		["communication", "Komunikasi tidak memuaskan"],
	]
	assert english["choices"][1] == ["stagnant", "Progress is stagnant"]
	assert "Escalation manager" in english["legends"][0]
	assert "WIB" in english["text"] and "WITA" in english["text"], "both zones (X26)"


def test_asking(stage: Stage) -> None:
	partner = stage.scene["partner"]
	seen = look(
		stage,
		Visit(
			"request_ask",
			page(stage, "release"),
			partner,
			wait=".sla-requests form",
			script=ASK,
			then=".sla-requests:not(:has(form))",
		),
		Visit("request_asked", page(stage, "release"), partner, NARROW, ".sla-requests", SECTION),
	)
	(request,) = requests_of(stage)
	assert request["status"] == "Open"
	shown = seen["request_asked"].result
	assert shown["choices"] == [], "the tier has been asked for"
	assert '<img src="x"> Tidak ada kabar.' in shown["text"], "a text, not markup"
	assert shown["hacked"] is None
	assert seen["request_asked"].overflow <= 0


def test_a_refusal_of_the_server_is_shown(stage: Stage) -> None:
	script = ASK_TWICE.replace("TICKET", f"HD Ticket {stage.scene['tickets']['release']}")
	visit = Visit(
		"request_twice",
		page(stage, "paused", "en"),
		stage.scene["partner"],
		wait=".sla-requests form",
		script=script,
	)
	assert "Somebody has already asked for level 2" in look(stage, visit)["request_twice"].result


def test_withdrawing(stage: Stage) -> None:
	visit = Visit(
		"request_withdraw",
		page(stage, "release"),
		stage.scene["partner"],
		wait="[data-withdraw]",
		script=WITHDRAW,
		then=".sla-requests:not(:has([data-withdraw]))",
	)
	look(stage, visit)
	assert requests_of(stage)[0]["status"] == "Withdrawn"


def ask(stage: Stage, name: str) -> None:
	"""The partner asks for a tier of their ticket."""
	visit = Visit(
		name,
		page(stage, "release"),
		stage.scene["partner"],
		wait=".sla-requests form",
		script=ASK,
		then=".sla-requests:not(:has(form))",
	)
	look(stage, visit)


def test_deciding_in_the_desk(stage: Stage) -> None:
	lead, agent, partner = (stage.scene[who] for who in ("lead", "agent", "partner"))
	ask(stage, "request_again")
	address = f"/desk/sla-escalation-request/{requests_of(stage)[0]['name']}"
	seen = look(
		stage,
		Visit(
			"request_list",
			"/desk/sla-escalation-request?status=Open",
			lead,
			wait=".list-row .indicator-pill",
			script="document.body.innerText",
		),
		Visit("request_form_agent", address, agent, wait=".form-page", script=FORM),
		Visit("request_form", address, lead, wait=".page-actions .btn-primary", script=FORM),
		Visit("request_refuse", address, lead, wait=".page-actions .btn-primary", script=REFUSE),
		Visit("request_refused", address, lead, NARROW, ".form-page", FORM),
		Visit("request_answer", page(stage, "release"), partner, wait=".sla-requests", script=SECTION),
	)
	assert seen["request_form"].result["hacked"] is None
	assert len(seen["request_form"].result["buttons"]) > len(seen["request_form_agent"].result["buttons"])
	newest = requests_of(stage)[0]
	assert (newest["status"], newest["answer"]) == ("Not valid", "Rencana aksi sudah dikirim.")
	text = seen["request_answer"].result["text"]
	assert "Rencana aksi sudah dikirim." in text
	assert "@provider.example" not in text


def test_a_refused_answer_is_not_lost(stage: Stage) -> None:
	ask(stage, "request_third")
	address = f"/desk/sla-escalation-request/{requests_of(stage)[0]['name']}"
	visit = Visit("request_late", address, stage.scene["lead"], NARROW, ".form-page", REFUSE_TOO_LATE)
	seen = look(stage, visit)["request_late"].result
	assert requests_of(stage)[0]["answer"] == "Lebih dahulu."
	assert "decided" in seen["said"] or "diputuskan" in seen["said"]
	assert seen["in_front"], "what the server says is read above the dialog"
	assert seen["kept"] == "Sudah dijawab lewat telepon."
	assert seen["press_again"]


ESCALATE = """(async () => {
	const item = (label) => [...document.querySelectorAll(".inner-group-button a, .inner-group-button button")].find((a) => a.textContent.trim() === label);
	(await until(() => item("Escalate"))).click();
	await until(() => window.cur_dialog?.display);
	const options = [...document.querySelectorAll(".modal.show select option")].map((option) => option.textContent);
	const stagnant = [...document.querySelectorAll(".modal.show select option")].find((option) => option.textContent.includes("stagnant"));
	await cur_dialog.set_values({ choice: stagnant.value, explanation: "Mitra menelepon dua kali." });
	cur_dialog.get_primary_btn().click();
	await until(() => !window.cur_dialog?.display);
	return options;
})()"""


@pytest.mark.parametrize(
	("doctype", "ticket"), [("hd-ticket", "paused"), ("sla-ticket", "paused"), ("issue", "issue")]
)
def test_an_agent_escalates_from_the_form(stage: Stage, doctype: str, ticket: str) -> None:
	before = len(requests_of(stage))
	name = stage.scene["tickets"][ticket]
	address = f"/desk/{doctype}/{quote('HD Ticket ' + name) if doctype == 'sla-ticket' else name}"
	visit = Visit(f"escalate_{doctype}", address, stage.scene["agent"], wait=".sla-card", script=ESCALATE)
	options = look(stage, visit)[f"escalate_{doctype}"].result
	assert "Level 2 · Escalation manager: Progress is stagnant" in options
	assert any(option.startswith("Level 3") for option in options), "an agent may ask for both"
	newest = requests_of(stage)
	assert len(newest) == before + 1
	assert (newest[0]["status"], newest[0]["explanation"]) == ("Valid", "Mitra menelepon dua kali.")


def test_partners_cannot_write_by_the_api(stage: Stage) -> None:
	session = stage.session(stage.scene["other"])
	name = next(row["name"] for row in requests_of(stage) if row["status"] == "Not valid")
	for method, values in (
		(
			"frappe.client.set_value",
			{"doctype": "SLA Escalation Request", "name": name, "fieldname": "status", "value": "Valid"},
		),
		("frappe.client.get", {"doctype": "SLA Escalation Request", "name": name}),
		("sla_id.api.escalation_requests.decide", {"request": name, "valid": 1}),
		("sla_id.api.escalation_requests.withdraw", {"request": name}),
		(
			"sla_id.api.escalation_requests.ask",
			{"sla_ticket": f"HD Ticket {stage.scene['tickets']['release']}", "level": 2},
		),
	):
		answer = session.post(f"{stage.url}/api/method/{method}", data=values, timeout=60)
		assert answer.status_code in (400, 403, 404), (method, answer.status_code)
	assert next(row for row in requests_of(stage) if row["name"] == name)["status"] == "Not valid"


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_major_incident_in_the_desk(stage: Stage, width: int) -> None:
	session = stage.session(stage.scene["agent"])
	tickets = [f"HD Ticket {stage.scene['tickets'][name]}" for name in ("breached", "other")]
	csrf = {"X-Frappe-CSRF-Token": "token"}
	answer = session.post(
		f"{stage.url}/api/method/sla_id.api.major_incidents.group",
		json={"tickets": tickets, "title": f"Basis data berhenti {width}", "reason": "Satu sebab"},
		headers=csrf,
		timeout=60,
	)
	if width == NARROW:
		answer.raise_for_status()
	else:
		assert "is already in MI-" in answer.text, "the first run of this test has grouped them"
	found = session.get(f"{stage.url}/api/resource/SLA Major Incident", timeout=60).json()["data"]
	visit = Visit(
		f"major_{width}",
		f"/desk/sla-major-incident/{found[0]['name']}",
		stage.scene["agent"],
		width,
		".sla-major td",
		MAJOR,
	)
	seen = look(stage, visit)[f"major_{width}"]
	assert len(seen.result["rows"]) == 2
	assert "PT Maju" in seen.result["text"] and "Satuan Kerja" in seen.result["text"]
	assert seen.result["buttons"].count("Take out") == 2


GROUP = """(async () => {
	for (const name of TICKETS) (await until(() => document.querySelector(`.list-row-checkbox[data-name="${name}"]`))).click();
	const item = () => [...document.querySelectorAll(".actions-btn-group .dropdown-item, .actions-btn-group a, .actions-btn-group button")].find((a) => a.textContent.trim() === "Group as major incident");
	(await until(item)).click();
	await until(() => window.cur_dialog?.display);
	await cur_dialog.set_values({ title: "Pusat data padam" });
	cur_dialog.get_primary_btn().click();
})()"""


def test_grouping_from_the_list(stage: Stage) -> None:
	tickets = [f"HD Ticket {stage.scene['tickets'][name]}" for name in ("at_risk", "release")]
	visit = Visit(
		"major_list",
		"/desk/sla-ticket",
		stage.scene["agent"],
		wait=".list-row .indicator-pill",
		script=GROUP.replace("TICKETS", str(tickets)),
		then=".sla-major td",
	)
	seen = look(stage, visit)["major_list"]
	assert "/sla-major-incident/MI-" in seen.url
