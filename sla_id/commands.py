"""Commands of a bench: `bench --site SITE sla-id-self-check [--repair]`, `… sla-id-verify-statements`. Frappe reads the list `commands`."""

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

	left = 0
	for site in _sites(context, "sla-id-self-check"):
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


@click.command("sla-id-verify-statements")
@click.option("--partner", default=None, help="Only this partner's chain.")
@click.pass_obj
def verify_sealed_statements(context: Any, partner: str | None) -> None:
	"""Compare sealed statements with their seals and with what the records say now. Ends with 1 where anything differs."""
	import frappe

	from sla_id.statements.verify_statements import verify_statements

	wrong = 0
	for site in _sites(context, "sla-id-verify-statements"):
		frappe.init(site=site)
		frappe.connect()
		try:
			found = verify_statements(partner)
			sealed = frappe.db.count("SLA Statement", {"number": [">", 0]})
		finally:
			frappe.destroy()
		click.echo(f"{site}: {sealed} sealed statements, {len(found)} differences")
		for finding in found:
			click.echo(f"{finding.doctype} {finding.name}: {finding.says}")
		wrong += len(found)
	sys.exit(1 if wrong else 0)


def _sites(context: Any, command: str) -> list[str]:
	"""The sites that a command was called for. Raises click.UsageError without one."""
	sites = (context.get("sites") if isinstance(context, dict) else getattr(context, "sites", None)) or []
	if not sites:
		raise click.UsageError(f"Name a site: bench --site SITE {command}")
	return list(sites)


commands = [self_check, verify_sealed_statements]
