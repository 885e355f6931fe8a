// SLA Monitor Source: where its sender sends to, its token, and what waits for somebody.

frappe.ui.form.on("SLA Monitor Source", {
	refresh(frm) {
		frm.get_field("panel").$wrapper.empty();
		if (frm.is_new()) return;
		draw_panel(frm);
		frm.add_custom_button(__("Targets"), () => open_list("SLA Monitor Target", frm));
		if (frm.doc.kind === "Own Check") return;
		frm.add_custom_button(__("Messages"), () => open_list("SLA Monitor Message", frm));
		const token = __("Token");
		frm.add_custom_button(__("New token"), () => new_token(frm), token);
		if (frm.doc.token_hint) frm.add_custom_button(__("Remove it"), () => remove_token(frm), token);
		if (frm.doc.incomplete) frm.add_custom_button(__("It is complete again"), () => complete(frm));
	},
});

const ask_monitors = (method, args) => sla_id.call(`sla_id.api.monitors.${method}`, args);

const open_list = (doctype, frm) => frappe.set_route("List", doctype, { source: frm.doc.name });

async function draw_panel(frm) {
	const { name } = frm.doc;
	const said = await ask_monitors("panel", { source: name });
	if (frm.doc.name !== name) return;
	const parts = frm.doc.kind === "Own Check" ? [] : [sending(said)];
	parts.push(
		listed(__("Waiting for a service"), said.waiting, said.waiting_count, (row) =>
			sla_id.link("SLA Monitor Target", row.name, row.title),
		),
		listed(
			__("Failed"),
			said.failed,
			said.failed_count,
			(row) =>
				`${sla_id.link("SLA Monitor Message", row.name, row.says || row.name)}: ${sla_id.escape(row.problem)}`,
		),
		listed(
			__("Down", null, "SLA Monitor"),
			said.down,
			said.down.length,
			(row) =>
				sla_id.link("SLA Monitor Target", row.name, row.title) +
				(row.service ? ` (${sla_id.escape(row.service)})` : ""),
		),
	);
	frm.get_field("panel").$wrapper.html(`<div class="sla-monitor">${parts.join("")}</div>`);
}

function sending(said) {
	const rows = [
		[__("Send to"), `<code>${sla_id.escape(said.address)}</code>`],
		[__("Header"), `<code>${sla_id.escape(said.header)}: …</code>`],
		[__("Last heard"), sla_id.escape(say_when(said.last_heard) || __("never", null, "SLA Monitor"))],
		said.silent_since && [__("Silent since"), sla_id.escape(say_when(said.silent_since))],
	];
	const hint = said.has_token
		? ""
		: `<p class="text-muted">${__("It has no token yet: make one, and give it to the sender.")}</p>`;
	return `${hint}<div class="sla-table-wrap"><table class="sla-table"><tbody>${rows
		.filter(Boolean)
		.map(([label, html]) => `<tr><th>${sla_id.escape(label)}</th><td>${html}</td></tr>`)
		.join("")}</tbody></table></div>`;
}

const say_when = (iso) => iso && sla_id.words.say_instant(iso, sla_id.words.reader_zone() || "UTC");

function listed(title, rows, count, line) {
	if (!rows.length) return "";
	const more =
		count > rows.length
			? `<li class="text-muted">${__("… and {0} more", [count - rows.length])}</li>`
			: "";
	return `<h5 class="mt-3">${sla_id.escape(title)} (${count})</h5><ul>${rows
		.map((row) => `<li>${line(row)}</li>`)
		.join("")}${more}</ul>`;
}

function new_token(frm) {
	const make = () =>
		ask_monitors("new_token", { source: frm.doc.name }).then(({ token }) => {
			sla_id.show_token(token);
			frm.reload_doc();
		});
	if (!frm.doc.token_hint) return make();
	return frappe.confirm(__("The token in use stops working at once. Continue?"), make);
}

function remove_token(frm) {
	frappe.confirm(__("Nothing will come in until there is a new token. Continue?"), () =>
		ask_monitors("remove_token", { source: frm.doc.name }).then(() => frm.reload_doc()),
	);
}

function complete(frm) {
	ask_monitors("complete_again", { source: frm.doc.name }).then(() => frm.reload_doc());
}
