// SLA Exclusion Claim: its time, evidence and both figures, and the buttons that decide it. The record itself is written by the server.

const call = (method, args) => sla_id.call(`sla_id.api.exclusions.${method}`, args);

frappe.ui.form.on("SLA Exclusion Claim", {
	async refresh(frm) {
		frm.disable_save();
		frm.toggle_display(["status", "class_label"], false); // the overview says them in the reader's language
		sla_id.audit_timeline.draw(frm);
		const { name } = frm.doc;
		const shown = await call("describe", { claim: name });
		if (frm.doc.name !== name) return;
		draw(frm, shown);
		add_buttons(frm, shown);
	},
});

function add_buttons(frm, { may, ...shown }) {
	if (may.decide) {
		const title = __("Decide", null, "SLA Exclusion Claim");
		frm.add_custom_button(title, () => sla_id.exclusions.decide(frm, shown, "decide", title)).addClass(
			"btn-primary",
		);
	}
	if (may.answer) {
		const title = __("Answer the objection");
		frm.add_custom_button(title, () => sla_id.exclusions.decide(frm, shown, "answer", title)).addClass(
			"btn-primary",
		);
	}
	if (may.add) {
		const more = __("Add evidence");
		frm.add_custom_button(__("A text", null, "SLA Exclusion Claim"), () => add_text(frm), more);
		frm.add_custom_button(
			__("A file", null, "SLA Exclusion Claim"),
			() => sla_id.exclusions.attach(frm),
			more,
		);
	}
	if (may.withdraw) frm.add_custom_button(__("Withdraw", null, "SLA Exclusion Claim"), () => withdraw(frm));
}

function add_text(frm) {
	sla_id.ask_text(
		__("Evidence"),
		(text) => call("add_evidence", { claim: frm.doc.name, text }).then(() => frm.reload_doc()),
		__("Add evidence"),
		__("Add", null, "SLA Exclusion Claim"),
	);
}

function withdraw(frm) {
	sla_id.ask(
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			description: __("Nothing of it is excluded any more. This can't be undone."),
			reqd: 1,
		},
		({ reason }) => call("withdraw", { claim: frm.doc.name, reason }).then(() => frm.reload_doc()),
		__("Withdraw {0}", [frm.doc.name]),
		__("Withdraw", null, "SLA Exclusion Claim"),
	);
}

function draw(frm, shown) {
	const esc = sla_id.escape;
	const by = (who, at) => (at ? esc([who, at].filter(Boolean).join(", ")) : "");
	const rows = [
		[__("Status"), esc(shown.status)],
		[__("Claimed time"), esc(shown.time)],
		[__("Class of exclusion"), esc(shown.class)],
		[__("Services", null, "SLA Exclusion Claim"), esc(shown.services)],
		[__("Granted"), shown.granted.map(esc).join("<br>")],
		[__("Claimed", null, "SLA Exclusion Claim"), by(shown.claimed_by, shown.claimed) + late(frm, shown)],
		[__("Decide by"), frm.doc.status === "Open" && esc(shown.decide_by) + overdue(shown)],
		[__("Decided", null, "SLA Exclusion Claim"), by(shown.decided_by, shown.decided) + own(frm)],
		[__("Partner may object until"), esc(shown.object_until)],
		[__("Objected", null, "SLA Exclusion Claim"), by(shown.objected_by, shown.objected)],
		[__("Objection answered"), by(shown.objection_answered_by, shown.objection_answered)],
		[__("Outages at that time"), outages(shown.outages)],
		[__("Announced maintenance"), maintenance(shown)],
		[__("Evidence files"), files(shown.files)],
	];
	const html = rows
		.filter(([, value]) => value)
		.map(([label, value]) => `<tr><th>${esc(label)}</th><td>${value}</td></tr>`)
		.join("");
	const notes = [shown.may.why_not].filter(Boolean);
	frm.get_field("panel").$wrapper.html(
		`<div class="sla-table-wrap"><table class="sla-table"><tbody>${html}</tbody></table></div>
		${notes.map((text) => `<div class="alert alert-warning">${esc(text)}</div>`).join("")}
		${shown.figures.length ? `<h5 class="mt-4">${__("Both figures")}</h5>${sla_id.exclusions.figures(shown.figures, __("If all of it is granted"))}` : ""}`,
	);
}

const pill = (colour, text) => ` <span class="indicator-pill ${colour}">${sla_id.escape(text)}</span>`;
const overdue = (shown) => (shown.overdue ? pill("red", __("Overdue", null, "SLA Exclusion Claim")) : "");
const own = (frm) => (frm.doc.own_decision ? pill("orange", __("Decided by who claimed it")) : "");

function late(frm, shown) {
	if (!frm.doc.late) return "";
	return `${pill("orange", __("Claimed late"))} <span class="text-muted">${__("It could be claimed until {0}.", [sla_id.escape(shown.claim_until)])}</span>`;
}

function outages(rows) {
	const esc = sla_id.escape;
	return rows
		.map(
			(row) =>
				`<div>${sla_id.link("SLA Outage", row.name)} ${esc(row.title)} · <span class="text-muted">${esc(row.time)}</span>${row.claimed ? "" : pill("orange", __("not named by the claim"))}</div>`,
		)
		.join("");
}

function maintenance(shown) {
	if (!shown.maintenance) return "";
	return __("{0} of the claimed time is excluded already. It isn't taken out twice.", [
		sla_id.escape(shown.maintenance),
	]);
}

const files = (rows) =>
	rows.map((row) => `<a href="${encodeURI(row.url)}">${sla_id.escape(row.name)}</a>`).join("<br>");
