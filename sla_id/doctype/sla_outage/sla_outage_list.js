frappe.listview_settings["SLA Outage"] = {
	add_fields: ["status", "started_utc", "ended_utc"],

	onload(list) {
		if (sla_id.outages.may_report()) {
			list.page.add_inner_button(__("Report an outage"), () =>
				sla_id.outages.report((name) => frappe.set_route("Form", "SLA Outage", name)),
			);
		}
	},

	get_indicator({ status }) {
		const colours = { Open: "red", Ended: "green", Merged: "gray", Withdrawn: "gray" };
		return [__(status, null, "SLA Outage"), colours[status], `status,=,${status}`];
	},

	formatters: {
		// in the reader's zone, in short; the whole of it, with the zone's name, on hover
		started_utc: (value) => {
			const said = sla_id.words.say_instant(`${value}Z`.replace(" ", "T"), zone());
			const short = moment.utc(value).tz(zone()).format("YYYY-MM-DD HH:mm");
			return `<span class="ellipsis" title="${sla_id.escape(said)}">${sla_id.escape(short)}</span>`;
		},
		// after how long, or how long it has lasted so far
		ended_utc: (value, _field, doc) => {
			const started = moment.utc(doc.started_utc);
			const length = sla_id.outages.say_length(
				(value ? moment.utc(value) : moment.utc()).diff(started, "seconds"),
			);
			return sla_id.words.cell(value ? __("after {0}", [length]) : __("{0} so far", [length]));
		},
	},
};

const zone = () => sla_id.words.reader_zone() || frappe.boot.time_zone.system;
