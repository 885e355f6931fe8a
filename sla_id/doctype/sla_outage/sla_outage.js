// SLA Outage: since when, for whom, its trail, and the buttons that change it. The record itself is written by the server alone.

const { is_manager, may_report, say_length } = sla_id.outages;
const call = (method, args) => sla_id.call(`sla_id.api.outages.${method}`, args);

frappe.ui.form.on("SLA Outage", {
	refresh(frm) {
		frm.disable_save();
		draw(frm);
		sla_id.audit_timeline.draw(frm);
		const { status } = frm.doc;
		if (status === "Open" && may_report()) {
			frm.add_custom_button(__("Still lasts"), () => confirm_lasting(frm));
			frm.add_custom_button(__("End", null, "SLA Outage"), () => end(frm)).addClass("btn-primary");
		}
		if (["Open", "Ended"].includes(status) && sla_id.exclusions.may_claim()) {
			frm.add_custom_button(__("Claim an exclusion"), () => sla_id.exclusions.claim(frm.doc.name));
		}
		if (!is_manager() || !["Open", "Ended"].includes(status)) return;
		const more = __("Correct", null, "SLA Outage");
		frm.add_custom_button(
			__("What it says"),
			() => sla_id.outages.correct(frm.doc, () => frm.reload_doc()),
			more,
		);
		frm.add_custom_button(__("Merge others into it"), () => merge(frm), more);
		frm.add_custom_button(__("Withdraw", null, "SLA Outage"), () => withdraw(frm), more);
	},
});

async function draw(frm) {
	const { name, status } = frm.doc;
	const said = await call("describe", { outage: name });
	if (frm.doc.name !== name) return;
	const esc = sla_id.escape;
	const length = say_length(said.seconds);
	const rows = [
		[__("Started at"), esc(said.started)],
		[__("Ended at"), said.ended ? esc(said.ended) : esc(__("still open"))],
		[status === "Open" ? __("So far", null, "SLA Outage") : __("Lasted"), esc(length)],
		status === "Open" && [__("Last confirmed"), esc(said.confirmed)],
		[__("Services", null, "SLA Outage"), esc(frm.doc.services.map(say_service).join(", "))],
		[__("Impact"), `${esc(frm.doc.impact_percent)} %`],
		[__("Touches"), touched(said.touched)],
		frm.doc.tickets.length && [__("Tickets"), frm.doc.tickets.map(ticket_link).join(", ")],
		frm.doc.major_incident && [
			__("Major incident"),
			sla_id.link("SLA Major Incident", frm.doc.major_incident),
		],
		frm.doc.merged_into && [__("Merged into"), sla_id.link("SLA Outage", frm.doc.merged_into)],
		said.took_in.length && [
			__("Took in"),
			said.took_in.map((row) => sla_id.link("SLA Outage", row.name)).join(", "),
		],
	];
	frm.get_field("panel").$wrapper.html(
		`<div class="sla-table-wrap"><table class="sla-table"><tbody>${rows
			.filter(Boolean)
			.map(([label, html]) => `<tr><th>${esc(label)}</th><td>${html}</td></tr>`)
			.join("")}</tbody></table></div>`,
	);
}

const say_service = ({ service, component }) => (component ? `${service} (${component})` : service);

const ticket_link = (row) =>
	sla_id.link(row.ticket_doctype, row.ticket, `${row.ticket_doctype} ${row.ticket}`);

function touched(partners) {
	if (!partners.length) return `<span class="text-muted">${__("no partner's agreement")}</span>`;
	return partners
		.map(
			(row) =>
				`<div>${sla_id.link("SLA Partner", row.partner, row.partner_name)}: ${sla_id.escape(row.services.join(", "))}</div>`,
		)
		.join("");
}

function confirm_lasting(frm) {
	sla_id.ask(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("How is that known?") },
		({ reason }) =>
			call("confirm", { outage: frm.doc.name, reason: reason || "" }).then(() => frm.reload_doc()),
		__("It still lasts"),
		__("Confirm", null, "SLA Outage"),
	);
}

function end(frm) {
	sla_id.ask(
		[
			{
				fieldname: "at",
				fieldtype: "Datetime",
				label: __("Ended at"),
				reqd: 1,
				default: frappe.datetime.now_datetime(),
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("What ended it?") },
		],
		({ at, reason }) =>
			call("end", { outage: frm.doc.name, at, reason: reason || "" }).then(() => frm.reload_doc()),
		__("End {0}", [frm.doc.name]),
		__("End", null, "SLA Outage"),
	);
}

function merge(frm) {
	const others = () =>
		frappe.db
			.get_list("SLA Outage", {
				filters: { name: ["!=", frm.doc.name], status: ["in", ["Open", "Ended"]] },
				fields: ["name", "title", "started_utc"],
				order_by: "started_utc desc",
				limit: 50,
			})
			.then((rows) =>
				rows.map((row) => ({
					value: row.name,
					description: `${row.title} · ${sla_id.outages.in_site_zone(row.started_utc).slice(0, 16)}`,
				})),
			);
	sla_id.ask(
		[
			{
				fieldname: "others",
				fieldtype: "MultiSelectList",
				label: __("Outages"),
				description: __(
					"{0} will last from the first start to the last end and name the services and tickets of all.",
					[frm.doc.name],
				),
				get_data: others,
				reqd: 1,
			},
			sla_id.outages.reason_field(),
		],
		({ others: chosen, reason }) =>
			call("merge", { outage: frm.doc.name, others: JSON.stringify(chosen), reason }).then(() =>
				frm.reload_doc(),
			),
		__("Merge others into {0}", [frm.doc.name]),
		__("Merge", null, "SLA Outage"),
	);
}

function withdraw(frm) {
	sla_id.ask(
		{
			...sla_id.outages.reason_field(),
			description: __("It stays on record and no longer counts. This can't be undone."),
		},
		({ reason }) => call("withdraw", { outage: frm.doc.name, reason }).then(() => frm.reload_doc()),
		__("Withdraw {0}", [frm.doc.name]),
		__("Withdraw", null, "SLA Outage"),
	);
}
