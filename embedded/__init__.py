"""Runs Frappe apps without a bench, on the Frappe engine as packaged on PyPI. For the demo and the tests alone.

	import embedded
	site = embedded.new_site("some/folder")        # a copy of a cached template; SQLite
	frappe = embedded.connect(site)                # Administrator; `import frappe` works from here on
	...
	embedded.disconnect()

Importing this package closes the network to everything but loopback (`guard`). See README.md for the parts.
"""

from __future__ import annotations

from typing import Any

from embedded import runtime
from embedded.guard import OutsideConnectionRefused
from embedded.site import DEFAULT_APPS, connect, disconnect, ensure_template, new_site, quiet

runtime.prepare()


def install_app(name: str) -> None:
	"""Install an app on the open site."""
	from embedded import installer

	with quiet():
		installer.install_app(name)


def uninstall_app(name: str) -> None:
	"""Remove an app from the open site, as `bench uninstall-app` does."""
	from embedded import installer

	with quiet():
		installer.uninstall_app(name)


def migrate() -> None:
	"""Bring the open site to the apps' present code, as `bench migrate` does."""
	from embedded import installer

	with quiet():
		installer.migrate()


def engine() -> Any:
	"""The engine's module, started and mended, without opening a site."""
	return runtime.load()


__all__ = [
	"DEFAULT_APPS",
	"OutsideConnectionRefused",
	"connect",
	"disconnect",
	"engine",
	"ensure_template",
	"install_app",
	"migrate",
	"new_site",
	"uninstall_app",
]
