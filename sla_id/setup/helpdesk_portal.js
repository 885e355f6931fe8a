// Helpdesk's own front end (HD Form Script, customers): a button "SLA" on a ticket that opens its page of due times.
// Written into the site by setup/helpdesk_form.py. Helpdesk runs this text; it sees only what setupForm is given.
function setupForm({ doc }) {
	const page = `/sla/${encodeURIComponent(`HD Ticket ${doc.name}`)}`;
	return { actions: [{ label: "SLA", onClick: () => window.location.assign(page) }] };
}
