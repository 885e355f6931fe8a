// The clocks of a ticket, drawn and kept current. SLA Ticket and the hosts' forms (host_ticket.js) share it: hooks.py
// puts this file before theirs in doctype_js, so it needs no build.
//
//	sla_id.clock_panel.show(wrapper, { fetch, reasons })   fetch: () => Promise of sla_id.api.ticket's answer
//
// Numbers come from the server: working time is asked for again every 30 seconds. Only the wall-clock countdown to the
// due instant runs here, on the server's clock (a wrong clock on the reader's machine changes nothing).

frappe.provide("sla_id.words");
frappe.provide("sla_id.clock_panel");

(() => {
	const REFRESH = 30 * 1000;
	const AGENTS = ["SLA Agent", "SLA Manager", "System Manager", "Agent", "Support Team"];
	const STOPPED = ["met", "missed", "done", "excluded"];
	const esc = (text) => frappe.utils.escape_html(String(text ?? ""));

	// Working time: hours are never folded into days, for a working day isn't 24 hours.
	sla_id.words.say_work = (seconds) => say_parts(Math.abs(seconds), false);

	// Time on the wall, in at most two units.
	sla_id.words.say_wall = (seconds) => say_parts(Math.abs(seconds), true);

	function say_parts(seconds, days) {
		if (seconds >= 1 && seconds < 60) return __("{0} s", [Math.floor(seconds)]);
		const minutes = Math.floor(seconds / 60);
		const hours = Math.floor(minutes / 60);
		const [day, hour] = days ? [Math.floor(hours / 24), hours % 24] : [0, hours];
		const parts = [];
		if (day) parts.push(day === 1 ? __("1 day") : __("{0} days", [day]));
		if (hour) parts.push(__("{0} h", [hour], "SLA Ticket"));
		if (!day && (minutes % 60 || !hours)) parts.push(__("{0} min", [minutes % 60]));
		return parts.join(" ");
	}

	function in_own_zone(clock, zone) {
		const own = sla_id.words.reader_zone();
		if (!clock.due || !own) return "";
		const at = new Date(clock.due);
		return sla_id.words.say_zone(own, at) === sla_id.words.say_zone(zone, at) ? "" : sla_id.words.say_instant(clock.due, own);
	}

	class ClockPanel {
		constructor(wrapper, options) {
			this.$wrapper = $(wrapper);
			this.options = options;
			this.opened = new Set();
			this.load();
		}

		load() {
			this.loading = true;
			return this.options
				.fetch()
				.then(
					(data) => data && this.take(data),
					() => this.fail()
				)
				.finally(() => (this.loading = false));
		}

		take(data) {
			this.failed = false;
			this.data = data;
			this.skew = Date.parse(data.now) - Date.now();
			this.fetched = Date.now();
			this.draw();
			this.options.on_data?.(data);
			this.timer ??= setInterval(() => this.tick(), 1000);
		}

		fail() {
			this.failed = true;
			this.fetched = Date.now();
			const text = __("The clocks could not be loaded. They are tried again every 30 seconds.");
			this.$wrapper.find(".sla-stale").remove();
			$(`<p class="sla-stale text-muted"></p>`).text(text).prependTo(this.$wrapper);
			this.timer ??= setInterval(() => this.tick(), 1000);
		}

		stop() {
			clearInterval(this.timer);
			this.timer = null;
		}

		tick() {
			if (!document.contains(this.$wrapper[0])) return this.stop();
			if (document.hidden) return;
			this.count_down();
			if (!this.loading && Date.now() - this.fetched > REFRESH) this.load();
		}

		count_down() {
			const now = Date.now() + this.skew;
			this.$wrapper.find("[data-due]").each((_, element) => {
				const seconds = (Date.parse(element.dataset.due) - now) / 1000;
				const length = sla_id.words.say_wall(seconds);
				element.textContent = seconds >= 0 ? __("in {0}", [length]) : __("{0} ago", [length]);
				if (seconds < 0 && element.dataset.ahead) {
					delete element.dataset.ahead;
					this.fetched = 0;
				}
			});
		}

		draw() {
			const { clocks, zone } = this.data;
			this.$wrapper.find("details[open]").each((_, element) => this.opened.add(element.dataset.key));
			this.$wrapper.find("details:not([open])").each((_, element) => this.opened.delete(element.dataset.key));
			const cards = clocks.map((clock) => this.card(clock, zone)).join("");
			this.$wrapper.html(`<div class="sla-panel">
				${this.headline()}
				${cards ? `<div class="sla-cards">${cards}</div>` : ""}
				${requests_html(this.data)}
				${escalations_html(this.data)}
				${missing_html(this.data, this.options.mark_fact)}
				${this.options.reasons ? this.reasons() : ""}
			</div>`);
			this.$wrapper.find("details").each((_, element) => (element.open = this.opened.has(element.dataset.key)));
			this.$wrapper.find("[data-fact]").on("click", (event) => this.mark_fact(event.currentTarget.dataset.fact));
			this.$wrapper.find("[data-escalation]").on("click", (event) => this.take_over(event.currentTarget));
			this.$wrapper.find("[data-request]").on("click", ({ currentTarget: { dataset } }) =>
				sla_id.escalations.decide(dataset.request, dataset.valid === "1", () => this.load())
			);
			this.$wrapper.find("[data-duty]").on("click", (event) => this.tick_off(event.currentTarget.dataset.duty));
			this.count_down();
		}

		tick_off(row) {
			const { name, duties } = this.data.escalations.find(({ duties }) => duties.some((duty) => duty.row === row));
			sla_id.escalations.tick(name, duties.find((duty) => duty.row === row), () => this.load());
		}

		// Who takes an escalation over answers for it: nobody is called again.
		take_over(button) {
			button.disabled = true;
			sla_id
				.call("sla_id.api.escalation.acknowledge", { escalation: button.dataset.escalation })
				.then((data) => {
					frappe.show_alert({ message: __("You have taken it over."), indicator: "green" });
					this.take(data);
				})
				.catch(() => this.load());
		}

		// What an agent knows by other means, e.g. from a call.
		mark_fact(code) {
			const fact = this.data.facts.find((fact) => fact.code === code);
			sla_id.ask(
				[{ fieldname: "value", fieldtype: "Small Text", label: fact.label, reqd: 1 }],
				({ value }) => this.options.mark_fact(code, value).then((data) => this.take(data)),
				__("What is known"),
				__("Save")
			);
		}

		headline() {
			const { state_label, colour, agreement, priority, escalation_level, problem, name } = this.data;
			const facts = [];
			if (agreement) {
				facts.push(`${__("Agreement")} ${link("SLA Agreement", agreement)}`);
			}
			if (priority) facts.push(__("Priority {0}", [esc(priority)]));
			if (escalation_level) facts.push(__("Escalation level {0}", [cint(escalation_level)]));
			if (this.options.record_link) facts.push(link("SLA Ticket", name, __("Full record")));
			return `<div class="sla-head">
				<span class="indicator-pill ${colour}">${esc(state_label)}</span>
				${facts.map((fact) => `<span>${fact}</span>`).join("")}
			</div>
			${problem ? `<p class="sla-problem">${esc(problem)}</p>` : ""}`;
		}

		card(clock, zone) {
			const { colour } = clock;
			const title = esc(say_clock(clock));
			return `<section class="sla-card sla-${colour}" data-clock="${esc(clock.clock)}">
				<header>
					<h4>${title}</h4>
					<span class="indicator-pill ${colour}">${esc(clock.state_label)}</span>
				</header>
				${this.due(clock, zone)}
				${bar(clock, colour)}
				${clock.source ? `<p class="sla-source">${__("Section {0} of the agreement", [esc(clock.source)])}</p>` : ""}
				${this.options.reasons ? this.receipt(clock) : ""}
			</section>`;
		}

		due(clock, zone) {
			if (!clock.due) {
				return `<p class="sla-due">${esc(without_due(clock))}</p>`;
			}
			const own = in_own_zone(clock, zone);
			const stopped = STOPPED.includes(clock.state);
			const paused = clock.state === "paused";
			const ahead = Date.parse(clock.due) > Date.parse(this.data.now) ? "data-ahead='1'" : "";
			const count = stopped || paused ? "" : `<p class="sla-count" data-due="${esc(clock.due)}" ${ahead}></p>`;
			return `<div class="sla-due">
				<span class="sla-label">${paused ? __("Due, if work resumed now") : stopped ? __("Was due") : __("Due")}</span>
				<strong>${esc(clock.due_text)}</strong>
				${own ? `<span class="sla-own">${__("Your time: {0}", [esc(own)])}</span>` : ""}
				${count}
			</div>`;
		}

		receipt(clock) {
			if (!clock.due || !clock.receipt) return "";
			const key = `${clock.clock} ${clock.team}`;
			return `<details data-key="${esc(key)}">
				<summary>${__("Why this deadline")}</summary>
				<pre class="sla-receipt" tabindex="0">${esc(clock.receipt)}</pre>
			</details>`;
		}

		reasons() {
			return reasons_html(this.data) + history_html(this.data);
		}
	}

	function say_clock({ label, team }) {
		return team ? `${label} · ${team}` : label;
	}

	function without_due(clock) {
		if (clock.state === "waiting") return __("Starts when the report comes through an official channel.");
		if (STOPPED.includes(clock.state)) return __("Stopped. It had no due time to keep.");
		return __("No due time: nothing is promised, or the release isn't planned yet.");
	}

	function bar(clock, colour) {
		if (!clock.target_seconds) return "";
		const percent = Math.round((clock.elapsed_seconds / clock.target_seconds) * 100);
		const remaining = clock.target_seconds - clock.elapsed_seconds;
		const used = __("{0} of {1} working time used", [
			sla_id.words.say_work(clock.elapsed_seconds),
			sla_id.words.say_work(clock.target_seconds),
		]);
		const length = sla_id.words.say_work(remaining);
		const to_spare = STOPPED.includes(clock.state) ? __("{0} to spare", [length]) : __("{0} left", [length]);
		// what left the agreement has no time left of it
		const excluded = clock.state === "excluded";
		const left = excluded ? "" : remaining >= 0 ? to_spare : __("{0} over", [length]);
		return `<div class="sla-bar" role="progressbar" aria-valuemin="0" aria-valuemax="100"
				aria-valuenow="${Math.min(percent, 100)}" aria-label="${esc(used)}">
				<div class="sla-fill sla-fill-${colour}" style="width: ${Math.min(percent, 100)}%"></div>
			</div>
			<p class="sla-figures"><span>${esc(used)} (${percent}&nbsp;%)</span><span>${esc(left)}</span></p>`;
	}

	function reasons_html(data) {
		if (!data.reasons.length) return "";
		const items = data.reasons.map((reason) => `<li>${esc(reason)}</li>`).join("");
		return `<div class="sla-reasons"><h4>${__("Why these targets")}</h4><ul>${items}</ul></div>`;
	}

	function history_html({ history, history_count, name }) {
		if (!history.length) return "";
		const more =
			history_count > history.length
				? `<a href="/app/sla-event?sla_ticket=${encodeURIComponent(name)}">${__("All {0}", [history_count])}</a>`
				: "";
		const items = history.map(
			(row) => `<li>${esc(row.at)}${row.by ? ` · ${esc(row.by)}` : ""}: ${esc(row.change)}</li>`
		);
		return `<div class="sla-reasons"><h4>${__("Changed since")}</h4><ul>${items.join("")}</ul>${more}</div>`;
	}

	// A solved ticket asks for nothing more.
	function missing_html({ facts, completeness, asks, asked_by_mail }, may_mark) {
		const missing = asks ? facts.filter((fact) => !fact.given) : [];
		if (!missing.length) return "";
		const items = missing.map(
			(fact) => `<li>${esc(fact.label)} ${
				may_mark ? `<button class="btn btn-xs btn-default" data-fact="${esc(fact.code)}">${__("It is known")}</button>` : ""
			}</li>`
		);
		const waits = completeness === "Waiting" ? ` ${__("The clocks wait, but for the response.")}` : "";
		return `<div class="sla-missing"><h4>${__("The report lacks")}</h4><ul>${items.join("")}</ul><p>${
			asked_by_mail
				? __("The partner was asked in the portal and by e-mail.")
				: __("The partner is asked in the portal alone: no e-mail went out.")
		}${waits}</p></div>`;
	}

	function requests_html({ requests }) {
		if (!requests?.length) return "";
		return `<div class="sla-decisions"><h4>${__("Requests that await a decision")}</h4><ul>${requests.map(request_html).join("")}</ul></div>`;
	}

	function request_html(row) {
		const title = [__("Level {0}", [row.level]), row.reason].filter(Boolean).join(" · ");
		const facts = [
			row.explanation && `“${row.explanation}”`,
			__("asked by {0}, {1}", [row.asked_by, row.asked]),
			__("Decide by {0}. Undecided by then, the request counts as valid.", [row.decide_by]),
		];
		const button = (valid, label, look) =>
			`<button class="btn btn-xs ${look}" data-request="${esc(row.name)}" data-valid="${valid}">${label}</button>`;
		return `<li>
			<span class="indicator-pill orange">${__("Open", null, "SLA Escalation Request")}</span>
			<strong>${link("SLA Escalation Request", row.name, title)}</strong>
			<span class="text-muted">${facts.filter(Boolean).map(esc).join(" · ")}</span>
			${row.may_decide ? button(1, __("Accept"), "btn-primary") + button(0, __("Refuse"), "btn-default") : ""}
		</li>`;
	}

	function escalations_html({ escalations, major_incident }) {
		const rows = (escalations || []).map(escalation_html);
		const group = major_incident
			? `<p>${__("Part of the major incident {0}", [link("SLA Major Incident", major_incident)])}</p>`
			: "";
		if (!rows.length && !group) return "";
		return `<div class="sla-escalations"><h4>${__("Escalations")}</h4>${group}<ul>${rows.join("")}</ul></div>`;
	}

	function escalation_html(row) {
		const title = link("SLA Escalation", row.name, [__("Level {0}", [row.level]), row.title].filter(Boolean).join(" · "));
		const facts = [row.fired];
		if (row.told > 1) facts.push(__("told {0} times", [row.told]));
		if (row.acknowledged) facts.push(__("taken over by {0}, {1}", [row.acknowledged_by, row.acknowledged]));
		else if (row.acknowledge_by) facts.push(__("to be taken over by {0}", [row.acknowledge_by]));
		const button = row.open
			? `<button class="btn btn-xs btn-primary" data-escalation="${esc(row.name)}">${__("Take over")}</button>`
			: "";
		const tellings = row.tellings.map((line) => `<li>${esc(line)}</li>`).join("");
		const told = tellings
			? `<details data-key="told ${esc(row.name)}"><summary>${row.told ? __("Who was told") : __("Nobody was told")}</summary><ul class="text-muted">${tellings}</ul></details>`
			: "";
		return `<li>
			<span class="indicator-pill ${row.open ? "red" : "green"}">${row.open ? __("Open", null, "SLA Escalation") : row.acknowledged ? __("Taken over") : __("Over", null, "SLA Escalation")}</span>
			<strong>${title}</strong> <span class="text-muted">${facts.map(esc).join(" · ")}</span> ${button}
			${told}
			${sla_id.escalations.duties_html(row.duties)}
		</li>`;
	}

	function link(doctype, name, label) {
		return `<a href="${frappe.utils.get_form_link(doctype, name)}">${esc(label || name)}</a>`;
	}

	// The sums behind every deadline, one after the other.
	sla_id.clock_panel.receipts = (wrapper, data) => {
		const sums = data.clocks
			.filter((clock) => clock.due && clock.receipt)
			.map(
				(clock) => `<h4>${esc(say_clock(clock))}</h4>
				<pre class="sla-receipt" tabindex="0">${esc(clock.receipt)}</pre>`
			);
		$(wrapper).html(`<div class="sla-panel">${reasons_html(data)}${history_html(data)}${sums.join("")}</div>`);
	};

	sla_id.clock_panel.show = (wrapper, options) => {
		const shown = $(wrapper).data("sla-panel");
		shown?.stop();
		const panel = new ClockPanel(wrapper, options);
		$(wrapper).data("sla-panel", panel);
		return panel;
	};

	// "Escalate": what the agreement lets an agent ask for. "Massive impact": said once, with a reason.
	sla_id.clock_panel.escalation_buttons = (frm, doctype, name, sla_ticket, done) => {
		if (!AGENTS.some((role) => frappe.user.has_role(role))) return;
		frm.add_custom_button(__("Escalate"), () => ask_for_tier(sla_ticket, done), __("Escalation"));
		frm.add_custom_button(
			__("Massive impact"),
			() =>
				sla_id.ask(
					[
						{
							fieldname: "reason",
							fieldtype: "Small Text",
							label: __("What does it mean for the partner's business?"),
							reqd: 1,
						},
					],
					({ reason }) =>
						sla_id
							.call("sla_id.api.escalation_requests.declare_massive_impact", { doctype, name, reason })
							.then(done),
					__("Massive impact"),
					__("Save")
				),
			__("Escalation")
		);
	};

	async function ask_for_tier(sla_ticket, done) {
		const tiers = await sla_id.call("sla_id.api.escalation_requests.possible", { sla_ticket });
		if (!tiers.length) {
			frappe.msgprint(__("The agreement lets nobody ask for an escalation of this ticket, or it has ended."));
			return;
		}
		const say = (tier) => `${__("Level {0}", [tier.level])} · ${tier.title || tier.responsible}`;
		const choices = tiers.flatMap((tier) =>
			(tier.reasons.length ? tier.reasons : [{ code: "", label: "" }]).map((reason) => ({
				value: JSON.stringify([tier.level, reason.code]),
				label: [say(tier), reason.label].filter(Boolean).join(": "),
			}))
		);
		sla_id.ask(
			[
				{ fieldname: "choice", fieldtype: "Select", label: __("Level and reason"), options: choices, reqd: 1 },
				{ fieldname: "explanation", fieldtype: "Small Text", label: __("What has happened?"), reqd: 1 },
			],
			({ choice, explanation }) => {
				const [level, reason] = JSON.parse(choice);
				return sla_id
					.call("sla_id.api.escalation_requests.ask", { sla_ticket, level, reason, explanation })
					.then(done);
			},
			__("Escalate"),
			__("Escalate")
		);
	}

	// "Record workaround": asks what was done, then stops what the agreement says a workaround stops.
	sla_id.clock_panel.workaround_button = (frm, doctype, name, done) => {
		if (!AGENTS.some((role) => frappe.user.has_role(role))) return;
		frm.add_custom_button(__("Record workaround"), () => {
			sla_id.ask(
				[
					{
						fieldname: "note",
						fieldtype: "Small Text",
						label: __("What lets the partner work again?"),
						reqd: 1,
					},
				],
				({ note }) =>
					sla_id.call("sla_id.api.ticket.record_workaround", { doctype, name, note }).then((data) => {
						frappe.show_alert({ message: __("The workaround is recorded."), indicator: "green" });
						return done(data);
					}),
				__("Record workaround"),
				__("Save")
			);
		});
	};
})();
