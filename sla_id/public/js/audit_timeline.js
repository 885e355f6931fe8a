// The trail of a record on its form: who changed what, when and why. A form draws it into its HTML field "trail" on refresh:
// sla_id.audit_timeline.draw(frm). Listed before the form's own script in hooks.py's doctype_js.

frappe.provide("sla_id.audit_timeline");

(() => {
	sla_id.audit_timeline.draw = async (frm) => {
		const field = frm.get_field("trail");
		if (!field || frm.is_new()) return;
		const { doctype, name } = frm.doc;
		const entries = await sla_id.call("sla_id.api.record_trail.show_trail", { doctype, name });
		if (frm.doc.name !== name) return;
		field.$wrapper.html(
			entries.length
				? `<ol class="sla-trail">${entries.map(entry).join("")}</ol>`
				: `<p class="text-muted">${__("Nothing has been recorded yet.")}</p>`,
		);
	};

	function entry(row) {
		const esc = sla_id.escape;
		return `<li class="sla-trail-entry">
			<div><strong>${esc(row.kind)}</strong> · ${esc(row.by)} · <span class="text-muted">${esc(row.at)}</span></div>
			${row.reason ? `<div>${esc(row.reason)}</div>` : ""}
			${row.changes.length ? `<ul>${row.changes.map(change).join("")}</ul>` : ""}
		</li>`;
	}

	function change({ label, before, after }) {
		const esc = sla_id.escape;
		const none = `<span class="text-muted">${__("nothing", null, "SLA Audit Entry")}</span>`;
		if (!before) return `<li>${esc(label)}: ${esc(after)}</li>`;
		return `<li>${esc(label)}: <s class="text-muted">${esc(before)}</s> → ${after ? esc(after) : none}</li>`;
	}
})();
