"""The pages that are looked at, as whom, how wide, and what is asked of each. The tests judge what was seen."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.browser.stage import NARROW, WIDE, Visit

DOCTYPES = sorted(
	doctype["name"]
	for path in (Path(__file__).parents[2] / "sla_id" / "doctype").glob("*/*.json")
	if not (doctype := json.loads(path.read_text(encoding="utf-8"))).get("istable")
)
"""Every DocType of the app that has a form."""
PANEL = """({
	text: document.querySelector(".sla-panel").innerText,
	clocks: [...document.querySelectorAll(".sla-card")].map((card) => card.dataset.clock),
	countdown: document.querySelector(".sla-count")?.textContent,
	buttons: [...document.querySelectorAll(".page-actions button, .page-actions .btn")].map((b) => b.innerText.trim()),
	hacked: window.hacked ?? null,
})"""
RECEIPT = """(() => {
	const details = document.querySelector(".sla-card[data-clock=resolution] details");
	details.open = true;
	return { receipt: details.innerText, hacked: window.hacked ?? null };
})()"""
PAGE = """({
	text: document.querySelector(".sla-page").innerText,
	html: document.documentElement.outerHTML,
	links: [...document.querySelectorAll(".sla-list tbody a")].map((a) => a.getAttribute("href")),
	cut: [...document.querySelectorAll(".sla-document .table")].filter((table) => table.scrollWidth > table.clientWidth).length,
	unlabelled: [...document.querySelectorAll(".sla-page nav:not([aria-label])")].length,
	hacked: window.hacked ?? null,
})"""
APPROVE = """document.querySelector('.sla-decide [data-decision="Approved"]').click()"""
GIVE_FACTS = """(() => {
	document.querySelector("textarea[name=error_message]").value = "HTTP 502 Bad Gateway";
	const files = new DataTransfer();
	files.items.add(new File(["\x89PNG uji"], "layar.png", { type: "image/png" }));
	document.querySelector("input[data-file]").files = files.files;
	const labels = [...document.querySelectorAll(".sla-missing label")].map((label) => label.innerText);
	document.querySelector(".sla-missing button[type=submit]").click();
	return labels;
})()"""
OPEN_DIALOG = """(async () => {
	const item = await until(() => [...document.querySelectorAll(".inner-group-button a, .inner-group-button button")].find((a) => a.innerText.trim() === "LABEL" || a.textContent.trim() === "LABEL"));
	item.click();
	const shown = await until(() => document.querySelector(".modal.show .sla-dialog"));
	return shown.innerText;
})()"""
COMPARE = OPEN_DIALOG.replace("LABEL", "Bandingkan versi")
CHECK = OPEN_DIALOG.replace("LABEL", "Periksa pertentangan")
BUSINESS_HOURS = "/desk/sla-calendar/INNOVASIA-MITRA%20business"
CLOSE_DAYS = """(async () => {
	await until(() => window.cur_frm?.doc && cur_frm.$wrapper.find(".form-section:visible").length);
	const press = (label) => [...document.querySelectorAll(".modal.show button")].find((b) => b.innerText.trim() === label).click();
	const asked = () => until(() => window.cur_dialog?.display && document.querySelector(".modal.show .sla-dialog .sla-table")?.closest(".modal-content"));
	const kept = async () => (await frappe.xcall("frappe.client.get", { doctype: "SLA Calendar", name: cur_frm.doc.name })).extra_holidays.length;
	for (let day = 1; day <= 14; day++)
		cur_frm.add_child("extra_holidays", { holiday_date: frappe.datetime.add_days(frappe.datetime.nowdate(), day), holiday_name: "Hari uji" });
	cur_frm.dirty();
	cur_frm.save();
	const text = (await asked()).innerText;
	const wide = document.documentElement.scrollWidth - window.innerWidth;
	ANSWER
	return { text, wide, saved, dirty: cur_frm.is_dirty() };
})()"""
DONT_CLOSE = CLOSE_DAYS.replace(
	"ANSWER",
	"""press("Jangan simpan");
	await until(() => !document.querySelector(".modal.show"));
	await new Promise((r) => setTimeout(r, 1000));
	const saved = await kept();""",
)
DO_CLOSE = CLOSE_DAYS.replace(
	"ANSWER",
	"""press("Simpan dan geser");
	await until(async () => (await kept()) === 14);
	const saved = await kept();
	cur_frm.set_value("extra_holidays", []);
	cur_frm.dirty();
	cur_frm.save();
	await until(() => !document.querySelector(".modal.show"));
	await asked();
	press("Simpan dan geser");
	await until(async () => (await kept()) === 0);
	await until(() => !cur_frm.is_dirty());""",
)
WHAT_WOULD_MOVE = """(async () => {
	(await until(() => [...document.querySelectorAll(".page-actions button")].find((b) => b.innerText.trim() === "Apa yang akan bergeser"))).click();
	return (await until(() => document.querySelector(".modal.show .sla-dialog"))).innerText;
})()"""
TRY_IT = """(async () => {
	(await until(() => [...document.querySelectorAll("button")].find((b) => b.innerText.trim() === "Coba"))).click();
	await until(() => window.cur_dialog?.display);
	await cur_dialog.set_values({ start: "2026-03-13 15:30:00", target: "3 days", hours_per_day: 8 });
	cur_dialog.get_primary_btn().click();
	await until(() => document.querySelector(".modal .sla-receipt"));
	return document.querySelector(".modal .sla-receipt").innerText;
})()"""


EVERY_FORM = """(async () => {
	const said = {};
	for (const doctype of DOCTYPES) {
		await frappe.model.with_doctype(doctype);
		const meta = frappe.get_meta(doctype);
		if (!frappe.model.can_read(doctype)) { said[doctype] = { form: "not for them" }; continue; }
		const [row] = meta.issingle ? [{ name: doctype }] : await frappe.db.get_list(doctype, { limit: 1 });
		if (row) frappe.set_route("Form", doctype, row.name);
		else if (frappe.model.can_create(doctype)) frappe.new_doc(doctype, {}, () => {});
		else { said[doctype] = { form: "none yet" }; continue; }
		const drawn = () => window.cur_frm?.doctype === doctype && cur_frm.$wrapper.find(".form-section:visible").length;
		const shown = await until(drawn).catch(() => false);
		if (!shown) { said[doctype] = { form: "FAILED" }; continue; }
		await new Promise((resolve) => setTimeout(resolve, 300));
		cur_frm.$wrapper.find(".section-head.collapsed").trigger("click");
		said[doctype] = {
			form: row ? "a record" : "a new one",
			unsaved: Boolean(row) && cur_frm.is_dirty(),
			pickers: cur_frm.fields.filter(({ df, datepicker }) => df.read_only && datepicker).map(({ df }) => df.fieldname),
			text: cur_frm.$wrapper.find(".page-head, .layout-main-section").get().map((part) => part.innerText).join("\\n"),
		};
	}
	return said;
})()"""
WORKSPACE = """(async () => {
	const text = () => [...document.querySelectorAll(".layout-main-section")].map((part) => part.innerText).join("\\n");
	return await until(() => text().trim());
})()"""
TAKE_OVER = """(() => {
	const before = document.querySelector(".sla-escalations").innerText;
	document.querySelector("[data-escalation]").click();
	return before;
})()"""
ESCALATIONS = """document.querySelector(".sla-escalations").innerText"""


LISTS = ("ticket", "agreement", "escalation", "escalation-request", "event", "outbox", "channel", "notice")
LIST = """(async () => {
	await until(() => window.cur_list?.data && frappe.router.slug(cur_list.doctype) === "sla-DOCTYPE");
	await new Promise((resolve) => setTimeout(resolve, 500));
	return cur_list.page.wrapper.find(".page-head, .page-form, .frappe-list").get().map((part) => part.innerText).join("\\n");
})()"""


def spoken(scene: dict[str, Any]) -> list[Visit]:
	"""What the desk says in each language: the workspace, lists, and a form of every DocType."""
	forms = EVERY_FORM.replace("DOCTYPES", json.dumps(DOCTYPES))
	return [
		visit
		for language, user in (("id", scene["lead"]), ("en", scene["manager"]))
		for visit in (
			Visit(f"workspace_{language}", "/desk/sla", user, wait=".shortcut-widget-box", script=WORKSPACE),
			Visit(f"forms_{language}", "/desk/sla", user, wait=".shortcut-widget-box", script=forms),
			*(
				Visit(f"{name}_{language}", f"/desk/sla-{name}", user, script=LIST.replace("DOCTYPE", name))
				for name in LISTS
			),
		)
	]


def visits(scene: dict[str, Any]) -> list[Visit]:
	"""All of them, those of one person together."""
	agent, lead, partner, tickets = scene["agent"], scene["lead"], scene["partner"], scene["tickets"]
	at_risk, breached, paused = (
		quote(f"HD Ticket {tickets[name]}") for name in ("at_risk", "breached", "paused")
	)
	proposed = quote(scene["proposed"])
	return [
		Visit("sla_ticket_en", f"/desk/sla-ticket/{at_risk}", agent, wait=".sla-count", script=PANEL),
		Visit(
			"hd_ticket_en", f"/desk/hd-ticket/{tickets['breached']}", agent, wait=".sla-card", script=PANEL
		),
		Visit(
			"hd_ticket_why", f"/desk/hd-ticket/{tickets['breached']}", agent, wait=".sla-card", script=RECEIPT
		),
		Visit("issue_en", f"/desk/issue/{tickets['issue']}", agent, wait=".sla-card", script=PANEL),
		Visit(
			"sla_ticket_narrow", f"/desk/sla-ticket/{breached}", agent, NARROW, wait=".sla-card", script=PANEL
		),
		Visit("sla_ticket_id", f"/desk/sla-ticket/{at_risk}", lead, wait=".sla-count", script=PANEL),
		Visit(
			"workspace",
			"/desk/sla",
			lead,
			wait=".shortcut-widget-box",
			script=WORKSPACE,
		),
		Visit(
			"list",
			"/desk/sla-ticket",
			lead,
			wait=".list-row .indicator-pill",
			script="document.body.innerText",
		),
		Visit("try_it", BUSINESS_HOURS, lead, wait=".form-page", script=TRY_IT),
		Visit(
			"every_form",
			"/desk/sla",
			lead,
			wait=".shortcut-widget-box",
			script=EVERY_FORM.replace("DOCTYPES", json.dumps(DOCTYPES)),
		),
		Visit("days_refused", BUSINESS_HOURS, lead, NARROW, wait=".form-page", script=DONT_CLOSE),
		Visit("days_closed", BUSINESS_HOURS, lead, wait=".form-page", script=DO_CLOSE),
		Visit(
			"holidays_as_they_are",
			"/desk/sla-holiday-list/ID%202026",
			lead,
			wait=".form-page",
			script=WHAT_WOULD_MOVE,
		),
		*(
			Visit(f"{name}_{language}_{width}", f"{path}?_lang={language}", partner, width, ".sla-page", PAGE)
			for name, path in (
				("portal", "/sla"),
				("ticket", f"/sla/{breached}"),
				("paused", f"/sla/{paused}"),
				("agreements", "/sla/agreements"),
				("agreement", f"/sla/agreements/{proposed}"),
			)
			for language in ("id", "en")
			for width in (NARROW, WIDE)
		),
		Visit(
			"give_facts",
			f"/sla/{at_risk}?_lang=id",
			partner,
			wait=".sla-missing",
			script=GIVE_FACTS,
			then=".sla-missing:not(:has(textarea[name=error_message]))",
		),
		Visit("facts_given", f"/sla/{at_risk}?_lang=id", partner, wait=".sla-missing", script=PAGE),
		Visit(
			"approve",
			f"/sla/agreements/{proposed}?_lang=id",
			partner,
			wait=".sla-decide",
			script=APPROVE,
			then=".sla-page:not(:has(.sla-decide))",
		),
		Visit("approved", f"/sla/agreements/{proposed}?_lang=id", partner, wait=".sla-page", script=PAGE),
		Visit(
			"agreement_form",
			f"/desk/sla-agreement/{proposed}",
			lead,
			wait=".sla-standing-section",
			script="document.querySelector('.form-page').innerText",
		),
		Visit(
			"agreement_compare",
			f"/desk/sla-agreement/{proposed}",
			lead,
			wait=".sla-standing-section",
			script=COMPARE,
		),
		Visit(
			"agreement_check",
			f"/desk/sla-agreement/{proposed}",
			lead,
			wait=".sla-standing-section",
			script=CHECK,
		),
		Visit(
			"take_over",
			f"/desk/hd-ticket/{tickets['breached']}",
			lead,
			wait="[data-escalation]",
			script=TAKE_OVER,
			then=".sla-escalations:not(:has([data-escalation]))",
		),
		Visit(
			"taken_over",
			f"/desk/hd-ticket/{tickets['breached']}",
			agent,
			NARROW,
			wait=".sla-escalations",
			script=ESCALATIONS,
		),
		Visit(
			"escalation_form",
			f"/desk/sla-escalation/{scene['escalation']}",
			lead,
			wait=".form-page .sla-duties-section .sla-finding",
			script="document.querySelector('.form-page').innerText",
		),
		Visit("portal_default", "/sla", partner, wait=".sla-page", script=PAGE),
		Visit("portal_guest", f"/sla/{at_risk}", None, wait="form"),
	]
