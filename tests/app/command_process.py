"""A process of its own for the test of the commands: `bench --site SITE COMMAND` without a bench.

`python -m tests.app.command_process SITE COMMAND [--repair]` loads the app's commands as a bench does and gives them the sites that
it would; opening a site is `own_site`'s.
"""

import sys
from pathlib import Path

import click

from tests.app import own_site


def main(site: str, *words: str) -> None:
	"""Run it with the exit status of the command."""
	frappe = own_site.connect(Path(site))
	own_site.disconnect()
	real = frappe.init, frappe.connect, frappe.destroy

	def init(site: str) -> None:
		frappe.init, frappe.connect, frappe.destroy = real
		own_site.connect(Path(site))
		frappe.connect, frappe.destroy = (lambda: None), destroy

	def destroy() -> None:
		frappe.destroy = real[2]
		own_site.disconnect()

	frappe.init = init
	from sla_id.commands import commands

	group = click.Group("sla_id", {command.name: command for command in commands if command.name})
	group.main(list(words), obj={"sites": [site]})


if __name__ == "__main__":
	main(*sys.argv[1:])
