// SLA Priority Matrix: the table that the cells describe, urgency down and impact across.

frappe.ui.form.on("SLA Priority Matrix", { refresh: draw });
frappe.ui.form.on("SLA Matrix Cell", {
	urgency: draw,
	impact: draw,
	priority: draw,
	cells_remove: draw,
});
frappe.ui.form.on("SLA Matrix Level", {
	axis: draw,
	code: draw,
	label: draw,
	rank: draw,
	levels_remove: draw,
});

function draw(frm) {
	const esc = sla_id.escape;
	const on_axis = (axis) =>
		(frm.doc.levels || []).filter((row) => row.axis === axis && row.code).sort((a, b) => a.rank - b.rank);
	const indonesian = (frappe.boot.lang || "en").startsWith("id");
	const named = (row) => {
		const label = indonesian ? row.label : row.label_en || row.label;
		return label && label !== row.code ? `${esc(row.code)} · ${esc(label)}` : esc(row.code);
	};
	const priority = (urgency, impact) =>
		(frm.doc.cells || []).find((cell) => cell.urgency === urgency.code && cell.impact === impact.code)
			?.priority;
	const [urgencies, impacts] = [on_axis("Urgency"), on_axis("Impact")];
	const rows = urgencies.map(
		(urgency) =>
			`<tr><th scope="row">${named(urgency)}</th>${impacts
				.map((impact) => `<td>${esc(priority(urgency, impact) || "–")}</td>`)
				.join("")}</tr>`,
	);
	frm.get_field("matrix_html").$wrapper.html(
		rows.length && impacts.length
			? `<div class="sla-table-wrap"><table class="sla-table sla-matrix">
				<thead>
					<tr><th rowspan="2">${__("Urgency")}</th><th colspan="${impacts.length}">${__("Impact")}</th></tr>
					<tr>${impacts.map((impact) => `<th scope="col">${named(impact)}</th>`).join("")}</tr>
				</thead>
				<tbody>${rows.join("")}</tbody>
			</table></div>`
			: `<p class="text-muted">${__("Add levels of both axes and one cell for each pair.")}</p>`,
	);
}
