// SLA Action Plan: sent to the partner in revisions; what is edited afterwards is the provider's own until it is sent.

(() => {
	const call = (method, args) => sla_id.call(`sla_id.api.escalation_work.${method}`, args);

	frappe.ui.form.on("SLA Action Plan", {
		refresh(frm) {
			if (frm.is_new()) return;
			const { status, revision, sla_ticket } = frm.doc;
			if (revision && frm.doc.__onload?.changed && status !== "Withdrawn") {
				frm.dashboard.set_headline_alert(
					__("Changed since revision {0}. The partner will see the change once you send it.", [
						cint(revision),
					]),
					"orange",
				);
			}
			frm.add_custom_button(__("SLA Ticket"), () => frappe.set_route("Form", "SLA Ticket", sla_ticket));
			if (status === "Withdrawn" || !frappe.model.can_write("SLA Action Plan")) return;
			const label = revision
				? __("Send revision {0}", [cint(revision) + 1])
				: __("Send to the partner");
			frm.add_custom_button(label, () => send(frm)).addClass("btn-primary");
			if (revision) frm.add_custom_button(__("Withdraw"), () => withdraw(frm));
		},
	});

	async function send(frm) {
		if (frm.is_dirty()) await frm.save();
		frappe.confirm(
			__(
				"Send this plan? The partner can then read it on the ticket's page, and the technical contacts are told.",
			),
			() =>
				call("send_plan", { plan: frm.doc.name }).then((addresses) => {
					if (addresses.length) {
						const list = frappe.utils.escape_html(addresses.join(", "));
						frappe.show_alert({ message: __("Sent to {0}.", [list]), indicator: "green" });
					} else {
						frappe.msgprint(
							__(
								"The plan is on the ticket's page, but nobody was told: the partner has no technical contact with an address, or the site sends no e-mail.",
							),
						);
					}
					frm.reload_doc();
				}),
		);
	}

	function withdraw(frm) {
		sla_id.ask_text(
			__("Reason"),
			(reason) => call("withdraw_plan", { plan: frm.doc.name, reason }).then(() => frm.reload_doc()),
			__("Withdraw this plan"),
			__("Withdraw"),
		);
	}
})();
