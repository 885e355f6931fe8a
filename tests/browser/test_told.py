"""A notice that a manager acknowledges, and who was told of an escalation, in the desk."""

from typing import Any

from tests.browser.stage import NARROW, WIDE, Seen, Stage, Visit

CHANGE = '<img src=x onerror="window.hacked=1"> Kontak teknis baru mulai besok.'
FORM = """({
	text: document.querySelector(".form-page").innerText,
	buttons: [...document.querySelectorAll(".page-actions button")].map((button) => button.innerText.trim()).filter(Boolean),
	hacked: window.hacked ?? null,
})"""
ACKNOWLEDGE = """(async () => {
	const label = ["Tandai telah diketahui", "Acknowledge"];
	(await until(() => [...document.querySelectorAll(".page-actions button")].find((b) => label.includes(b.innerText.trim())))).click();
	await until(() => window.cur_dialog?.display);
	await cur_dialog.set_values({ answer: "Sudah dicatat di data Mitra." });
	cur_dialog.get_primary_btn().click();
	await until(() => !window.cur_dialog?.display);
	return await until(() => cur_frm.doc.state === "Acknowledged" && cur_frm.doc.answer);
})()"""
TOLD = """(async () => {
	const details = await until(() => document.querySelector(".sla-escalations details"));
	details.open = true;
	return details.innerText;
})()"""


def look(stage: Stage, *visits: Visit) -> dict[str, Seen]:
	seen = stage.look(list(visits))
	assert {name: one.errors for name, one in seen.items() if one.errors} == {}
	return seen


def notice(stage: Stage) -> dict[str, Any]:
	"""The notice of a changed contact, as the manager's interface reads it."""
	answer = stage.session(stage.scene["lead"]).get(
		f"{stage.url}/api/resource/SLA Notice",
		params={
			"fields": '["name", "state", "answer", "acknowledged_by"]',
			"filters": '{"kind": "Contact Change"}',
		},
		timeout=60,
	)
	answer.raise_for_status()
	(found,) = answer.json()["data"]
	return dict(found)


def report(stage: Stage) -> None:
	"""A contact has changed, as the lead heard on the telephone."""
	from urllib.parse import quote

	agreement = quote("INNOVASIA-MITRA v1.0")
	script = f"""(async () => {{
		const agreement = decodeURIComponent("{agreement}");
		return await frappe.xcall("sla_id.api.agreement.report_contact", {{ agreement, change: {CHANGE!r} }});
	}})()"""
	look(stage, Visit("notice_report", "/desk/sla-notice", stage.scene["lead"], script=script))


def test_a_notice_is_acknowledged_with_an_answer(stage: Stage) -> None:
	report(stage)
	name = notice(stage)["name"]
	lead, agent, path = stage.scene["lead"], stage.scene["agent"], f"/desk/sla-notice/{name}"
	seen = look(
		stage,
		Visit("notice_agent", path, agent, wait=".form-page", script=FORM),
		Visit("notice_narrow", path, lead, NARROW, ".form-page", FORM),
		Visit("notice_acknowledge", path, lead, WIDE, ".form-page", ACKNOWLEDGE),
		Visit("notice_over", path, lead, WIDE, ".form-page", FORM),
	)
	assert "Acknowledge" not in seen["notice_agent"].result["buttons"], "a manager's task"
	assert seen["notice_narrow"].overflow <= 0
	assert seen["notice_acknowledge"].result == "Sudah dicatat di data Mitra."
	after = seen["notice_over"].result
	assert "Tandai telah diketahui" not in after["buttons"]
	assert "Kontak teknis baru mulai besok." in after["text"]
	assert after["hacked"] is None
	kept = notice(stage)
	assert (kept["state"], kept["answer"], kept["acknowledged_by"]) == (
		"Acknowledged",
		"Sudah dicatat di data Mitra.",
		lead,
	)


def test_the_panel_says_who_was_told_and_how(stage: Stage) -> None:
	path = f"/desk/hd-ticket/{stage.scene['tickets']['breached']}"
	seen = look(
		stage,
		Visit("told_en", path, stage.scene["agent"], wait=".sla-escalations details", script=TOLD),
		Visit("told_id", path, stage.scene["lead"], NARROW, ".sla-escalations details", TOLD),
	)
	assert "People told" in seen["told_en"].result
	assert ": bell; e-mail" in seen["told_en"].result
	assert "Siapa yang diberi tahu" in seen["told_id"].result
	assert ": lonceng; surel" in seen["told_id"].result
	assert seen["told_id"].overflow <= 0
