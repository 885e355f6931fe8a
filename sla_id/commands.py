"""Commands of a bench: `bench --site SITE sla-id-self-check [--repair]`. Frappe reads the list `commands`."""

import sys
from typing import Any

import click


@click.command("sla-id-self-check")
@click.option(
	"--repair", is_flag=True, help="Put right what was found; without it nothing is written but the report."
)
@click.option("--closed", default=500, show_default=True, help="How many closed tickets to look at, too.")
@click.pass_obj
def self_check(context: Any, repair: bool, closed: int) -> None:
	"""Compare ledgers, records, escalations and what the helpdesk's tickets show. Ends with 1 where something is left."""
	import frappe

	from sla_id.sweep.self_check.run_self_check import report_findings, run_self_check, say_report

	sites = (context.get("sites") if isinstance(context, dict) else getattr(context, "sites", None)) or []
	if not sites:
		raise click.UsageError("Name a site: bench --site SITE sla-id-self-check")
	left = 0
	for site in sites:
		frappe.init(site=site)
		frappe.connect()
		try:
			report = run_self_check(repair=repair, closed=max(closed, 0))
			report_findings(report)
			frappe.db.commit()  # nosemgrep: a command; nobody else ends its transaction
		finally:
			frappe.destroy()
		click.echo(f"{site}: {say_report(report)}")
		left += len(report.left)
	sys.exit(1 if left else 0)


commands = [self_check]
