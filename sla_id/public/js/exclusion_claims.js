// Claims of exclusions as dialogs: claiming on an outage, deciding with both figures, answering an objection, adding evidence. The forms
// of SLA Outage and SLA Exclusion Claim share it; hooks.py puts this file before theirs. The desk's times are in the site's zone.

frappe.provide("sla_id.exclusions");

(() => {
	const call = (method, args) => sla_id.call(`sla_id.api.exclusions.${method}`, args);
	const in_site_zone = (iso) =>
		moment.utc(iso).tz(frappe.boot.time_zone.system).format("YYYY-MM-DD HH:mm:ss");
	sla_id.exclusions.may_claim = () =>
		["SLA Agent", "SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role));

	// "Claim an exclusion" on an outage: its span, services and partners are filled in.
	sla_id.exclusions.claim = async (outage) => {
		const known = await call("suggest", { outage });
		if (!known.partners.length) {
			frappe.msgprint(__("No partner's agreement covers this outage, so there is nothing to claim."));
			return;
		}
		sla_id.ask(
			claim_fields(known),
			async (values) => {
				const names = await call("claim", {
					...values,
					partners: JSON.stringify(values.partners || []),
					services: JSON.stringify((values.services || "").split(",").map((code) => code.trim())),
					outages: JSON.stringify([outage]),
				});
				if (names.length === 1) frappe.set_route("Form", "SLA Exclusion Claim", names[0]);
				else frappe.set_route("List", "SLA Exclusion Claim", { name: ["in", names] });
			},
			__("Claim an exclusion"),
			__("Claim", null, "SLA Exclusion Claim"),
		);
	};

	function claim_fields(known) {
		const classes = new Map(
			known.partners.flatMap((row) => row.classes.map(({ code, label }) => [code, label])),
		);
		const partners = known.partners.map((row) => ({ value: row.partner, label: row.partner_name }));
		return [
			{
				fieldname: "partners",
				fieldtype: "MultiSelectPills",
				label: __("Partners"),
				default: partners.map(({ value }) => value),
				get_data: () => partners,
				reqd: 1,
			},
			{
				fieldname: "class_code",
				fieldtype: "Select",
				label: __("Class of exclusion"),
				options: [...classes].map(([value, label]) => ({ value, label })),
				reqd: 1,
			},
			{
				fieldname: "services",
				fieldtype: "Data",
				label: __("Services", null, "SLA Exclusion Claim"),
				description: __("Separated by commas; a part as service/part."),
				default: known.services.join(", "),
				reqd: 1,
			},
			{ fieldtype: "Column Break" },
			time_field("start", __("Since"), known.start, known.zone),
			time_field("end", __("Until"), known.end, known.zone),
			{ fieldtype: "Section Break" },
			{
				fieldname: "evidence",
				fieldtype: "Small Text",
				label: __("Evidence"),
				description: __(
					"What shows it. The partner reads it; files are added to the claim afterwards.",
				),
				reqd: 1,
			},
		];
	}

	const time_field = (fieldname, label, iso, zone) => ({
		fieldname,
		fieldtype: "Datetime",
		label,
		description: zone,
		default: in_site_zone(iso),
		reqd: 1,
	});

	// "Decide" and "Answer the objection": all, a part, or nothing, with the figures before and after.
	sla_id.exclusions.decide = (frm, shown, method, title) => {
		const claimed = [[in_site_zone(shown.start), in_site_zone(shown.end)]];
		const dialog = sla_id.ask(
			decision_fields(shown, method, () => draw_figures(dialog, frm.doc.name, claimed)),
			(values) =>
				call(method, {
					claim: frm.doc.name,
					spans: JSON.stringify(spans_of(values, claimed)),
					reason: values.reason,
				}).then(() => frm.reload_doc()),
			title,
			title,
		);
		draw_figures(dialog, frm.doc.name, claimed);
		return dialog;
	};

	function decision_fields(shown, method, redraw) {
		const outcome = method === "decide" || shown.granted.length ? "all" : "none";
		return [
			{
				fieldname: "outcome",
				fieldtype: "Select",
				label: __("Decision", null, "SLA Exclusion Claim"),
				options: [
					{ value: "all", label: __("Grant all of it") },
					{ value: "part", label: __("Grant a part") },
					{ value: "none", label: __("Refuse", null, "SLA Exclusion Claim") },
				],
				default: method === "answer" && is_part(shown) ? "part" : outcome,
				description: __("Claimed: {0}", [shown.time]),
				change: redraw,
				reqd: 1,
			},
			spans_field(shown, frappe.utils.debounce(redraw, 300)),
			{
				fieldname: "redraw",
				fieldtype: "Button",
				label: __("Show what that gives"),
				depends_on: "eval:doc.outcome === 'part'",
				click: redraw,
			},
			{ fieldname: "figures", fieldtype: "HTML" },
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				description: __("The partner reads it"),
				reqd: 1,
			},
		];
	}

	const spans_field = (shown, changed) => ({
		fieldname: "spans",
		fieldtype: "Table",
		label: __("Granted"),
		description: __("Within what was claimed, in the zone {0}", [shown.zone]),
		depends_on: "eval:doc.outcome === 'part'",
		in_place_edit: true,
		data: shown.spans.map(([start, end]) => ({
			start: in_site_zone(start),
			end: in_site_zone(end),
		})),
		fields: [
			{
				fieldname: "start",
				fieldtype: "Datetime",
				label: __("Since"),
				in_list_view: 1,
				reqd: 1,
				onchange: changed,
			},
			{
				fieldname: "end",
				fieldtype: "Datetime",
				label: __("Until"),
				in_list_view: 1,
				reqd: 1,
				onchange: changed,
			},
		],
	});

	const is_part = ({ spans, start, end }) =>
		spans.length > 1 || (spans.length === 1 && (spans[0][0] !== start || spans[0][1] !== end));

	function spans_of({ outcome, spans }, claimed) {
		if (outcome === "all") return claimed;
		if (outcome === "none") return [];
		return (spans || []).filter((row) => row.start && row.end).map((row) => [row.start, row.end]);
	}

	async function draw_figures(dialog, claim, claimed) {
		const values = dialog.get_values(true) || {};
		const rows = await call("preview", { claim, spans: JSON.stringify(spans_of(values, claimed)) });
		dialog.get_field("figures").$wrapper.html(sla_id.exclusions.figures(rows, __("Decided like that")));
	}

	// Both figures of each service and month: as it stands, and what they would be.
	sla_id.exclusions.figures = (rows, decided) => {
		if (!rows.length)
			return `<p class="text-muted">${__("Nothing is promised for these services at that time.")}</p>`;
		const esc = sla_id.escape;
		const heads = [
			__("Service", null, "SLA Exclusion Service"),
			__("Month"),
			__("Target (%)"),
			__("As it stands"),
			decided,
		];
		const body = rows.map(
			(row) =>
				`<tr><td>${esc(row.service)}</td><td>${esc(row.month)}</td><td>${esc(row.target)}</td>
				<td>${figure(row.now)}</td><td>${figure(row.decided)}</td></tr>`,
		);
		return `<div class="sla-table-wrap"><table class="sla-table"><thead><tr>${heads
			.map((head) => `<th>${esc(head)}</th>`)
			.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
	};

	function figure({ so_far, whole, counted, kept, is_met }) {
		const esc = sla_id.escape;
		const colour = { true: "green", false: "red" }[String(is_met)] || "blue";
		const running =
			so_far && so_far !== whole
				? `<div class="text-muted">${__("So far: {0} %", [esc(so_far)])}</div>`
				: "";
		return `<div><strong>${esc(whole)} %</strong> <span class="indicator-pill ${colour}">${esc(kept)}</span></div>${running}
			<div class="text-muted">${__("{0} counted as down", [esc(counted)])}</div>`;
	}

	// A file of evidence: it is kept as it was given.
	sla_id.exclusions.attach = (frm) => {
		const input = document.createElement("input");
		input.type = "file";
		input.onchange = async () => {
			const form = new FormData();
			form.append("claim", frm.doc.name);
			form.append("file", input.files[0]);
			const answer = await fetch("/api/method/sla_id.api.exclusions.attach", {
				method: "POST",
				headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
				body: form,
			});
			if (answer.ok) frm.reload_doc();
			else frappe.request.cleanup({}, await answer.json());
		};
		input.click();
	};
})();
