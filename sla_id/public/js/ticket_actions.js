// What an agent does on a ticket's form: asks for an escalation, says that the impact is massive, records a workaround. SLA Ticket
// and the hosts' forms share it: hooks.py puts this file before theirs in doctype_js.

frappe.provide("sla_id.ticket_actions");

(() => {
	// "Escalate": what the agreement lets an agent ask for. "Massive impact": said once, with a reason.
	sla_id.ticket_actions.add_escalation = (frm, doctype, name, sla_ticket, done) => {
		if (!sla_id.is_agent()) return;
		const group = __("Escalation");
		frm.add_custom_button(__("Escalate"), () => ask_for_tier(sla_ticket, done), group);
		frm.add_custom_button(__("Massive impact"), () => declare_massive_impact(doctype, name, done), group);
	};

	// "Record workaround": asks what was done, then stops what the agreement says a workaround stops.
	sla_id.ticket_actions.add_workaround = (frm, doctype, name, done) => {
		if (!sla_id.is_agent()) return;
		frm.add_custom_button(__("Record workaround"), () => record_workaround(doctype, name, done));
	};

	function declare_massive_impact(doctype, name, done) {
		sla_id.ask_text(
			__("What does it mean for the partner's business?"),
			(reason) =>
				sla_id
					.call("sla_id.api.escalation_requests.declare_massive_impact", { doctype, name, reason })
					.then(done),
			__("Massive impact"),
			__("Save"),
		);
	}

	function record_workaround(doctype, name, done) {
		sla_id.ask_text(
			__("What lets the partner work again?"),
			(note) =>
				sla_id.call("sla_id.api.ticket.record_workaround", { doctype, name, note }).then((data) => {
					frappe.show_alert({ message: __("The workaround is recorded."), indicator: "green" });
					return done(data);
				}),
			__("Record workaround"),
			__("Save"),
		);
	}

	async function ask_for_tier(sla_ticket, done) {
		const tiers = await sla_id.call("sla_id.api.escalation_requests.possible", { sla_ticket });
		if (!tiers.length) {
			frappe.msgprint(
				__(
					"Nobody may ask for an escalation of this ticket under its agreement, or the agreement has ended.",
				),
			);
			return;
		}
		const fields = [
			{
				fieldname: "choice",
				fieldtype: "Select",
				label: __("Level and reason"),
				options: tiers.flatMap(choices_of),
				reqd: 1,
			},
			{ fieldname: "explanation", fieldtype: "Small Text", label: __("What has happened?"), reqd: 1 },
		];
		const send = ({ choice, explanation }) => {
			const [level, reason] = JSON.parse(choice);
			return sla_id
				.call("sla_id.api.escalation_requests.ask", { sla_ticket, level, reason, explanation })
				.then(done);
		};
		sla_id.ask(fields, send, __("Escalate"), __("Escalate"));
	}

	// One choice for each reason of a tier, or one for a tier without.
	function choices_of(tier) {
		const title = `${__("Level {0}", [tier.level])} · ${tier.title || tier.responsible}`;
		const reasons = tier.reasons.length ? tier.reasons : [{ code: "", label: "" }];
		return reasons.map((reason) => ({
			value: JSON.stringify([tier.level, reason.code]),
			label: [title, reason.label].filter(Boolean).join(": "),
		}));
	}
})();
