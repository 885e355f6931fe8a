// What our fields hold, in the reader's words: codes, states and times in UTC. Loaded with the desk, before any DocType is.
//
// A code gets its words in both languages under the context of its DocType, where Frappe looks for the labels of options;
// what it shows of a field that can't be edited it would take for words already, so such a field has a formatter.

(() => {
	const esc = sla_id.escape;
	const CLOCKS = sla_id.words.clocks;
	const CLOCK_STATES = Object.fromEntries(
		Object.entries(sla_id.words.clock_states).map(([code, { label }]) => [code, label]),
	);
	const TRIGGERS = {
		reported: __("The report itself"),
		percent: __("A share of the target is used up"),
		before_due: __("The due time is near"),
		after: __("A set time after the start"),
		without_workaround: __("No workaround for a set time"),
		breach: __("The target is missed"),
		stagnation: __("No update for a set time"),
		massive_impact: __("Massive impact was declared"),
		several_partners: __("Several partners are hit"),
		manual: __("A person asked"),
		unacknowledged: __("Nobody took over the lower level in time"),
	};
	const DUTIES = {
		assign: __("Assign the ticket"),
		contact: __("Contact the partner"),
		action_plan: __("Action plan"),
		conference_call: __("Conference call"),
		other: __("Another duty"),
	};
	const EVENTS = {
		reported: __("Reported"),
		received: __("Received", null, "SLA Event"),
		not_received: __("Not through an official channel"),
		confirmed: __("Confirmed"),
		team_assigned: __("Team assigned"),
		team_cleared: __("Team removed"),
		handed_over: __("Handed over"),
		paused: __("Paused"),
		resumed: __("Resumed"),
		workaround_applied: __("Workaround applied"),
		fixed: __("Fixed", null, "SLA Event"),
		fulfilled: __("Fulfilled", null, "SLA Event"),
		reopened: __("Reopened"),
		reclassified: __("Reclassified"),
		update_sent: __("Update sent"),
		not_delivered: __("Answer not delivered"),
		partner_replied: __("Partner replied"),
		out_of_scope: __("Out of scope"),
		in_scope: __("In scope"),
		exclusion_approved: __("Exclusion approved"),
		exclusion_revoked: __("Exclusion taken back"),
		pause_named: __("Reason of the pause given"),
		pause_approved: __("Pause approved"),
		pause_refused: __("Pause refused"),
		breach_explained: __("Cause of the missed target given"),
		information_missing: __("Information is missing"),
		information_complete: __("The report is complete"),
		acknowledged: __("Taken over"),
		escalation_requested: __("Escalation was asked for"),
		request_accepted: __("The request for escalation is valid"),
		request_refused: __("The request for escalation was refused or withdrawn"),
		massive_impact: __("The impact was found to be massive"),
		several_partners: __("Part of a wider disruption"),
		due_moved: __("Due times were moved"),
		cancelled: __("Cancelled"),
		merged: __("Merged"),
	};
	const TEMPLATES = {
		escalation: __("Escalation"),
		at_risk: __("A due time is near"),
		breached: __("A due time has passed"),
		action_plan: __("Action plan"),
		conference_call: __("Conference call"),
		conference_call_cancelled: __("Conference call cancelled"),
		escalation_requested: __("Escalation was asked for"),
		request_decided: __("A request for escalation was decided"),
		missing_facts: __("Information is missing"),
		notice: __("Notice"),
		approval_awaited: __("An agreement awaits approval"),
		announced: __("An agreement is announced"),
		maintenance: __("Planned maintenance"),
		digest: __("Summary"),
	};
	const LANGUAGES = {
		id: __("Indonesian", null, "SLA Agreement"),
		en: __("English", null, "SLA Agreement"),
	};
	const MET_WHEN = { any: __("One of them happens"), all: __("All of them happen") };
	const STARTS_ON = {
		received: __("The report, then every update"),
		partner_replied: __("The partner's oldest unanswered message"),
	};
	const CODED = {
		"SLA Agreement": { language: LANGUAGES },
		"SLA Agreement Target": { clock: CLOCKS, met_when: MET_WHEN, starts_on: STARTS_ON },
		"SLA Clock Cycle": { clock: CLOCKS, outcome: sla_id.words.clock_outcomes },
		"SLA Escalation": { clock: CLOCKS, trigger_on: TRIGGERS },
		"SLA Escalation Duty": { kind: DUTIES },
		"SLA Escalation Task": { kind: DUTIES },
		"SLA Escalation Trigger": { clock: CLOCKS, trigger_on: TRIGGERS },
		"SLA Event": { event_type: EVENTS },
		"SLA Message Template": { language: LANGUAGES, template: TEMPLATES },
		"SLA Outbox": { language: LANGUAGES, template: TEMPLATES },
		"SLA Partner": { language: LANGUAGES },
		"SLA Ticket Clock": { clock: CLOCKS, state: CLOCK_STATES },
	};
	// Words, but kept in fields that Frappe doesn't translate.
	const WORDS = {
		"SLA Clock Cycle": ["kind"],
		"SLA Ticket": ["kind", "stage"],
		"SLA Management Cycle": ["next_step"],
	};

	// What a record holds in both languages, and nobody edits: the reader's is shown.
	const IN_BOTH = { "SLA Ticket Fact": "label", "SLA Escalation Task": "label" };
	const english = !(frappe.boot.lang || "en").startsWith("id");

	// What stands in place of a due time is kept in the agreement's language; the state says which of the two it is.
	const WITHOUT_DUE = {
		Paused: __("moves on while paused"),
		Waiting: __("not started: waits for a report through an official channel"),
	};
	const OWN = {
		"SLA Ticket.due_text": (value, _df, _options, row) => esc(WITHOUT_DUE[row?.state] || value),
	};

	for (const [doctype, fields] of Object.entries(CODED)) {
		for (const words of Object.values(fields)) {
			for (const [code, word] of Object.entries(words)) frappe._messages[`${code}:${doctype}`] = word;
		}
	}

	function is_ours(doctype, fieldname) {
		return doctype?.startsWith("SLA ") || fieldname?.startsWith("sla_id_");
	}

	function formatter_of({ parent, fieldname, fieldtype, label }) {
		if (!is_ours(parent, fieldname)) return null;
		if (fieldtype === "Datetime" && label?.endsWith(" (UTC)")) return sla_id.words.say_utc;
		const own = OWN[`${parent}.${fieldname}`];
		if (own) return own;
		if (IN_BOTH[parent] === fieldname) {
			return (value, _df, _options, row) => esc((english && row?.[`${fieldname}_en`]) || value);
		}
		const codes = CODED[parent]?.[fieldname];
		if (codes || fieldtype === "Select" || WORDS[parent]?.includes(fieldname)) {
			return (value) => esc(value && __(value, null, parent));
		}
		return null;
	}

	// A choice above a list doesn't say which DocType its words are of: the list does.
	const set_options = frappe.ui.form.ControlSelect.prototype.set_options;
	frappe.ui.form.ControlSelect.prototype.set_options = function (value) {
		const [view, doctype] = frappe.get_route?.() || [];
		const { parent, context, fieldname } = this.df;
		const ours = is_ours(doctype, fieldname);
		if (view === "List" && ours && !parent && !context && !this.doctype) this.df.context = doctype;
		return set_options.call(this, value);
	};

	// Of a record with names in both languages, the reader's.
	const get_link_title = frappe.utils.get_link_title;
	frappe.utils.get_link_title = (doctype, name) =>
		frappe.boot.sla_id_titles?.[doctype]?.[name] || get_link_title(doctype, name);

	// A field that holds UTC, in the reader's own zone: its label says UTC in exports and to scripts alone.
	sla_id.words.say_utc = (value) => {
		const zone = sla_id.words.reader_zone() || frappe.boot.time_zone?.system;
		return value ? sla_id.words.say_instant(`${value.replace(" ", "T")}Z`, zone) : "";
	};

	// The same in a list's cell: without the day of the week it fits in.
	sla_id.words.utc_cell = (value) => sla_id.words.cell(sla_id.words.say_utc(value).replace(/^[^,]*, /, ""));

	// Frappe takes every Datetime for one of the site's zone: it names that zone below the field, and moves the value.
	const add_field = frappe.meta.add_field;
	frappe.meta.add_field = (df) => {
		const formatter = formatter_of(df);
		if (formatter) df.formatter = formatter;
		// Frappe puts the zone behind a description before it looks for its translation
		if (df.fieldtype === "Datetime" && df.description && df.parent?.startsWith("SLA ")) {
			df.description = __(df.description, null, df.parent);
		}
		if (formatter === sla_id.words.say_utc) {
			df.hide_timezone = 1;
			df.label = __(df.label, null, df.parent).replace(" (UTC)", "");
		}
		return add_field(df);
	};
})();
