// Loaded once with the desk: what our forms share. Questions to the server and to the person, and words.

frappe.provide("sla_id.words");

(() => {
	const ZONE_NAMES = {
		"Asia/Jakarta": "WIB",
		"Asia/Pontianak": "WIB",
		"Asia/Makassar": "WITA",
		"Asia/Ujung_Pandang": "WITA",
		"Asia/Jayapura": "WIT",
	};

	// Clocks and states as sla_id/clock_words.py says and colours them.
	const WORDS = frappe.boot.sla_id_words || {};
	sla_id.words.clocks = WORDS.clocks || {};
	sla_id.words.clock_states = WORDS.clock_states || {};
	sla_id.words.clock_outcomes = WORDS.clock_outcomes || {};
	sla_id.words.say_clock = (code) => sla_id.words.clocks[code] || code;
	sla_id.words.ticket_colour = (state) => WORDS.ticket_states?.[state]?.colour || "gray";

	// "Thursday, 19 March 2026 14:05 WIB" and "Kamis, 19 Maret 2026 14.05 WIB", as sla_id.engine.words says it.
	sla_id.words.say_instant = (iso, zone) => {
		const indonesian = (frappe.boot.lang || "en").startsWith("id");
		const at = new Date(iso);
		const parts = {};
		const format = new Intl.DateTimeFormat(indonesian ? "id-ID" : "en-GB", {
			timeZone: zone,
			weekday: "long",
			day: "numeric",
			month: "long",
			year: "numeric",
			hour: "2-digit",
			minute: "2-digit",
			hourCycle: "h23",
		});
		for (const part of format.formatToParts(at)) parts[part.type] = part.value;
		const day = `${parts.weekday}, ${parts.day} ${parts.month} ${parts.year}`;
		return `${day} ${parts.hour}${indonesian ? "." : ":"}${parts.minute} ${sla_id.words.say_zone(zone, at)}`;
	};

	// "WIB", "WITA", "WIT"; elsewhere "UTC+09:30".
	sla_id.words.say_zone = (zone, at) => {
		if (ZONE_NAMES[zone]) return ZONE_NAMES[zone];
		const named = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" })
			.formatToParts(at)
			.find((part) => part.type === "timeZoneName").value;
		return named.replace("GMT", "UTC");
	};

	// The zone set on the user; else the browser's. Frappe sets every new user to the site's own zone.
	sla_id.words.reader_zone = () => {
		const { user, system } = frappe.boot.time_zone || {};
		const wanted = user && user !== system ? user : Intl.DateTimeFormat().resolvedOptions().timeZone;
		try {
			new Intl.DateTimeFormat("en", { timeZone: wanted });
			return wanted;
		} catch {
			return null;
		}
	};
})();

// A list shows titles in the language that a record was written in: where it has both, the reader's goes into the rows.
sla_id.words.title_rows = (field) => {
	if ((frappe.boot.lang || "en").startsWith("id")) return;
	for (const row of cur_list.data) row[field] = row[`${field}_en`] || row[field];
};

// A list's cell. Frappe 16 takes what a formatter gives for an element: a bare text may be no selector.
sla_id.words.cell = (text) => `<span class="ellipsis">${frappe.utils.escape_html(text || "")}</span>`;

// A text or a number as HTML shows it.
sla_id.escape = (text) => frappe.utils.escape_html(String(text ?? ""));

sla_id.link = (doctype, name, label) =>
	`<a href="${frappe.utils.get_form_link(doctype, name)}">${sla_id.escape(label || name)}</a>`;

// Whether the user works on tickets, in either host.
sla_id.is_agent = () =>
	["SLA Agent", "SLA Manager", "System Manager", "Agent", "Support Team"].some((role) =>
		frappe.user.has_role(role),
	);

// The server's answer. frappe.xcall alone never ends when the connection is gone, or after a 409 and some other refusals: what
// waits for it would wait for ever.
sla_id.call = (method, args) =>
	new Promise((resolve, reject) => {
		frappe.call({ method, args }).then(
			(answer) => resolve(answer?.message),
			() => reject(new sla_id.Refused(method)),
		);
	});

// What the server refused; why, the desk has said to the person by then. Who doesn't catch it has nothing more to say.
sla_id.Refused = class extends Error {};
window.addEventListener("unhandledrejection", (event) => {
	if (event.reason instanceof sla_id.Refused) event.preventDefault();
});

// frappe.prompt, but the dialog stays until `send(values)` has ended: what was typed isn't lost when the server refuses it.
sla_id.ask = (fields, send, title, action) => {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [fields].flat(),
		primary_action_label: action,
		async primary_action(values) {
			const button = dialog.get_primary_btn();
			if (button.prop("disabled")) return;
			button.prop("disabled", true);
			try {
				await send(values);
				dialog.hide();
			} catch (error) {
				// why it was refused has been said by the desk
				if (!(error instanceof sla_id.Refused)) throw error;
			} finally {
				button.prop("disabled", false);
			}
		},
	});
	dialog.show();
	return dialog;
};

// The same for one text that must be given: `send(text)`.
sla_id.ask_text = (label, send, title, action) =>
	sla_id.ask(
		{ fieldname: "text", fieldtype: "Small Text", label, reqd: 1 },
		({ text }) => send(text),
		title,
		action,
	);

// A token that was just made: shown this once, to be copied.
sla_id.show_token = (token) => {
	const dialog = new frappe.ui.Dialog({
		title: __("New token"),
		fields: [
			{ fieldname: "token", fieldtype: "Data", label: __("Token"), read_only: 1, default: token },
			{
				fieldname: "hint",
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("Copy it now: it isn't shown again.")}</p>`,
			},
		],
		primary_action_label: __("Copy"),
		primary_action() {
			frappe.utils.copy_to_clipboard(token);
		},
	});
	dialog.show();
	return dialog;
};
