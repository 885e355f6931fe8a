frappe.listview_settings["SLA Exclusion Claim"] = {
	add_fields: [
		...["status", "class_label", "class_label_en", "start_utc", "end_utc", "decide_by_utc", "late"],
		...["objected_utc", "objection_outcome"],
	],
	hide_name_column: true,

	get_indicator(doc) {
		const { status } = doc;
		const colours = {
			Open: "orange",
			Granted: "green",
			"Partly Granted": "green",
			Refused: "red",
			Withdrawn: "gray",
		};
		if (status === "Open" && is_past(doc.decide_by_utc))
			return [__("Overdue", null, "SLA Exclusion Claim"), "red", "status,=,Open"];
		if (doc.objected_utc && !doc.objection_outcome)
			return [__("Objection to answer"), "orange", `status,=,${status}`];
		return [__(status, null, "SLA Exclusion Claim"), colours[status], `status,=,${status}`];
	},

	formatters: {
		class_label: (value, _field, doc) => {
			const own = (frappe.boot.lang || "en").startsWith("id");
			return sla_id.words.cell((own && value) || doc.class_label_en || value);
		},
		// the day in the reader's zone; on hover the whole of it, with the zone's name and, of the time, how long
		start_utc: (value, _field, doc) => {
			const seconds = moment.utc(doc.end_utc).diff(moment.utc(value), "seconds");
			return short(value, ` · ${sla_id.outages.say_length(seconds)}`);
		},
		decide_by_utc: (value) => (value ? short(value, "") : ""),
	},
};

const zone = () => sla_id.words.reader_zone() || frappe.boot.time_zone.system;
const is_past = (utc) => Boolean(utc) && moment.utc(utc).isBefore(moment.utc());

function short(utc, more) {
	const said = sla_id.words.say_instant(`${utc}Z`.replace(" ", "T"), zone()) + more;
	const day = moment.utc(utc).tz(zone()).format("D MMM YYYY");
	return `<span class="ellipsis" title="${sla_id.escape(said)}">${sla_id.escape(day)}</span>`;
}
