// SLA Agreement: what it promises as a table, whether it is in force, and the way to its tickets.

const OPEN_STATES = ["Waiting", "On Track", "At Risk", "Breached", "Paused", "No Target", "Problem"];

frappe.ui.form.on("SLA Agreement", {
	refresh(frm) {
		draw_targets(frm);
		if (frm.is_new()) return;
		warn_of_review(frm);
		show_standing(frm);
		frm.add_custom_button(__("Read it as a document"), () => show_document(frm), __("Agreement"));
		frm.add_custom_button(__("Open tickets"), () =>
			frappe.set_route("List", "SLA Ticket", { agreement: frm.doc.name, state: ["in", OPEN_STATES] }),
		);
	},
});

const MANAGERS = ["SLA Manager", "System Manager"];
const call = (method, args) => sla_id.call(`sla_id.api.agreement.${method}`, args);

// Where it stands: who has approved, who is awaited, and what the reader may do next.
async function show_standing(frm) {
	const state = await call("get_state", { agreement: frm.doc.name });
	const esc = frappe.utils.escape_html;
	const rows = state.approvals.map(
		(row) => `<li><strong>${esc(__(row.party, null, "SLA Agreement"))}</strong>:
			${esc(__(row.decision, null, "SLA Agreement"))} · ${esc(row.signatory || "")} · ${esc(row.at_text || "")}
			· ${esc(__(row.through, null, "SLA Agreement Approval"))}${row.comment ? ` · ${esc(row.comment)}` : ""}
			${row.content_hash === frm.doc.content_hash ? "" : `<span class="sla-source">(${__("for an earlier text")})</span>`}</li>`,
	);
	const awaited = state.waiting.map((seat) => `<li>${__("Awaited: {0}", [esc(seat)])}</li>`);
	if (rows.length || awaited.length) {
		frm.dashboard.parent.find(".sla-standing-section").remove();
		frm.dashboard.add_section(
			`<ul>${rows.join("")}${awaited.join("")}</ul>`,
			__("Approvals"),
			"custom sla-standing-section",
		);
		frm.dashboard.show();
	}
	if (state.unaltered === false) {
		frm.dashboard.set_headline_alert(
			__("This record differs from what was approved. Compare it with the signed document."),
			"red",
		);
	}
	if (state.may_decide) add_decisions(frm, state);
	if (frappe.user.has_role(MANAGERS)) add_management(frm, state);
}

function add_decisions(frm, state) {
	const decide = (decision, comment) =>
		call("decide", {
			agreement: frm.doc.name,
			decision,
			content_hash: state.content_hash,
			comment: comment || "",
		}).then(() => frm.reload_doc());
	frm.add_custom_button(
		__("Approve", null, "SLA Agreement"),
		() => frappe.confirm(__("Approve exactly this text for your side?"), () => decide("Approved")),
		__("Decide"),
	);
	frm.add_custom_button(
		__("Return for changes"),
		() =>
			sla_id.ask_text(
				__("What should be changed"),
				(comment) => decide("Returned", comment),
				__("Return for changes"),
				__("Return for changes"),
			),
		__("Decide"),
	);
}

function add_management(frm, state) {
	const { docstatus, name } = frm.doc;
	const group = __("Agreement");
	const act = (method, args) => call(method, { agreement: name, ...args }).then(() => frm.reload_doc());
	if (docstatus === 0 && frm.doc.status === "Draft" && !frm.is_dirty()) {
		frm.add_custom_button(__("Propose to both parties"), () => propose(frm, act));
	}
	if (state.current_version || docstatus === 1) {
		frm.add_custom_button(__("Compare versions"), () => show_changes(frm), group);
	}
	frm.add_custom_button(__("Check for contradictions"), () => show_findings(frm), group);
	frm.add_custom_button(__("OLA fit"), () => show_fit(frm), group);
	frm.add_custom_button(
		__("Export as file"),
		() => open_url_post("/api/method/sla_id.api.agreement.export_file", { agreement: name }),
		group,
	);
	frm.add_custom_button(
		__("Download the signed text"),
		() => open_url_post("/api/method/sla_id.api.agreement.export_signed_text", { agreement: name }),
		group,
	);
	if (docstatus !== 1) return;
	frm.add_custom_button(__("New version"), () => draft_next(frm), group);
	if (!frm.doc.announced_on) {
		frm.add_custom_button(__("Announce"), () => act("announce"), group);
	}
	frm.add_custom_button(__("End early"), () => end_early(act), group);
}

