// SLA Calendar and SLA Holiday List: which due times of open tickets a change would move, before it is saved.

(() => {
	const esc = sla_id.escape;
	const ask = (frm) =>
		frappe
			.call({
				method: "sla_id.api.calendar.say_moves",
				args: { doc: frm.doc },
				freeze: true,
				freeze_message: __("Looking at the open tickets…"),
			})
			.then(({ message }) => message);

	const events = {
		refresh(frm) {
			if (!frappe.model.can_write(frm.doctype)) return;
			frm.add_custom_button(__("What would move"), () => ask(frm).then((answer) => show(frm, answer)));
		},

		// what is wrong with the document, saving it says
		before_save(frm) {
			// nothing is counted on a calendar that isn't there yet
			if (frm.is_new() && frm.doctype === "SLA Calendar") return;
			return ask(frm).then(
				(answer) => (answer.count || !is_whole(answer)) && confirm_moves(frm, answer),
				() => undefined,
			);
		},
	};
	frappe.ui.form.on("SLA Calendar", events);
	frappe.ui.form.on("SLA Holiday List", events);

	function is_whole({ looked_at, open }) {
		return looked_at >= open;
	}

	function show(frm, answer) {
		open_dialog(frm, answer, { title: __("What would move") });
	}

	// Resolved when the dialog is gone; saving goes on only where the button was pressed.
	function confirm_moves(frm, answer) {
		return new Promise((resolve) => {
			let agreed = false;
			const dialog = open_dialog(frm, answer, {
				title: __("Due times move"),
				primary_action_label: __("Save and move them", null, "SLA Calendar"),
				primary_action() {
					agreed = true;
					dialog.hide();
				},
				secondary_action_label: __("Don't save"),
				secondary_action: () => dialog.hide(),
			});
			dialog.on_hide = () => {
				if (!agreed) frappe.validated = false;
				resolve();
			};
		});
	}

	function open_dialog(frm, answer, options) {
		const fields = [{ fieldtype: "HTML", fieldname: "moves" }];
		const dialog = new frappe.ui.Dialog({ size: "large", fields, ...options });
		const none = `<p>${__("No open ticket's due time moves.")}</p>`;
		const html = answer.count ? moves_html(answer) : is_whole(answer) ? none : "";
		dialog
			.get_field("moves")
			.$wrapper.html(html + looked_at_html(answer))
			.addClass("sla-dialog");
		if (!is_whole(answer)) dialog.add_custom_action(__("Count them all"), () => count_all(frm, dialog));
		dialog.show();
		return dialog;
	}

	function count_all(frm, dialog) {
		sla_id
			.call("sla_id.api.calendar.count_all_moves", { doc: frm.doc })
			.then(() =>
				frappe.show_alert(
					__("All open tickets are being compared. The bell will tell you what would move."),
				),
			);
		dialog.hide();
	}

	function moves_html(answer) {
		const { moves, count, late } = answer;
		const many = is_whole(answer) ? count : __("at least {0}", [count]);
		const heads = [__("Ticket"), __("Clock"), __("Due now, and due then")];
		return `
			<p>${__("Due times of open tickets that would move: {0}.", [many])} ${late ? __("Late at once because of this: {0}.", [late]) : ""}</p>
			<div class="sla-table-wrap"><table class="sla-table">
				<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
				<tbody>${moves.map(row_html).join("")}</tbody>
			</table></div>
			${count > moves.length ? `<p class="text-muted">${__("The {0} most urgent are shown.", [moves.length])}</p>` : ""}`;
	}

	function row_html({ sla_ticket, ticket, subject, partner, clock, before, after, late }) {
		const url = frappe.utils.get_form_link("SLA Ticket", sla_ticket);
		return `<tr>
			<td>
				<a href="${url}" target="_blank">${esc(ticket)}</a> ${esc(subject)}
				<div class="sla-source">${esc(partner)}</div>
			</td>
			<td>${esc(sla_id.words.say_clock(clock))}</td>
			<td>
				<div class="sla-source">${esc(before)}</div>
				→ ${esc(after)} ${late ? `<span class="indicator-pill red">${__("late then")}</span>` : ""}
			</td>
		</tr>`;
	}

	function looked_at_html(answer) {
		if (is_whole(answer)) return "";
		const said = __("{0} of {1} open tickets could be looked at while you wait. More may move.", [
			answer.looked_at,
			answer.open,
		]);
		return `<p class="text-muted">${said}</p>`;
	}
})();
