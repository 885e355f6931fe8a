// SLA Conference Call: invited to, held or called off. People hear of changes when the invitation is sent again.

(() => {
	const call = (method, args) => sla_id.call(`sla_id.api.escalation_work.${method}`, args);

	frappe.ui.form.on("SLA Conference Call", {
		refresh(frm) {
			if (frm.is_new()) return;
			const { status, sla_ticket, event } = frm.doc;
			show_standing(frm);
			frm.add_custom_button(__("SLA Ticket"), () => frappe.set_route("Form", "SLA Ticket", sla_ticket));
			if (event)
				frm.add_custom_button(__("Calendar entry"), () => frappe.set_route("Form", "Event", event));
			if (status !== "Planned" || !frappe.model.can_write("SLA Conference Call")) return;
			const label = frm.doc.invited_utc ? __("Send the changes") : __("Send invitations");
			if (!frm.doc.invited_utc || frm.doc.__onload?.standing?.changed || frm.is_dirty()) {
				frm.add_custom_button(label, () => invite(frm)).addClass("btn-primary");
			}
			frm.add_custom_button(__("It was held"), () => hold(frm));
			frm.add_custom_button(__("Cancel the call"), () => cancel(frm));
		},
	});

	// Whether nobody of the partner's takes part in a call that is still to come.
	function lacks_partner({ status, participants }) {
		return status === "Planned" && !participants?.some((row) => row.party === "Partner");
	}

	function show_standing(frm) {
		const standing = frm.doc.__onload?.standing;
		if (!standing) return;
		const esc = frappe.utils.escape_html;
		const alone = lacks_partner(frm.doc);
		const said = [
			alone &&
				__(
					"Nobody from the partner takes part. Add a participant, and give the partner a Management contact.",
				),
			standing.due_text && __("Owed by {0}.", [esc(standing.due_text)]),
			standing.late_text && `${esc(standing.late_text)}.`,
			standing.changed && __("Changed since people were invited: send the changes."),
		].filter(Boolean);
		if (!said.length) return;
		const colour = standing.late_text ? "red" : standing.changed || alone ? "orange" : "blue";
		frm.dashboard.set_headline_alert(said.join(" "), colour);
	}

	async function invite(frm) {
		if (frm.is_dirty()) await frm.save();
		call("invite", { call: frm.doc.name }).then((addresses) => {
			const list = frappe.utils.escape_html(addresses.join(", "));
			frappe.show_alert({ message: __("Invited: {0}.", [list]), indicator: "green" });
			frm.reload_doc();
		});
	}

	async function hold(frm) {
		if (frm.is_dirty()) await frm.save();
		sla_id.ask(
			[
				{
					fieldname: "minutes",
					fieldtype: "Text",
					label: __("Minutes", null, "SLA Conference Call"),
					reqd: 1,
					default: frm.doc.minutes,
				},
			],
			({ minutes }) => call("hold_call", { call: frm.doc.name, minutes }).then(() => frm.reload_doc()),
			__("The call was held"),
			__("Save"),
		);
	}

	async function cancel(frm) {
		if (frm.is_dirty()) await frm.save();
		sla_id.ask_text(
			__("Reason"),
			(reason) => call("cancel_call", { call: frm.doc.name, reason }).then(() => frm.reload_doc()),
			__("Cancel the call"),
			__("Cancel the call"),
		);
	}
})();
