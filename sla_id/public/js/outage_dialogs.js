// What people do about outages, as dialogs: the form and the list of SLA Outage and the forms of tickets share it. hooks.py puts
// this file before theirs. Times of its records are UTC; the desk's fields take and give the site's zone.

frappe.provide("sla_id.outages");

(() => {
	const call = (method, args) => sla_id.call(`sla_id.api.outages.${method}`, args);

	sla_id.outages.is_manager = () =>
		["SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role));
	sla_id.outages.may_report = () => frappe.user.has_role("SLA Agent") || sla_id.outages.is_manager();

	// A `*_utc` value, or an instant in ISO 8601, as a Datetime field of the desk holds it.
	sla_id.outages.in_site_zone = (utc) =>
		utc ? moment.utc(utc).tz(frappe.boot.time_zone.system).format("YYYY-MM-DD HH:mm:ss") : "";

	// Seconds as people say them: "2 d 3 h 5 min".
	sla_id.outages.say_length = (seconds) => {
		const minutes = Math.floor(seconds / 60);
		const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
		const parts = [
			d && __("{0} d", [d], "SLA Ticket"),
			h && __("{0} h", [h], "SLA Ticket"),
			(m || !(d || h)) && __("{0} min", [m], "SLA Ticket"),
		];
		return parts.filter(Boolean).join(" ");
	};

	// "Report an outage": from the list, by hand.
	sla_id.outages.report = (done) =>
		sla_id.ask(
			[
				title_field(),
				services_field([{}]),
				{
					fieldname: "started",
					fieldtype: "Datetime",
					label: __("Started at"),
					reqd: 1,
					default: frappe.datetime.now_datetime(),
				},
				end_field(),
				partners_field([]),
				impact_field(100),
				detected_field("Staff"),
				cause_field(),
			],
			(values) => call("report", plain(values)).then(done),
			__("Report an outage"),
			__("Report", null, "SLA Outage"),
		);

	// "Report outage" on a ticket: what the ticket says is filled in; an open outage of its service may take it instead.
	sla_id.outages.report_ticket = async (doctype, name, done) => {
		const said = await call("suggest_from_ticket", { doctype, name });
		if (said.outages.length) {
			frappe.set_route("Form", "SLA Outage", said.outages[0]);
			return;
		}
		const is_new = "eval:!doc.join";
		const fields = [
			said.open.length && {
				fieldname: "join",
				fieldtype: "Select",
				label: __("Belongs to an open outage"),
				description: __("Empty: report a new one"),
				options: [
					{ value: "", label: "" },
					...said.open.map((row) => ({ value: row.name, label: `${row.name}: ${row.title}` })),
				],
			},
			{ ...title_field(said.title), depends_on: is_new },
			{
				...services_field(
					said.services.length ? said.services.map((service) => ({ service })) : [{}],
				),
				depends_on: is_new,
			},
			{
				fieldname: "started",
				fieldtype: "Datetime",
				label: __("Started at"),
				default: sla_id.outages.in_site_zone(said.started),
				depends_on: is_new,
			},
			said.partner && {
				fieldname: "everybody",
				fieldtype: "Check",
				label: __("Other partners are affected too"),
				description: __("Otherwise it counts for the partners alone whose tickets report it"),
				default: said.everybody ? 1 : 0,
				depends_on: is_new,
			},
			{ ...cause_field(), depends_on: is_new },
		];
		const send = ({ join, everybody, ...values }) =>
			(join
				? call("join", { outage: join, doctype, name })
				: call("report_ticket", {
						doctype,
						name,
						...plain(values),
						everybody: Boolean(everybody || !said.partner),
					})
			).then((outage) => {
				frappe.show_alert({
					message: __("Recorded: {0}", [sla_id.link("SLA Outage", outage)]),
					indicator: "green",
				});
				return done?.(outage);
			});
		sla_id.ask(fields.filter(Boolean), send, __("Report an outage"), __("Report", null, "SLA Outage"));
	};

	sla_id.outages.add_to_ticket = (frm, doctype, name, done) => {
		if (!sla_id.outages.may_report()) return;
		frm.add_custom_button(
			__("Report outage"),
			() => sla_id.outages.report_ticket(doctype, name, done),
			__("Escalation"),
		);
	};

	// "Correct": every field as it is; what a person changes is sent, with the reason.
	sla_id.outages.correct = (doc, done) => {
		const before = as_typed(doc);
		const fields = [
			title_field(before.title),
			services_field(doc.services.map(({ service, component }) => ({ service, component }))),
			{
				fieldname: "started",
				fieldtype: "Datetime",
				label: __("Started at"),
				reqd: 1,
				default: before.started,
			},
			{
				...end_field(before.ended),
				description: __("Empty: it still lasts, and is opened again"),
			},
			partners_field(before.partners),
			impact_field(before.impact_percent),
			detected_field(before.detected_by),
			{ fieldname: "source", fieldtype: "Data", label: __("Source"), default: before.source },
			{ ...cause_field(), default: before.cause },
			{
				fieldname: "root_cause",
				fieldtype: "Small Text",
				label: __("Root cause"),
				default: before.root_cause,
			},
			reason_field(),
		];
		const send = ({ reason, ...typed }) =>
			call("correct", {
				outage: doc.name,
				changes: JSON.stringify(changed(before, plain({ ...before, ...typed, ...emptied(typed) }))),
				reason,
			}).then(done);
		sla_id.ask(fields, send, __("Correct {0}", [doc.name]), __("Correct", null, "SLA Outage"));
	};

	// A dialog leaves out what was emptied.
	function emptied(typed) {
		const names = ["ended", "source", "cause", "root_cause", "partners"];
		return Object.fromEntries(names.filter((name) => !typed[name]).map((name) => [name, ""]));
	}

	function changed(before, after) {
		const was = plain(before);
		return Object.fromEntries(
			Object.entries(after).filter(
				([name, value]) => JSON.stringify(value ?? "") !== JSON.stringify(was[name] ?? ""),
			),
		);
	}

	function as_typed(doc) {
		return {
			title: doc.title,
			services: doc.services,
			started: sla_id.outages.in_site_zone(doc.started_utc),
			ended: sla_id.outages.in_site_zone(doc.ended_utc),
			partners: doc.partners.map((row) => row.partner),
			impact_percent: doc.impact_percent,
			detected_by: doc.detected_by,
			source: doc.source || "",
			cause: doc.cause || "",
			root_cause: doc.root_cause || "",
		};
	}

	// A dialog's values as the server takes them: services as "CODE/PART", partners as a list.
	function plain(values) {
		const services = (values.services || [])
			.filter((row) => row.service)
			.map((row) => [row.service, row.component].filter(Boolean).join("/"));
		const partners = [values.partners || []].flat();
		return { ...values, services: JSON.stringify(services), partners: JSON.stringify(partners) };
	}

	const title_field = (title) => ({
		fieldname: "title",
		fieldtype: "Data",
		label: __("Title"),
		default: title,
		reqd: 1,
	});
	const end_field = (ended) => ({
		fieldname: "ended",
		fieldtype: "Datetime",
		label: __("Ended at"),
		description: __("Empty: still open"),
		default: ended,
	});
	const services_field = (rows) => ({
		fieldname: "services",
		fieldtype: "Table",
		label: __("Services", null, "SLA Outage"),
		in_place_edit: true,
		data: rows,
		reqd: 1,
		fields: [
			{
				fieldname: "service",
				fieldtype: "Link",
				options: "SLA Service",
				label: __("Service", null, "SLA Outage"),
				in_list_view: 1,
				reqd: 1,
			},
			{ fieldname: "component", fieldtype: "Data", label: __("Part"), in_list_view: 1 },
		],
	});
	const partners_field = (partners) => ({
		fieldname: "partners",
		fieldtype: "MultiSelectList",
		label: __("Only these partners"),
		description: __("Empty: every partner whose agreement covers the services"),
		default: partners,
		get_data: (text) => frappe.db.get_link_options("SLA Partner", text),
	});
	const impact_field = (percent) => ({
		fieldname: "impact_percent",
		fieldtype: "Percent",
		label: __("Impact"),
		description: __("How far the services were down; 100: altogether"),
		default: percent,
	});
	const detected_field = (value) => ({
		fieldname: "detected_by",
		fieldtype: "Select",
		label: __("Detected by"),
		options: ["Monitor", "Partner", "Agent", "Staff"].map((option) => ({
			value: option,
			label: __(option, null, "SLA Outage"),
		})),
		default: value,
	});
	const cause_field = () => ({ fieldname: "cause", fieldtype: "Small Text", label: __("Cause") });
	const reason_field = () => ({
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		description: __("It stands in the trail"),
		reqd: 1,
	});
	sla_id.outages.reason_field = reason_field;
})();
