// One clock of a ticket as a card: its state, its due time and the sum behind it, its bar. hooks.py puts this file before
// clock_panel.js in doctype_js.

frappe.provide("sla_id.words");
frappe.provide("sla_id.clock_card");

(() => {
	const STOPPED = ["met", "missed", "done", "excluded"];
	const esc = sla_id.escape;

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

	// A team's own clock (OLA) carries the team's name.
	sla_id.clock_card.title = ({ label, team }) => (team ? `${label} · ${team}` : label);

	// `data` is the server's answer that the clock is of.
	sla_id.clock_card.html = (clock, data, with_receipt) => {
		const { colour } = clock;
		const title = esc(sla_id.clock_card.title(clock));
		return `<section class="sla-card sla-${colour}" data-clock="${esc(clock.clock)}">
			<header>
				<h4>${title}</h4>
				<span class="indicator-pill ${colour}">${esc(clock.state_label)}</span>
			</header>
			${due_html(clock, data)}
			${bar_html(clock, colour)}
			${clock.source ? `<p class="sla-source">${__("Section {0} of the agreement", [esc(clock.source)])}</p>` : ""}
			${with_receipt ? receipt_html(clock) : ""}
		</section>`;
	};

	function due_html(clock, data) {
		if (!clock.due) {
			return `<p class="sla-due">${esc(without_due(clock))}</p>`;
		}
		const own = in_own_zone(clock, data.zone);
		const stopped = STOPPED.includes(clock.state);
		const paused = clock.state === "paused";
		const ahead = Date.parse(clock.due) > Date.parse(data.now) ? "data-ahead='1'" : "";
		const count =
			stopped || paused ? "" : `<p class="sla-count" data-due="${esc(clock.due)}" ${ahead}></p>`;
		return `<div class="sla-due">
			<span class="sla-label">${paused ? __("Due, if work resumed now") : stopped ? __("Was due") : __("Due")}</span>
			<strong>${esc(clock.due_text)}</strong>
			${own ? `<span class="sla-own">${__("Your time: {0}", [esc(own)])}</span>` : ""}
			${count}
		</div>`;
	}

	function receipt_html(clock) {
		if (!clock.due || !clock.receipt) return "";
		const key = `${clock.clock} ${clock.team}`;
		return `<details data-key="${esc(key)}">
			<summary>${__("Why this deadline")}</summary>
			<pre class="sla-receipt" tabindex="0">${esc(clock.receipt)}</pre>
		</details>`;
	}

	function in_own_zone(clock, zone) {
		const own = sla_id.words.reader_zone();
		if (!clock.due || !own) return "";
		const at = new Date(clock.due);
		return sla_id.words.say_zone(own, at) === sla_id.words.say_zone(zone, at)
			? ""
			: sla_id.words.say_instant(clock.due, own);
	}

	function without_due(clock) {
		if (clock.state === "waiting") return __("Starts when the report comes through an official channel.");
		if (STOPPED.includes(clock.state)) return __("Stopped. It had no due time.");
		return __("No due time: no time is promised, or the release isn't planned yet.");
	}

	function bar_html(clock, colour) {
		if (!clock.target_seconds) return "";
		const percent = Math.round((clock.elapsed_seconds / clock.target_seconds) * 100);
		const remaining = clock.target_seconds - clock.elapsed_seconds;
		const used = __("{0} of {1} working time used", [
			sla_id.words.say_work(clock.elapsed_seconds),
			sla_id.words.say_work(clock.target_seconds),
		]);
		const length = sla_id.words.say_work(remaining);
		const to_spare = STOPPED.includes(clock.state)
			? __("{0} to spare", [length])
			: __("{0} left", [length]);
		// what left the agreement has no time left of it
		const excluded = clock.state === "excluded";
		const left = excluded ? "" : remaining >= 0 ? to_spare : __("{0} over", [length]);
		return `<div class="sla-bar" role="progressbar" aria-valuemin="0" aria-valuemax="100"
				aria-valuenow="${Math.min(percent, 100)}" aria-label="${esc(used)}">
				<div class="sla-fill sla-fill-${colour}" style="width: ${Math.min(percent, 100)}%"></div>
			</div>
			<p class="sla-figures"><span>${esc(used)} (${percent}&nbsp;%)</span><span>${esc(left)}</span></p>`;
	}
})();
