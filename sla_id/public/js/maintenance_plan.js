// The dialog in which maintenance is planned or its plan changed. Times are wall-clock times of the zone that it names, so it has
// dates and times apart: Frappe would turn a Datetime into the reader's own zone. Listed in hooks.py for the form and the list.

frappe.provide("sla_id.maintenance");

(() => {
	const call = (method, args) => sla_id.call(`sla_id.api.maintenance.${method}`, args);
	sla_id.maintenance.ROLES = ["SLA Agent", "SLA Manager", "System Manager"];
	sla_id.maintenance.may = () => sla_id.maintenance.ROLES.some((role) => frappe.user.has_role(role));

	// `held` is the record that is changed, with its values as the dialog has them; without it a new one is planned.
	sla_id.maintenance.plan = async (held) => {
		const known = await call("suggest");
		const dialog = sla_id.ask(
			fields(known, held),
			(values) => (held ? change(held, values) : plan(values)),
			held ? __("Change the plan") : __("Plan maintenance"),
			held ? __("Change", null, "SLA Maintenance") : __("Plan", null, "SLA Maintenance"),
		);
		// the browser's own field for a time of day: Frappe's shows seconds as "ss" where the site's format has none
		for (const field of ["start_time", "end_time"]) dialog.get_field(field).$input.attr("type", "time");
		if (held) await dialog.set_values(from_record(held.values));
		return dialog;
	};

	async function plan(values) {
		const name = await call("plan", { values: JSON.stringify(to_record(values)) });
		frappe.set_route("Form", "SLA Maintenance", name);
	}

	async function change(held, values) {
		const args = {
			maintenance: held.name,
			values: JSON.stringify(to_record(values)),
			reason: values.reason || "",
		};
		const { late } = held.announced
			? await call("preview", { values: args.values, maintenance: held.name })
			: {};
		if (late && !(await sla_id.maintenance.confirmed(late))) throw new sla_id.Refused("preview");
		await call("change", { ...args, late_is_known: late ? 1 : 0 });
		held.done();
	}

	// Whether the person goes on although something speaks against it.
	sla_id.maintenance.confirmed = (text) =>
		new Promise((resolve) =>
			frappe.confirm(
				`${sla_id.escape(text)}<br>${__("Go on nevertheless?")}`,
				() => resolve(true),
				() => resolve(false),
			),
		);

	function to_record(values) {
		const record = {
			...values,
			services: [...(values.services || []), ...(values.parts || "").split(",")],
		};
		record.services = record.services.map((service) => service.trim()).filter(Boolean);
		delete record.reason;
		delete record.parts;
		return record;
	}

	function from_record(values) {
		const is_part = (code) => code.includes("/");
		return {
			...values,
			services: values.services.filter((code) => !is_part(code)),
			parts: values.services.filter(is_part).join(", "),
		};
	}

	function fields(known, held) {
		const indonesian = (frappe.boot.lang || "en").startsWith("id");
		const services = known.services.map((row) => ({
			value: row.name,
			label: `${row.name} · ${(indonesian && row.service_name) || row.service_name_en || row.service_name}`,
		}));
		const partners = known.partners.map((row) => ({ value: row.name, label: row.partner_name }));
		const reason = {
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			description: __("The partners who are told read it."),
			reqd: 1,
		};
		return [
			{ fieldname: "title", fieldtype: "Data", label: __("Title"), reqd: 1 },
			{
				fieldname: "services",
				fieldtype: "MultiSelectPills",
				label: __("Services", null, "SLA Maintenance"),
				get_data: () => services,
			},
			{
				fieldname: "parts",
				fieldtype: "Data",
				label: __("Parts of services"),
				description: __(
					"Where only a part is touched: service/part, separated by commas, for example CORE/DB.",
				),
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "title_en", fieldtype: "Data", label: __("Title (English)") },
			{
				fieldname: "partners",
				fieldtype: "MultiSelectPills",
				label: __("Only these partners"),
				description: __("Empty: every partner whose agreement covers the services"),
				get_data: () => partners,
			},
			...times(known.zones),
			{ fieldtype: "Section Break" },
			{ fieldname: "impact", fieldtype: "Small Text", label: __("What partners will notice") },
			{
				fieldname: "description",
				fieldtype: "Small Text",
				label: __("Description, for your own people"),
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "impact_en",
				fieldtype: "Small Text",
				label: __("What partners will notice (English)"),
			},
			...(held?.announced ? [reason] : []),
		];
	}

	function times(zones) {
		return [
			{ fieldtype: "Section Break" },
			{ fieldname: "start_date", fieldtype: "Date", label: __("Start date"), reqd: 1 },
			{
				fieldname: "start_time",
				fieldtype: "Data",
				label: __("Start time"),
				default: "22:00",
				reqd: 1,
			},
			{
				fieldname: "time_zone",
				fieldtype: "Select",
				label: __("Time zone"),
				options: zones,
				default: zones[0].value,
				reqd: 1,
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "end_date", fieldtype: "Date", label: __("End date"), reqd: 1 },
			{ fieldname: "end_time", fieldtype: "Data", label: __("End time"), default: "02:00", reqd: 1 },
		];
	}
})();
