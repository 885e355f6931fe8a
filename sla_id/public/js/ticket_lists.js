// What stands under a ticket's clocks, as lists: requests, escalations, what the report lacks, why these targets and what
// changed since. hooks.py puts this file before clock_panel.js in doctype_js, and escalations.js before it.

frappe.provide("sla_id.ticket_lists");

(() => {
	const esc = sla_id.escape;

	sla_id.ticket_lists.reasons = (data) => {
		if (!data.reasons.length) return "";
		const items = data.reasons.map((reason) => `<li>${esc(reason)}</li>`).join("");
		return `<div class="sla-reasons"><h4>${__("Why these targets")}</h4><ul>${items}</ul></div>`;
	};

	sla_id.ticket_lists.history = ({ history, history_count, name }) => {
		if (!history.length) return "";
		const more =
			history_count > history.length
				? `<a href="/app/sla-event?sla_ticket=${encodeURIComponent(name)}">${__("All {0}", [history_count])}</a>`
				: "";
		const items = history.map(
			(row) => `<li>${esc(row.at)}${row.by ? ` · ${esc(row.by)}` : ""}: ${esc(row.change)}</li>`,
		);
		return `<div class="sla-reasons"><h4>${__("Changed since")}</h4><ul>${items.join("")}</ul>${more}</div>`;
	};

	// A solved ticket asks for nothing more.
	sla_id.ticket_lists.missing = ({ facts, completeness, asks, asked_by_mail }, may_mark) => {
		const missing = asks ? facts.filter((fact) => !fact.given) : [];
		if (!missing.length) return "";
		const items = missing.map(
			(fact) =>
				`<li>${esc(fact.label)} ${
					may_mark
						? `<button class="btn btn-xs btn-default" data-fact="${esc(fact.code)}">${__("It is known")}</button>`
						: ""
				}</li>`,
		);
		const waits = completeness === "Waiting" ? ` ${__("All clocks but the response wait.")}` : "";
		return `<div class="sla-missing"><h4>${__("The report lacks")}</h4><ul>${items.join("")}</ul><p>${
			asked_by_mail
				? __("The partner was asked in the portal and by e-mail.")
				: __("The partner was asked only in the portal. No e-mail was sent.")
		}${waits}</p></div>`;
	};

	sla_id.ticket_lists.requests = ({ requests }) => {
		if (!requests?.length) return "";
		return `<div class="sla-decisions"><h4>${__("Requests waiting for a decision")}</h4><ul>${requests.map(request_html).join("")}</ul></div>`;
	};

	function request_html(row) {
		const title = [__("Level {0}", [row.level]), row.reason].filter(Boolean).join(" · ");
		const facts = [
			row.explanation && `“${row.explanation}”`,
			__("asked by {0}, {1}", [row.asked_by, row.asked]),
			__("Decide by {0}. After that, the request counts as valid.", [row.decide_by]),
		];
		const button = (valid, label, look) =>
			`<button class="btn btn-xs ${look}" data-request="${esc(row.name)}" data-valid="${valid}">${label}</button>`;
		return `<li>
			<span class="indicator-pill orange">${__("Open", null, "SLA Escalation Request")}</span>
			<strong>${sla_id.link("SLA Escalation Request", row.name, title)}</strong>
			<span class="text-muted">${facts.filter(Boolean).map(esc).join(" · ")}</span>
			${row.may_decide ? button(1, __("Accept"), "btn-primary") + button(0, __("Refuse"), "btn-default") : ""}
		</li>`;
	}

	sla_id.ticket_lists.escalations = ({ escalations, major_incident }) => {
		const rows = (escalations || []).map(escalation_html);
		const group = major_incident
			? `<p>${__("Part of the major incident {0}", [sla_id.link("SLA Major Incident", major_incident)])}</p>`
			: "";
		if (!rows.length && !group) return "";
		return `<div class="sla-escalations"><h4>${__("Escalations")}</h4>${group}<ul>${rows.join("")}</ul></div>`;
	};

	function escalation_html(row) {
		const title = sla_id.link(
			"SLA Escalation",
			row.name,
			[__("Level {0}", [row.level]), row.title].filter(Boolean).join(" · "),
		);
		const facts = [row.fired];
		if (row.told > 1) facts.push(__("told {0} times", [row.told]));
		if (row.acknowledged)
			facts.push(__("taken over by {0}, {1}", [row.acknowledged_by, row.acknowledged]));
		else if (row.acknowledge_by) facts.push(__("must be taken over by {0}", [row.acknowledge_by]));
		const button = row.open
			? `<button class="btn btn-xs btn-primary" data-escalation="${esc(row.name)}">${__("Take over")}</button>`
			: "";
		const tellings = row.tellings.map((line) => `<li>${esc(line)}</li>`).join("");
		const told = tellings
			? `<details data-key="told ${esc(row.name)}"><summary>${row.told ? __("People told") : __("Nobody was told")}</summary><ul class="text-muted">${tellings}</ul></details>`
			: "";
		return `<li>
			<span class="indicator-pill ${row.open ? "red" : "green"}">${row.open ? __("Open", null, "SLA Escalation") : row.acknowledged ? __("Taken over") : __("Over", null, "SLA Escalation")}</span>
			<strong>${title}</strong> <span class="text-muted">${facts.map(esc).join(" · ")}</span> ${button}
			${told}
			${sla_id.escalations.duties_html(row.duties)}
		</li>`;
	}
})();
