// What an agent may bring about on a ticket: an escalation tier, for one of the agreement's reasons, and the finding that
// the impact is massive. For SLA Ticket and the hosts' forms; hooks.py names it in doctype_js.

(() => {
	const AGENTS = ["SLA Agent", "SLA Manager", "System Manager", "Agent", "Support Team"];
	const call = (method, args) => frappe.xcall(`sla_id.api.escalation_requests.${method}`, args);

	function refresh(frm) {
		const ticket = ticket_of(frm);
		if (!ticket || !AGENTS.some((role) => frappe.user.has_role(role))) return;
		const group = __("Escalation");
		frm.add_custom_button(__("Escalate"), () => escalate(frm, ticket), group);
		frm.add_custom_button(__("Massive impact"), () => massive(frm, ticket), group);
	}

	// Tickets from before the app was installed have no record. Whether one takes an escalation the server says.
	function ticket_of(frm) {
		if (frm.is_new()) return null;
		if (frm.doctype === "SLA Ticket") {
			const { reference_doctype: doctype, reference_name: name, resolved_utc } = frm.doc;
			return resolved_utc ? null : { doctype, name };
		}
		return frm.doc.sla_id_state ? { doctype: frm.doctype, name: String(frm.doc.name) } : null;
	}

	async function escalate(frm, { doctype, name }) {
		const sla_ticket = `${doctype} ${name}`;
		const possible = await call("possible", { sla_ticket });
		if (!possible.length) {
			frappe.msgprint(__("The agreement names no escalation that an agent may ask for on this ticket."));
			return;
		}
		const choices = possible.flatMap((entry) =>
			(entry.reasons.length ? entry.reasons : [{ code: "", label: __("Another reason, as explained below") }]).map(
				(reason) => ({ ...reason, level: entry.level, title: entry.title })
			)
		);
		frappe.prompt(
			[
				{
					fieldname: "choice",
					fieldtype: "Select",
					label: __("Level and reason"),
					reqd: 1,
					options: choices.map(({ level, title, label }, value) => ({
						value: String(value),
						label: `${__("Level {0}", [level])} · ${title}: ${label}`,
					})),
				},
				{ fieldname: "explanation", fieldtype: "Small Text", label: __("Explanation") },
			],
			async ({ choice, explanation }) => {
				const { level, code } = choices[Number(choice)];
				await call("ask", { sla_ticket, level, reason: code, explanation: explanation || "" });
				frm.reload_doc();
			},
			__("Escalate"),
			__("Escalate")
		);
	}

	function massive(frm, ticket) {
		frappe.prompt(
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("What makes the impact on the partner's business massive"),
				reqd: 1,
			},
			({ reason }) => call("declare_massive_impact", { ...ticket, reason }).then(() => frm.reload_doc()),
			__("Massive impact"),
			__("Declare")
		);
	}

	for (const doctype of ["SLA Ticket", "HD Ticket", "Issue"]) {
		frappe.ui.form.on(doctype, { refresh });
	}
})();
