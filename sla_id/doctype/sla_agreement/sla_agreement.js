// SLA Agreement: what it promises as a table, whether it is in force, and the way to its tickets.

const OPEN_STATES = ["Waiting", "On Track", "At Risk", "Breached", "Paused", "No Target", "Problem"];
const CLOCKS = ["response", "next_update", "workaround", "resolution", "permanent_fix", "fulfilment", "ola"];

frappe.ui.form.on("SLA Agreement", {
	refresh(frm) {
		draw_targets(frm);
		if (frm.is_new()) return;
		warn_of_review(frm);
		frm.add_custom_button(__("Open tickets"), () =>
			frappe.set_route("List", "SLA Ticket", { agreement: frm.doc.name, state: ["in", OPEN_STATES] })
		);
	},
});

// An overdue review is a warning: the agreement stays in force until it is replaced (X19).
function warn_of_review(frm) {
	const { docstatus, next_review, effective_to } = frm.doc;
	const today = frappe.datetime.get_today();
	if (docstatus !== 1) return;
	if (effective_to && effective_to < today) {
		frm.dashboard.set_headline_alert(
			__("This version ended on {0}.", [frappe.datetime.str_to_user(effective_to)]),
			"blue"
		);
	} else if (next_review && next_review < today) {
		frm.dashboard.set_headline_alert(
			__("The review was due on {0}. The agreement stays in force.", [
				frappe.datetime.str_to_user(next_review),
			]),
			"orange"
		);
	}
}

function draw_targets(frm) {
	frm.dashboard.parent.find(".sla-agreement-section").remove();
	const targets = frm.doc.targets || [];
	if (!targets.length) return;
	const general = targets.filter((row) => !row.service && !row.channel && !row.team && !row.kind && !row.stage);
	const special = targets.filter((row) => !general.includes(row));
	const html = `<div class="sla-panel">
		${general.length ? by_priority(frm, general) : ""}
		${special.length ? by_condition(special, !general.length) : ""}
	</div>`;
	frm.dashboard.add_section(html, __("What is promised"), "custom sla-agreement-section");
	frm.dashboard.show();
}

function by_priority(frm, targets) {
	const clocks = CLOCKS.filter((clock) => targets.some((row) => row.clock === clock));
	const named = (frm.doc.priorities || []).map((row) => row.priority);
	const priorities = [...new Set([...named, ...targets.map((row) => row.priority || "")])].filter(
		(priority) => targets.some((row) => (row.priority || "") === priority)
	);
	const rows = priorities.map((priority) => {
		const cells = clocks.map((clock) => {
			const row = targets.find((row) => row.clock === clock && (row.priority || "") === priority);
			return `<td>${row ? say_target(row) : "–"}</td>`;
		});
		return `<tr><th scope="row">${say_priority(frm, priority)}</th>${cells.join("")}</tr>`;
	});
	return table([__("Priority"), ...clocks.map(say_clock)], rows);
}

function by_condition(targets, open) {
	const esc = frappe.utils.escape_html;
	const rows = targets.map((row) => {
		const conditions = [
			row.priority,
			row.service,
			row.channel,
			row.kind && __(row.kind),
			row.stage && __(row.stage),
			row.team,
		];
		const when = conditions.filter(Boolean).map((text) => esc(text));
		return `<tr><th scope="row">${say_clock(row.clock)}</th><td>${when.join(" · ")}</td><td>${say_target(row)}</td></tr>`;
	});
	return `<details ${open && rows.length <= 15 ? "open" : ""}>
		<summary>${__("Targets for a service, channel, stage or team ({0})", [rows.length])}</summary>
		${table([__("Clock"), __("When"), __("Target", null, "SLA Agreement Target")], rows)}
	</details>`;
}

function say_target(row) {
	const esc = frappe.utils.escape_html;
	const notes = [row.calendar, row.assumed ? __("assumed") : "", row.source ? `§ ${row.source}` : ""];
	const told = notes.filter(Boolean).map((text) => esc(text));
	return `<strong>${esc(say_length(row.target))}</strong>${told.length ? `<br><span class="sla-source">${told.join(" · ")}</span>` : ""}`;
}

// "4 h", "3 days" and the words that stand for no length, in the reader's language.
function say_length(target) {
	const words = {
		none: __("no target"),
		immediate: __("at once"),
		"next release": __("next release"),
		"by estimate": __("by estimate"),
	};
	const units = {
		day: (count) => (count === "1" ? __("1 day") : __("{0} days", [count])),
		h: (count) => __("{0} h", [count]),
		min: (count) => __("{0} min", [count]),
	};
	return words[target] || target.replace(/(\d+) (day|h|min)s?\b/, (_, count, unit) => units[unit](count));
}

function say_priority(frm, priority) {
	const row = (frm.doc.priorities || []).find((row) => row.priority === priority);
	const indonesian = (frappe.boot.lang || "en").startsWith("id");
	const label = row && (indonesian ? row.label : row.label_en || row.label);
	return frappe.utils.escape_html(label ? `${priority} · ${label}` : priority || __("Any", null, "SLA Agreement"));
}

function say_clock(clock) {
	return {
		response: __("Response", null, "SLA Ticket"),
		next_update: __("Next update"),
		workaround: __("Workaround"),
		resolution: __("Resolution", null, "SLA Ticket"),
		permanent_fix: __("Permanent fix"),
		fulfilment: __("Fulfilment"),
		ola: __("OLA"),
	}[clock];
}

function table(heads, rows) {
	return `<div class="sla-table-wrap"><table class="sla-table">
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody>
	</table></div>`;
}
