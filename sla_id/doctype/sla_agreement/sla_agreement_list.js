frappe.listview_settings["SLA Agreement"] = {
	add_fields: ["status", "next_review", "title_en"],
	has_indicator_for_draft: 1,
	before_render: () => sla_id.words.title_rows("title"),

	get_indicator({ status, next_review }) {
		const colours = {
			Draft: "red",
			Proposed: "orange",
			Approved: "blue",
			"In Force": "green",
			Superseded: "gray",
			Ended: "gray",
			Cancelled: "gray",
		};
		// a warning only: it stays in force (X19)
		if (status === "In Force" && next_review && next_review < frappe.datetime.get_today()) {
			return [
				__("In force, review overdue"),
				"orange",
				`status,=,In Force|next_review,<,${frappe.datetime.get_today()}`,
			];
		}
		return [__(status, null, "SLA Agreement"), colours[status] || "gray", `status,=,${status}`];
	},

	onload(listview) {
		if (!frappe.user.has_role(["SLA Manager", "System Manager"])) return;
		listview.page.add_inner_button(__("Import a file"), () => import_file());
		listview.page.add_inner_button(__("Draft from a document"), () => draft_document());
	},
};

function import_file(text) {
	const dialog = new frappe.ui.Dialog({
		title: __("Import an agreement file"),
		size: "large",
		fields: [
			{
				fieldname: "partner",
				fieldtype: "Link",
				options: "SLA Partner",
				label: __("Partner"),
				description: __("Empty: as the file says"),
			},
			{
				fieldname: "text",
				fieldtype: "Code",
				options: "YAML",
				label: __("Agreement file"),
				reqd: 1,
				default: text,
			},
		],
		primary_action_label: __("Make a draft"),
		async primary_action(values) {
			const name = await sla_id.call("sla_id.api.agreement.import_file", values);
			dialog.hide();
			frappe.set_route("Form", "SLA Agreement", name);
		},
	});
	dialog.show();
}

// A plain-text or Word document becomes an agreement file to look through, then import.
function draft_document() {
	new frappe.ui.FileUploader({
		folder: "Home/Attachments",
		make_attachments_public: false,
		restrictions: { allowed_file_types: [".txt", ".docx", ".md"], max_number_of_files: 1 },
		async on_success(file) {
			const draft = await sla_id.call("sla_id.api.agreement.draft_from_document", { file: file.name });
			const esc = frappe.utils.escape_html;
			const list = (title, rows) =>
				rows.length
					? `<h5>${title}</h5><ul>${rows.map((row) => `<li>${esc(row)}</li>`).join("")}</ul>`
					: "";
			frappe.msgprint({
				title: __("{0} figures were placed", [draft.placed]),
				message: list(__("To fill in"), draft.open_points) + list(__("Not placed"), draft.unplaced),
				wide: true,
				primary_action: {
					label: __("Continue with the draft"),
					action() {
						frappe.hide_msgprint();
						import_file(draft.text);
					},
				},
			});
		},
	});
}
