// SLA Settings: what the app ships otherwise than the site has it (an update changes none of it by itself), and the self-check
// on request, whose findings are a list of their own when the job is done.

frappe.ui.form.on("SLA Settings", {
	refresh(frm) {
		if (frappe.user.has_role(["SLA Manager", "System Manager"])) {
			frm.add_custom_button(__("What the app ships"), show_differences);
		}
		add_findings(frm);
		if (frm.perm[0]?.write) add_self_check(frm);
		if (frm.perm[0]?.write) add_metrics_token(frm);
	},
});

async function show_differences() {
	const rows = await sla_id.call("sla_id.api.shipped_records.list_differences");
	const dialog = new frappe.ui.Dialog({ title: __("What the app ships"), size: "large" });
	const body = $(dialog.body);
	if (!rows.length) {
		body.append($("<p>").text(__("All records that came with the app are unchanged.")));
	} else {
		body.append(
			$("<p>").text(
				__("Your site has changed these records. Go back to the shipped ones, or keep yours."),
			),
		);
		rows.forEach((row) => body.append(difference(row)));
	}
	dialog.show();
}

function difference(row) {
	const said = row.fields.length
		? __("Other than shipped: {0}", [row.fields.join(", ")])
		: __("Deleted on this site.");
	const line = $('<div class="flex justify-between align-center mb-3">');
	$("<div>")
		.append($("<strong>").text(`${row.label}: ${row.name}`), $('<div class="text-muted">').text(said))
		.appendTo(line);
	$('<button class="btn btn-default btn-sm">')
		.text(__("Take what is shipped"))
		.on("click", async (event) => {
			event.target.disabled = true;
			try {
				await sla_id.call("sla_id.api.shipped_records.take", {
					doctype: row.doctype,
					name: row.name,
				});
				line.remove();
			} catch (error) {
				event.target.disabled = false;
				if (!(error instanceof sla_id.Refused)) throw error;
			}
		})
		.appendTo(line);
	return line;
}

function add_findings(frm) {
	if (!frappe.model.can_read("SLA Self Check Finding")) return;
	frm.add_custom_button(
		__("Findings"),
		() => frappe.set_route("List", "SLA Self Check Finding"),
		__("Self-check"),
	);
}

function add_self_check(frm) {
	const group = __("Self-check");
	frm.add_custom_button(__("Compare now"), () => start_self_check(false), group);
	frm.add_custom_button(
		__("Repair"),
		() =>
			frappe.confirm(
				__(
					"All records will be computed again from their ledgers, and records of deleted tickets will be closed. Continue?",
				),
				() => start_self_check(true),
			),
		group,
	);
}

function start_self_check(repair) {
	sla_id
		.call("sla_id.api.self_check.start", { repair })
		.then(() =>
			frappe.show_alert(
				__("The self-check is running. Reload this page in a few minutes to see what it found."),
			),
		);
}

function add_metrics_token(frm) {
	const group = __("Prometheus");
	const make = () =>
		sla_id.call("sla_id.api.metrics.new_token").then(({ token }) => {
			sla_id.show_token(token);
			frm.reload_doc();
		});
	frm.add_custom_button(
		__("New token"),
		() =>
			frm.doc.metrics_token_hint
				? frappe.confirm(__("The token in use stops working at once. Continue?"), make)
				: make(),
		group,
	);
	if (!frm.doc.metrics_token_hint) return;
	frm.add_custom_button(
		__("Remove the token"),
		() => sla_id.call("sla_id.api.metrics.remove_token").then(() => frm.reload_doc()),
		group,
	);
}