async function propose(frm, act) {
	const findings = await call("check", { agreement: frm.doc.name });
	const errors = findings.filter((finding) => finding.severity === "error").length;
	const question = errors
		? __("The check found {0} contradictions. Propose it anyway?", [errors])
		: __("Propose this text to both parties? Any later change will need their approval again.");
	frappe.confirm(question, () => act("propose"));
}

function draft_next(frm) {
	sla_id.ask(
		[
			{ fieldname: "version", fieldtype: "Data", label: __("Version"), reqd: 1 },
			{ fieldname: "effective_from", fieldtype: "Date", label: __("In force from"), reqd: 1 },
			{ fieldname: "description", fieldtype: "Small Text", label: __("What changes"), reqd: 1 },
		],
		(values) =>
			call("new_version", { agreement: frm.doc.name, ...values }).then((name) =>
				frappe.set_route("Form", "SLA Agreement", name),
			),
		__("New version"),
		__("Make a draft"),
	);
}

function end_early(act) {
	sla_id.ask(
		[
			{ fieldname: "last_day", fieldtype: "Date", label: __("Last day"), reqd: 1 },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		(values) => act("end", values),
		__("End early"),
		__("End early"),
	);
}

function dialog(title, html) {
	const shown = new frappe.ui.Dialog({ title, size: "extra-large" });
	shown.$body.html(`<div class="sla-dialog">${html}</div>`);
	shown.show();
}

async function show_document(frm) {
	dialog(frm.doc.title, await call("show_document", { agreement: frm.doc.name }));
}

async function show_changes(frm) {
	const changes = await call("compare_versions", { agreement: frm.doc.name });
	if (!changes.before) return frappe.msgprint(__("There is no other version to compare it with."));
	dialog(
		__("{0} against {1}", [frm.doc.name, changes.before]),
		changes.count ? changes.html : `<p>${__("The two versions are the same.")}</p>`,
	);
}

async function show_findings(frm) {
	const findings = await call("check", { agreement: frm.doc.name });
	const esc = frappe.utils.escape_html;
	const colours = { error: "red", warning: "orange", note: "blue" };
	const labels = { error: __("Error"), warning: __("Warning"), note: __("Note") };
	const rows = findings.map(
		(
			finding,
		) => `<li class="sla-finding"><span class="indicator-pill ${colours[finding.severity]}">${labels[finding.severity]}</span>
			${esc(finding.message)} <em>${esc(finding.advice)}</em>
			<span class="sla-source">${esc(finding.path)}${finding.sentence ? ` · „${esc(finding.sentence)}“` : ""}</span></li>`,
	);
	dialog(
		__("Contradictions and gaps"),
		rows.length ? `<ul class="sla-findings">${rows.join("")}</ul>` : `<p>${__("Nothing was found.")}</p>`,
	);
}

async function show_fit(frm) {
	const fit = await sla_id.call("sla_id.api.service_level_management.ola_fit", { agreement: frm.doc.name });
	const esc = frappe.utils.escape_html;
	const colours = { always: "green", sometimes: "orange", never: "red" };
	const rows = fit.promises.map(
		(
			row,
		) => `<li class="sla-finding"><span class="indicator-pill ${colours[row.verdict]}">${esc(row.result)}</span>
			<strong>${esc(row.promise)}</strong> ${esc(row.teams || "")}
			${row.when ? `<p>${esc(row.when)}</p>` : ""}
			${row.worst ? `<pre class="sla-receipt" tabindex="0">${esc(row.worst)}</pre>` : ""}
			${row.gaps ? `<p class="sla-source">${__("Without an OLA")}: ${esc(row.gaps)}</p>` : ""}</li>`,
	);
	const left = fit.left_out.map((text) => `<li class="sla-source">${esc(text)}</li>`);
	dialog(
		__("Do the teams' targets fit?"),
		`${rows.length ? `<ul class="sla-findings">${rows.join("")}</ul>` : `<p>${__("The agreement has no targets of teams (OLA) to compare.")}</p>`}
		${left.length ? `<details><summary>${__("Not compared")} (${left.length})</summary><ul>${left.join("")}</ul></details>` : ""}`,
	);
}

// An overdue review is a warning: the agreement stays in force until it is replaced (X19).
function warn_of_review(frm) {
	const { docstatus, next_review } = frm.doc;
	const ended = frm.doc.ended_on || frm.doc.effective_to;
	const today = frappe.datetime.get_today();
	if (docstatus !== 1) return;
	if (ended && ended < today) {
		frm.dashboard.set_headline_alert(
			__("This version ended on {0}.", [frappe.datetime.str_to_user(ended)]),
			"blue",
		);
	} else if (next_review && next_review < today) {
		frm.dashboard.set_headline_alert(
			__("The review was due on {0}. The agreement stays in force.", [
				frappe.datetime.str_to_user(next_review),
			]),
			"orange",
		);
	}
}

function draw_targets(frm) {
	frm.dashboard.parent.find(".sla-agreement-section").remove();
	const targets = frm.doc.targets || [];
	if (!targets.length) return;
	const general = targets.filter(
		(row) => !row.service && !row.channel && !row.team && !row.kind && !row.stage,
	);
	const special = targets.filter((row) => !general.includes(row));
	const html = `<div class="sla-panel">
		${general.length ? by_priority(frm, general) : ""}
		${special.length ? by_condition(special, !general.length) : ""}
	</div>`;
	frm.dashboard.add_section(html, __("What is promised"), "custom sla-agreement-section");
	frm.dashboard.show();
}

function by_priority(frm, targets) {
	const clocks = Object.keys(sla_id.words.clocks).filter((clock) =>
		targets.some((row) => row.clock === clock),
	);
	const named = (frm.doc.priorities || []).map((row) => row.priority);
	const priorities = [...new Set([...named, ...targets.map((row) => row.priority || "")])].filter(
		(priority) => targets.some((row) => (row.priority || "") === priority),
	);
	const rows = priorities.map((priority) => {
		const cells = clocks.map((clock) => {
			const row = targets.find((each) => each.clock === clock && (each.priority || "") === priority);
			return `<td>${row ? say_target(row) : "–"}</td>`;
		});
		return `<tr><th scope="row">${say_priority(frm, priority)}</th>${cells.join("")}</tr>`;
	});
	return table([__("Priority"), ...clocks.map(sla_id.words.say_clock)], rows);
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
		return `<tr><th scope="row">${sla_id.words.say_clock(row.clock)}</th><td>${when.join(" · ")}</td><td>${say_target(row)}</td></tr>`;
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
		h: (count) => __("{0} h", [count], "SLA Ticket"),
		min: (count) => __("{0} min", [count]),
	};
	return words[target] || target.replace(/(\d+) (day|h|min)s?\b/, (_, count, unit) => units[unit](count));
}

function say_priority(frm, priority) {
	const row = (frm.doc.priorities || []).find((each) => each.priority === priority);
	const indonesian = (frappe.boot.lang || "en").startsWith("id");
	const label = row && (indonesian ? row.label : row.label_en || row.label);
	return frappe.utils.escape_html(
		label ? `${priority} · ${label}` : priority || __("Any", null, "SLA Agreement"),
	);
}

function table(heads, rows) {
	return `<div class="sla-table-wrap"><table class="sla-table">
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody>
	</table></div>`;
}
