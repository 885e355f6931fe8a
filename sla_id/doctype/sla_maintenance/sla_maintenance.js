// SLA Maintenance: its plan, whom it concerns and what each was told; announcing, changing, starting, ending, cancelling.

const call = (method, args) => sla_id.call(`sla_id.api.maintenance.${method}`, args);

frappe.ui.form.on("SLA Maintenance", {
	async refresh(frm) {
		frm.disable_save();
		frm.toggle_display("planned_text", false); // the overview says it in full
		sla_id.audit_timeline.draw(frm);
		const name = frm.doc.name;
		const shown = await call("describe", { maintenance: name });
		if (frm.doc.name !== name) return;
		draw(frm, shown);
		add_buttons(frm, shown);
	},
});

function add_buttons(frm, shown) {
	if (!sla_id.maintenance.may()) return;
	const { state } = frm.doc;
	const ahead = ["Planned", "Announced"].includes(state);
	const under_way = ["Started", "Overrun"].includes(state);
	const add = (label, act, primary) => {
		const button = frm.add_custom_button(label, act);
		if (primary) button.addClass("btn-primary");
	};
	if (state === "Planned") add(__("Announce", null, "SLA Maintenance"), () => announce(frm, shown), true);
	if (under_way) add(__("End", null, "SLA Maintenance"), () => end(frm), true);
	if (ahead) add(__("Start", null, "SLA Maintenance"), () => start(frm), state === "Announced");
	if (ahead || under_way) add(__("Change the plan"), () => change(frm, shown));
	if (ahead) add(__("Cancel it"), () => cancel(frm));
}

async function announce(frm, shown) {
	const names = shown.partners.map((row) => row.partner_name).join(", ");
	const text = [__("These partners will be told: {0}.", [names || "–"]), shown.late, ...shown.warnings]
		.filter(Boolean)
		.map((line) => `<p>${sla_id.escape(line)}</p>`)
		.join("");
	frappe.confirm(text, async () => {
		await call("announce", {
			maintenance: frm.doc.name,
			late_is_known: shown.late ? 1 : 0,
		});
		frm.reload_doc();
	});
}

function change(frm, shown) {
	sla_id.maintenance.plan({
		name: frm.doc.name,
		values: shown.values,
		announced: frm.doc.state !== "Planned",
		done: () => frm.reload_doc(),
	});
}

function start(frm) {
	const unannounced = frm.doc.state === "Planned";
	const hint = unannounced
		? __("It wasn't announced, so all of it counts as downtime. The partners are told now.")
		: "";
	ask(frm, "start", __("Start", null, "SLA Maintenance"), hint, unannounced);
}

function end(frm) {
	const overrun = frm.doc.state === "Overrun";
	ask(
		frm,
		"end",
		__("End", null, "SLA Maintenance"),
		overrun ? __("It took longer than planned.") : "",
		overrun,
	);
}

function cancel(frm) {
	sla_id.ask_text(
		__("Reason"),
		(reason) => call("cancel", { maintenance: frm.doc.name, reason }).then(() => frm.reload_doc()),
		__("Cancel it"),
		__("Cancel it"),
	);
}

// When it happened, and why, where a reason is due.
function ask(frm, method, title, hint, needs_reason) {
	sla_id.ask(
		[
			{
				fieldname: "at",
				fieldtype: "Datetime",
				label: __("At", null, "SLA Maintenance"),
				default: frappe.datetime.now_datetime(),
				description: hint,
				reqd: 1,
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: needs_reason ? 1 : 0 },
		],
		({ at, reason }) =>
			call(method, { maintenance: frm.doc.name, at, reason: reason || "" }).then(() =>
				frm.reload_doc(),
			),
		title,
		title,
	);
}

function draw(frm, shown) {
	const esc = sla_id.escape;
	const lines = [
		[__("Planned for"), shown.planned],
		[__("Your time"), shown.planned_own === shown.planned ? "" : shown.planned_own],
		[__("Started", null, "SLA Maintenance"), shown.started],
		[__("Ended", null, "SLA Maintenance"), shown.ended],
		[__("Services", null, "SLA Maintenance"), shown.services],
	].filter(([, value]) => value);
	const notes = [shown.late, ...shown.warnings].filter(Boolean);
	frm.get_field("panel").$wrapper.html(`
		<dl class="sla-plan-lines">${lines.map(([label, value]) => `<dt>${label}</dt><dd>${esc(value)}</dd>`).join("")}</dl>
		${notes.map((text) => `<div class="alert alert-warning">${esc(text)}</div>`).join("")}
		<h5 class="mt-4">${__("Whom it concerns")}</h5>${partners(shown.partners)}
		${shown.told.length ? `<h5 class="mt-4">${__("What they were told")}</h5>${told(shown.told)}` : ""}`);
}

function partners(rows) {
	if (!rows.length)
		return `<p class="text-muted">${__("No agreement in force at the planned time covers these services.")}</p>`;
	const esc = sla_id.escape;
	const body = rows.map(
		(row) => `<tr>
			<td>${sla_id.link("SLA Partner", row.partner, row.partner_name)}</td>
			<td>${sla_id.link("SLA Agreement", row.agreement)}</td>
			<td>${esc(row.services)}</td>
			<td>${esc(row.notice || __("None named"))}${row.latest ? `<div class="text-muted">${__("By {0}", [esc(row.latest)], "SLA Maintenance")}</div>` : ""}</td>
			<td>${esc(row.recipients.join(", ") || __("No contact"))}</td>
			<td>${
				row.counts === undefined
					? row.excludes
						? __("If announced in time")
						: __("No", null, "SLA Maintenance")
					: __("{0}; {1} counts", [esc(row.excluded), esc(row.counts)])
			}</td>
		</tr>`,
	);
	const heads = [
		__("Partner"),
		__("Agreement"),
		__("Services", null, "SLA Maintenance"),
		__("Notice"),
		__("Contacts"),
		__("Doesn't count as downtime"),
	];
	return table(heads, body);
}

function told(rows) {
	const esc = sla_id.escape;
	const late = `<span class="indicator-pill orange">${__("Late")}</span>`;
	const in_time = `<span class="indicator-pill green">${__("In time")}</span>`;
	const body = rows.map(
		(row) => `<tr>
			<td>${esc(row.partner)}</td>
			<td>${esc(row.kind)}</td>
			<td>${row.at ? esc(row.at) : `<span class="text-danger">${esc(row.why_not)}</span>`}</td>
			<td>${row.is_plan && row.at ? (row.in_time ? in_time : late) : ""}</td>
			<td>${esc(row.recipients.join(", "))}</td>
		</tr>`,
	);
	return table([__("Partner"), __("What"), __("Told"), "", __("Told to")], body);
}

function table(heads, body) {
	return `<div class="sla-table-wrap"><table class="sla-table"><thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
		<tbody>${body.join("")}</tbody></table></div>`;
}
