"""Small repairs to the engine as packaged: names it renamed, parts it dropped. Called by `runtime`."""

from __future__ import annotations

import functools
import logging
import sys
from types import ModuleType
from typing import Any

from embedded import config, pdf
from embedded.imports import ALIAS, ENGINE


def before_import() -> None:
	"""Repairs that must be in place before the engine's modules are read."""
	if sys.version_info < (3, 12):
		functools.cached_property = _UnlockedCachedProperty  # type: ignore[misc]


class _UnlockedCachedProperty(functools.cached_property):
	"""`functools.cached_property` as of Python 3.12, which dropped its lock.

	Before, one lock was shared by all instances of a class: two threads that load documents whose properties need
	each other's (table fields → meta → table fields) waited for one another for ever.
	"""

	def __get__(self, instance: Any, owner: type | None = None) -> Any:
		if instance is None:
			return self
		if self.attrname is None:
			raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
		values = instance.__dict__
		value = values.get(self.attrname, _UNSET)
		if value is _UNSET:
			value = values[self.attrname] = self.func(instance)
		return value


_UNSET = object()


def install(engine: Any) -> None:
	"""Apply every repair that isn't about apps, the database or tests."""
	_restore_names(engine)
	_say_frappe_in_templates(engine)
	_log_into_site(engine)
	_without_sentry()
	_read_assets_from_site(engine)
	pdf.install()
	engine.is_setup_complete = lambda: True  # as packaged it asks for the table of a Single, which has none


def _restore_names(engine: Any) -> None:
	generators = ModuleType(f"{ENGINE}.tests.utils.generators")
	generators._clear_test_log = lambda: None  # type: ignore[attr-defined]
	sys.modules[generators.__name__] = generators


def _without_sentry() -> None:
	"""`log_error` imports the error reporter, whose package isn't among the dependencies; nothing is reported."""
	reporter = ModuleType(f"{ENGINE}.utils.sentry")
	reporter.capture_exception = lambda *args, **kwargs: None  # type: ignore[attr-defined]
	reporter.set_sentry_context = lambda *args, **kwargs: None  # type: ignore[attr-defined]
	sys.modules[reporter.__name__] = reporter


def _say_frappe_in_templates(engine: Any) -> None:
	"""Jinja templates, server scripts and notification conditions say `frappe`."""
	import monoframe.utils.safe_exec as safe_exec

	original = safe_exec.get_safe_globals

	def get_safe_globals() -> Any:
		names = original()
		names[ALIAS] = names[ENGINE]
		return names

	for module in list(sys.modules.values()):
		if getattr(module, "get_safe_globals", None) is original:
			module.get_safe_globals = get_safe_globals  # type: ignore[attr-defined]


class SiteLog(logging.Handler):
	"""Appends to <site>/logs/<module>.log of the site that is open when a line is written.

	Loggers outlive a site in this process, so the file is looked up for each line.
	"""

	def __init__(self, module: str) -> None:
		super().__init__()
		self.module = module

	def emit(self, record: logging.LogRecord) -> None:
		try:
			folder = config.active() / "logs"
			folder.mkdir(parents=True, exist_ok=True)
			with (folder / f"{self.module}.log").open("a", encoding="utf-8") as log:
				log.write(self.format(record) + "\n")
		except (OSError, config.NoSite):
			self.handleError(record)


def _log_into_site(engine: Any) -> None:
	"""Log files lie in the site's own folder; as packaged they are written beside the working directory."""
	import monoframe.utils.logger as logger

	def create_handler(
		module: str, site: Any = None, max_size: int = 0, file_count: int = 0, stream_only: bool = False
	) -> list[logging.Handler]:
		handler: logging.Handler = logging.StreamHandler() if stream_only else SiteLog(module)
		handler.setFormatter(logging.Formatter(f"%(asctime)s %(levelname)s {module} %(message)s"))
		return [handler]

	logger.create_handler = create_handler


def _read_assets_from_site(engine: Any) -> None:
	"""The list of bundles is named relative to the working directory, which isn't the site here."""
	original = engine.read_file
	if getattr(original, "_of_site", False):
		return

	def read_file(path: Any, *args: Any, **kwargs: Any) -> Any:
		if isinstance(path, str) and path.startswith("assets/"):
			path = engine.get_site_path(path)
		return original(path, *args, **kwargs)

	read_file._of_site = True  # type: ignore[attr-defined]
	engine.read_file = read_file
