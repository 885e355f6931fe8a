"""Makes `import frappe` resolve to the Frappe engine as packaged on PyPI. Called by `runtime` alone.

The engine is the same code under another top-level name. Every `frappe.x` must be the *same module object* as the
engine's `x`: two copies would give two document classes, two caches and two sets of whitelisted functions.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, ModuleType

ENGINE = "monoframe"
ALIAS = "frappe"

EMBEDDED = Path(__file__).resolve().parent
ROOT = EMBEDDED.parent
APPS = EMBEDDED / "apps"

# Small changes to the text of engine modules, where replacing a whole function would copy too much of it. The wheel
# is pinned by hash, so a text that isn't found is a mistake here.
_REWRITES: dict[str, tuple[tuple[str, str], ...]] = {
	# The engine says it runs on Python 3.10, yet this statement came with 3.12.
	f"{ENGINE}.desk.doctype.event.event": (("type EventLikeDict = ", "EventLikeDict = "),),
	# The desk's list of apps names one app; each app has hooks and workspaces of its own.
	f"{ENGINE}.boot": (
		(
			f'for app_name in ["{ENGINE}"]:\n\t\tapps = {ENGINE}.get_hooks("add_to_apps_screen")',
			f"for app_name in {ENGINE}.get_installed_apps():\n"
			f'\t\tapps = {ENGINE}.get_hooks("add_to_apps_screen", app_name=app_name)',
		),
		(
			f'{ENGINE}.get_hooks("app_title")\n\t\tapp_home',
			f'{ENGINE}.get_hooks("app_title", app_name=app_name)\n\t\tapp_home',
		),
		(f'{ENGINE}.get_hooks("app_home")\n', f'{ENGINE}.get_hooks("app_home", app_name=app_name)\n'),
		(f'{ENGINE}.get_hooks("app_logo_url")\n', f'{ENGINE}.get_hooks("app_logo_url", app_name=app_name)\n'),
		(f'for app in ["{ENGINE}"]:', f"for app in {ENGINE}.get_installed_apps():"),
	),
	f"{ENGINE}.apps": (
		(
			f'{ENGINE}.get_hooks("add_to_apps_screen")\n\t\tif not len',
			f'{ENGINE}.get_hooks("add_to_apps_screen", app_name=app)\n\t\tif not len',
		),
		("app not in get_setup_wizard_completed_apps()\n\t\t\tand app", "False\n\t\t\tand app"),
		# without another app, portal users were sent to the desk, which refuses them
		('return "/desk"\n\n\tsystem_default_app', "return None\n\n\tsystem_default_app"),
	),
	f"{ENGINE}.desk.doctype.desktop_icon.desktop_icon": (
		(
			f'app_title = {ENGINE}.get_hooks("app_title")[0]\n\t\tapp_details = {ENGINE}.get_hooks("add_to_apps_screen")',
			f'app_title = {ENGINE}.get_hooks("app_title", app_name=a)[0]\n'
			f'\t\tapp_details = {ENGINE}.get_hooks("add_to_apps_screen", app_name=a)',
		),
		(
			f'app_title = {ENGINE}.get_hooks("app_title")[0]\n\t\t\t\tapp_icon',
			f'app_title = {ENGINE}.get_hooks("app_title", app_name=app_name)[0]\n\t\t\t\tapp_icon',
		),
		# a workspace named as its app has no icon of its own; reporting that called a list
		(
			f'{ENGINE}.error_log(title="Creation of Desktop Icon Failed", message=e)',
			f"{ENGINE}.clear_last_message()",
		),
	),
}


class _SameModule(importlib.abc.Loader):
	"""Hands out the engine's module object for the alias and leaves its own spec untouched."""

	def __init__(self, real_name: str, ready: Callable[[], None]) -> None:
		self.real_name = real_name
		self.ready = ready

	def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
		self.ready()
		module = importlib.import_module(self.real_name)
		self.kept = (module.__spec__, module.__loader__, module.__package__)
		return module

	def exec_module(self, module: ModuleType) -> None:
		# importlib has just written the alias's spec into the shared module
		module.__spec__, module.__loader__, module.__package__ = self.kept


class AliasFinder(importlib.abc.MetaPathFinder):
	"""Finds `frappe` and everything below it in the engine."""

	def __init__(self, ready: Callable[[], None]) -> None:
		self.ready = ready

	def find_spec(
		self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
	) -> importlib.machinery.ModuleSpec | None:
		if fullname != ALIAS and not fullname.startswith(f"{ALIAS}."):
			return None
		real_name = ENGINE + fullname[len(ALIAS) :]
		if real_name not in sys.modules and importlib.util.find_spec(real_name) is None:
			return None
		return importlib.util.spec_from_loader(fullname, _SameModule(real_name, self.ready))


class _RewritingLoader(importlib.machinery.SourceFileLoader):
	def get_code(self, fullname: str) -> CodeType:
		source = Path(self.path).read_text(encoding="utf-8")
		for old, new in _REWRITES[fullname]:
			if old not in source:
				raise ImportError(
					f"{fullname} isn't the text that embedded/imports.py expects: {old!r} is missing"
				)
			source = source.replace(old, new)
		return compile(source, self.path, "exec", dont_inherit=True)


class RewritingFinder(importlib.abc.MetaPathFinder):
	"""Reads the few engine modules named above with small changes to their text."""

	def find_spec(
		self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
	) -> importlib.machinery.ModuleSpec | None:
		if fullname not in _REWRITES or not path:
			return None
		location = str(Path(next(iter(path))) / f"{fullname.rpartition('.')[2]}.py")
		return importlib.util.spec_from_file_location(
			fullname, location, loader=_RewritingLoader(fullname, location)
		)


def install(ready: Callable[[], None]) -> None:
	"""Put the finders and the folders of the apps in place; `ready` is called before the engine is handed out."""
	if any(isinstance(finder, AliasFinder) for finder in sys.meta_path):
		return
	if ALIAS in sys.modules or importlib.machinery.PathFinder.find_spec(ALIAS) is not None:
		raise RuntimeError(
			"A real Frappe is importable here. Run the tests on it instead of the embedded engine (see docs), "
			"or use a virtual environment without it."
		)
	sys.meta_path.insert(0, RewritingFinder())
	sys.meta_path.insert(0, AliasFinder(ready))
	for folder in (ROOT, APPS):
		if str(folder) not in sys.path:
			sys.path.insert(0, str(folder))
