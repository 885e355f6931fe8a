// SLA Major Incident: its tickets as they are now, adding and taking out, and saying that the cause is gone.

const AGENTS = ["SLA Agent", "SLA Manager", "System Manager"];
const call = (method, args) => sla_id.call(`sla_id.api.major_incidents.${method}`, args);

frappe.ui.form.on("SLA Major Incident", {
	refresh(frm) {
		frm.disable_save();
		// the panel says it with states; the rows stay for export
		frm.toggle_display("tickets", false);
		draw(frm);
		if (frm.doc.status !== "Open" || !AGENTS.some((role) => frappe.user.has_role(role))) return;
		frm.add_custom_button(__("Add tickets"), () => add(frm));
		frm.add_custom_button(__("Resolve", null, "SLA Major Incident"), () => resolve(frm)).addClass(
			"btn-primary",
		);
	},
});

async function draw(frm) {
	const wrapper = frm.get_field("panel").$wrapper;
	const { tickets } = await call("describe", { incident: frm.doc.name });
	const esc = sla_id.escape;
	const removable = frm.doc.status === "Open" && AGENTS.some((role) => frappe.user.has_role(role));
	const rows = tickets.map(
		(row) => `<tr class="${row.removed ? "text-muted" : ""}">
			<td><a href="${frappe.utils.get_form_link("SLA Ticket", row.sla_ticket)}">${esc(row.reference)}</a></td>
			<td>${esc(row.subject)}</td>
			<td>${esc(row.partner)}</td>
			<td>${
				row.removed
					? __("Taken out")
					: `<span class="indicator-pill ${sla_id.words.ticket_colour(row.state)}" style="white-space: nowrap">${esc(__(row.state, null, "SLA Ticket"))}</span>`
			}</td>
			<td>${row.removed ? "" : esc(row.due_text)}</td>
			<td>${row.level ? __("Level {0}", [row.level]) : ""}</td>
			<td>${
				removable && !row.removed
					? `<button class="btn btn-xs btn-default" data-out="${esc(row.sla_ticket)}">${__("Take out")}</button>`
					: ""
			}</td>
		</tr>`,
	);
	const heads = [
		__("Ticket"),
		__("Subject"),
		__("Partner"),
		__("State", null, "SLA Ticket"),
		__("Next due"),
		__("Escalation level"),
		"",
	];
	wrapper.html(`<div class="sla-table-wrap"><table class="sla-table sla-major">
		<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`);
	wrapper.find("[data-out]").on("click", (event) => take_out(frm, event.currentTarget.dataset.out));
}

function add(frm) {
	new frappe.ui.form.MultiSelectDialog({
		doctype: "SLA Ticket",
		target: frm,
		setters: { partner: null, subject: null },
		get_query: () => ({ filters: { resolved_utc: ["is", "not set"] } }),
		primary_action_label: __("Add", null, "SLA Major Incident"),
		action(tickets) {
			if (!tickets.length) return;
			call("add", { incident: frm.doc.name, tickets }).then(() => {
				this.dialog.hide();
				frm.reload_doc();
			});
		},
	});
}

function take_out(frm, ticket) {
	frappe.confirm(__("Take {0} out? It won't be added again automatically.", [ticket]), () =>
		call("remove", { incident: frm.doc.name, ticket }).then(() => frm.reload_doc()),
	);
}

function resolve(frm) {
	sla_id.ask(
		{
			fieldname: "resolution",
			fieldtype: "Small Text",
			label: __("How the cause was removed"),
			description: __("Its tickets stay open until each is solved."),
			reqd: 1,
		},
		({ resolution }) =>
			call("close", { incident: frm.doc.name, resolution }).then(() => frm.reload_doc()),
		__("Resolve", null, "SLA Major Incident"),
		__("Resolve", null, "SLA Major Incident"),
	);
}
