// The clocks of a ticket, drawn and kept current. SLA Ticket and the hosts' forms (host_ticket.js) share it: hooks.py
// puts this file before theirs in doctype_js, after what it draws with (clock_card.js, ticket_lists.js), so it needs no build.
//
//	sla_id.clock_panel.show(wrapper, { fetch, reasons })   fetch: () => Promise of sla_id.api.ticket's answer
//
// Numbers come from the server: working time is asked for again every 30 seconds. Only the wall-clock countdown to the
// due instant runs here, on the server's clock (a wrong clock on the reader's machine changes nothing).

frappe.provide("sla_id.clock_panel");

(() => {
	const REFRESH = 30 * 1000;
	const esc = sla_id.escape;

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
					() => this.fail(),
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
			const text = __("The clocks could not be loaded. We try again every 30 seconds.");
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
			this.$wrapper.find("details[open]").each((_, element) => this.opened.add(element.dataset.key));
			this.$wrapper
				.find("details:not([open])")
				.each((_, element) => this.opened.delete(element.dataset.key));
			this.$wrapper.html(this.html());
			this.$wrapper
				.find("details")
				.each((_, element) => (element.open = this.opened.has(element.dataset.key)));
			this.listen();
			this.count_down();
		}

		html() {
			const { data, options } = this;
			const cards = data.clocks
				.map((clock) => sla_id.clock_card.html(clock, data, options.reasons))
				.join("");
			const { requests, escalations, missing, reasons, history } = sla_id.ticket_lists;
			return `<div class="sla-panel">
				${this.headline()}
				${cards ? `<div class="sla-cards">${cards}</div>` : ""}
				${sla_id.ticket_claims.html(data)}
				${requests(data)}
				${escalations(data)}
				${missing(data, options.mark_fact)}
				${options.reasons ? reasons(data) + history(data) : ""}
			</div>`;
		}

		listen() {
			const on = (name, act) =>
				this.$wrapper.find(`[data-${name}]`).on("click", (event) => act(event.currentTarget));
			on("fact", ({ dataset }) => this.mark_fact(dataset.fact));
			on("escalation", (button) => this.take_over(button));
			on("request", ({ dataset }) =>
				sla_id.escalations.decide(dataset.request, dataset.valid === "1", () => this.load()),
			);
			on("duty", ({ dataset }) => this.tick_off(dataset.duty));
			sla_id.ticket_claims.listen(this.$wrapper, this.data, () => this.load());
		}

		tick_off(row) {
			for (const { name, duties } of this.data.escalations) {
				const duty = duties.find((each) => each.row === row);
				if (duty) sla_id.escalations.tick(name, duty, () => this.load());
			}
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
			const { label } = this.data.facts.find((each) => each.code === code);
			sla_id.ask_text(
				label,
				(value) => this.options.mark_fact(code, value).then((data) => this.take(data)),
				__("What is known"),
				__("Save"),
			);
		}

		headline() {
			const { state_label, colour, agreement, priority, escalation_level, problem, name } = this.data;
			const facts = [];
			if (agreement) {
				facts.push(`${__("Agreement")} ${sla_id.link("SLA Agreement", agreement)}`);
			}
			if (priority) facts.push(__("Priority {0}", [esc(priority)]));
			if (escalation_level) facts.push(__("Escalation level {0}", [cint(escalation_level)]));
			if (this.options.record_link) facts.push(sla_id.link("SLA Ticket", name, __("Full record")));
			return `<div class="sla-head">
				<span class="indicator-pill ${colour}">${esc(state_label)}</span>
				${facts.map((fact) => `<span>${fact}</span>`).join("")}
			</div>
			${problem ? `<p class="sla-problem">${esc(problem)}</p>` : ""}`;
		}
	}

	// The sums behind every deadline, one after the other.
	sla_id.clock_panel.receipts = (wrapper, data) => {
		const { reasons, history } = sla_id.ticket_lists;
		const sums = data.clocks
			.filter((clock) => clock.due && clock.receipt)
			.map(
				(clock) => `<h4>${esc(sla_id.clock_card.title(clock))}</h4>
				<pre class="sla-receipt" tabindex="0">${esc(clock.receipt)}</pre>`,
			);
		$(wrapper).html(`<div class="sla-panel">${reasons(data)}${history(data)}${sums.join("")}</div>`);
	};

	sla_id.clock_panel.show = (wrapper, options) => {
		const shown = $(wrapper).data("sla-panel");
		shown?.stop();
		const panel = new ClockPanel(wrapper, options);
		$(wrapper).data("sla-panel", panel);
		return panel;
	};
})();
