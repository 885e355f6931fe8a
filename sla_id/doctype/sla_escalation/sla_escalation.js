// SLA Escalation: what the tier owes as a checklist, and the ways to fulfil it (000 §4.2).

(() => {
	const SECTION = "sla-duties-section";
	const call = (method, args) => sla_id.call(`sla_id.api.escalation_work.${method}`, args);

	frappe.ui.form.on("SLA Escalation", {
		refresh(frm) {
			if (frm.is_new()) return;
			// the checklist says in words what the table holds, due_utc in the reader's what due_text does
			frm.toggle_display(["duties", "due_text"], false);
			show_one_language(frm);
			add_buttons(frm);
			call("get_duties", { sla_ticket: frm.doc.sla_ticket }).then((rows) => draw(frm, rows));
		},
	});

	// Title and protocol in the reader's language, where the agreement has both.
	function show_one_language(frm) {
		const indonesian = (frappe.boot.lang || "en").startsWith("id");
		for (const field of ["tier_title", "protocol"]) {
			const english = !indonesian && Boolean(frm.doc[`${field}_en`]);
			frm.toggle_display(field, !english);
			frm.toggle_display(`${field}_en`, english);
		}
	}

	function add_buttons(frm) {
		const { name, sla_ticket } = frm.doc;
		const open = (doctype, method) =>
			call(method, { escalation: name }).then((made) => frappe.set_route("Form", doctype, made));
		if (frappe.model.can_create("SLA Action Plan")) {
			frm.add_custom_button(__("Write action plan"), () => open("SLA Action Plan", "write_plan"));
		}
		if (frappe.model.can_create("SLA Conference Call")) {
			frm.add_custom_button(__("Call a conference"), () =>
				open("SLA Conference Call", "call_conference"),
			);
		}
		frm.add_custom_button(__("SLA Ticket"), () => frappe.set_route("Form", "SLA Ticket", sla_ticket));
	}

	function draw(frm, rows) {
		frm.dashboard.parent.find(`.${SECTION}`).remove();
		const duties = rows.find((row) => row.escalation === frm.doc.name)?.duties || [];
		if (!duties.length) return;
		const body = frm.dashboard.add_section(
			sla_id.escalations.duties_html(duties),
			__("What it owes"),
			`custom ${SECTION}`,
		);
		frm.dashboard.show();
		body.find("[data-duty]").on("click", ({ currentTarget }) => {
			const duty = duties.find(({ row }) => row === currentTarget.dataset.duty);
			sla_id.escalations.tick(frm.doc.name, duty, () => frm.reload_doc());
		});
	}
})();
