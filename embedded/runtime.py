"""Starts the Frappe engine as packaged on PyPI once in a process and applies every mend. Imported by `embedded`."""

from __future__ import annotations

import os
import warnings
from typing import Any

from embedded import apps, config, guard, imports, memredis, mends, mysqldb, sqlite, testing, translations

_engine: Any = None
_loading = False


def prepare() -> None:
	"""What `import embedded` does: guard the network and let `import frappe` be found. Cheap."""
	guard.install()
	# a dependency warns on every start of a Python that still gets fixes for years
	warnings.filterwarnings("ignore", category=FutureWarning, module=r"google\..*")
	imports.install(load)


def load() -> Any:
	"""Import the engine, mended. Returns the module that `import frappe` gives."""
	global _engine, _loading
	if _engine is not None:
		return _engine
	if _loading:
		# the engine's own modules say `import frappe` nowhere, but an app imported by them may
		import sys

		return sys.modules[imports.ENGINE]
	_loading = True
	try:
		prepare()
		os.environ.setdefault("DB_TYPE", "sqlite")
		os.environ.setdefault("MONOFRAME_EXTRA_CONFIG", "embedded.config.site_conf")
		mends.before_import()
		mysqldb.install()
		memredis.install()
		import monoframe as engine

		sqlite.install(engine)
		apps.install(engine)
		translations.install(engine)
		_open_sites(engine)
		mends.install(engine)
		testing.install(engine)
		from embedded import installer

		installer.install(engine)
		memredis.share_invalidation(engine)
		_engine = engine
	finally:
		_loading = False
	return _engine


def _open_sites(engine: Any) -> None:
	"""`frappe.init()` opens the active site's folder instead of the working directory."""
	import monoframe.utils

	original = engine.init

	def init(
		site: str | None = None, sites_path: str = ".", new_site: bool = False, force: bool = False
	) -> None:
		if getattr(engine.local, "initialised", None) and not force:
			return
		folder = config.active()
		original(force=True)
		engine.local.site = config.SITE_NAME
		engine.local.sites_path = str(folder.parent)
		engine.local.site_path = engine.local.app_path = str(folder)

	engine.init = init
	engine.get_site_name = lambda: config.SITE_NAME
	monoframe.utils.get_sites = lambda sites_path=None: [config.SITE_NAME]
