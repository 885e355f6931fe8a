"""Several apps on one site: gives the engine back what it was stripped of. Called by `runtime`.

As packaged the engine knows one app, itself. Here the list of installed apps is read from the site again, hooks are
collected from all of them, and modules belong to the app that names them in modules.txt.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from embedded.imports import ENGINE

_INSTALLED = "installed_apps"


def install(engine: Any) -> None:
	"""Replace the engine's single-app functions."""
	import monoframe.boot
	import monoframe.desk.form.meta
	import monoframe.model.sync
	import monoframe.patches

	def get_installed_apps(*, _ensure_on_bench: bool = False) -> list[str]:
		if getattr(engine.flags, "in_install_db", True) or not engine.db:
			return []
		stored = engine.db.get_global(_INSTALLED)
		return json.loads(stored) if stored else []

	def get_all_apps(with_internal_apps: bool = True, sites_path: str | None = None) -> list[str]:
		return [ENGINE, *known_apps()]

	def get_app_path(app_name: str, *joins: str) -> str:
		return engine.get_pymodule_path(app_name, *joins)

	def get_app_source_path(app_name: str, *joins: str) -> str:
		return engine.get_pymodule_path(app_name, "..", *joins)

	def get_module_list(app_name: str = ENGINE) -> list[str]:
		return engine.get_file_items(get_app_path(app_name, "modules.txt")) or []

	def load_app_hooks(app_name: str | None = None) -> dict[str, Any]:
		hooks: dict[str, Any] = {}
		for app in [app_name] if app_name else get_installed_apps():
			module = engine.get_module(f"{app}.hooks")
			for key, value in inspect.getmembers(module, predicate=_is_hook):
				if not key.startswith("_"):
					engine.append_hook(hooks, key, value)
		return hooks

	def get_hooks(
		hook: str | None = None, default: Any = "_KEEP_DEFAULT_LIST", app_name: str | None = None
	) -> Any:
		if app_name:
			hooks = load_app_hooks(app_name)
		else:
			hooks = engine.client_cache.get_value("app_hooks")
			if hooks is None:
				hooks = load_app_hooks()
				engine.client_cache.set_value("app_hooks", hooks)
		if hook:
			return hooks.get(hook, [] if default == "_KEEP_DEFAULT_LIST" else default)
		return engine._dict(hooks)

	def setup_module_map(include_all_apps: bool = True) -> None:
		engine.local.app_modules = {
			app: [engine.scrub(module) for module in get_module_list(app)] for app in get_all_apps()
		}
		engine.local.module_app = {
			module: app for app, modules in engine.local.app_modules.items() for module in modules
		}

	def sync_all(force: int = 0, reset_permissions: bool = False) -> None:
		sync = monoframe.model.sync
		sync._patch_mode(True)
		for app in get_installed_apps():
			sync.sync_for(app, force, reset_permissions=reset_permissions)
		sync._patch_mode(False)
		engine.clear_cache()

	def get_all_patches(patch_type: Any = None) -> list[str]:
		return [
			patch
			for app in get_installed_apps()
			for patch in monoframe.patches.get_patches_from_app(app, patch_type=patch_type)
		]

	def get_code_files_via_hooks(hook: str, name: str) -> list[str]:
		files: list[str] = []
		for app in get_installed_apps():
			named = (get_hooks(hook, default={}, app_name=app) or {}).get(name, [])
			for file in named if isinstance(named, list) else [named]:
				files.append(get_app_path(app, *file.strip("/").split("/")))
		return files

	replacements = {
		"get_installed_apps": get_installed_apps,
		"get_all_apps": get_all_apps,
		"get_app_path": get_app_path,
		"get_app_source_path": get_app_source_path,
		"get_module_list": get_module_list,
		"get_hooks": get_hooks,
		"_load_app_hooks": load_app_hooks,
		"setup_module_map": setup_module_map,
	}
	for name, function in replacements.items():
		setattr(engine, name, function)
	monoframe.model.sync.sync_all = sync_all
	monoframe.patches.get_all_patches = get_all_patches
	monoframe.desk.form.meta.get_code_files_via_hooks = get_code_files_via_hooks


_known: list[str] = []


def known_apps() -> list[str]:
	"""The apps this process was told of, in the order they are installed (the engine excepted)."""
	return list(_known)


def learn(apps: tuple[str, ...] | list[str]) -> None:
	"""Tell the runtime which apps can be found on the import path."""
	for app in apps:
		if app not in _known and app != ENGINE:
			_known.append(app)


def forget(app: str) -> None:
	"""Stop treating `app` as available; its modules leave the module map."""
	if app in _known:
		_known.remove(app)


def set_installed(engine: Any, apps: list[str]) -> None:
	"""Write the list of installed apps and drop what was derived from the old one."""
	engine.db.set_global(_INSTALLED, json.dumps(apps))
	engine.db.commit()
	engine.clear_cache()
	engine.local.doc_events_hooks = None


def app_folder(app: str) -> str:
	"""The folder of an importable app."""
	import importlib.util

	spec = importlib.util.find_spec(app)
	if spec is None or spec.origin is None:
		raise ModuleNotFoundError(f"App {app!r} is not importable: it has to lie at the repository's root.")
	return str(Path(spec.origin).parent)


def _is_hook(value: object) -> bool:
	return not isinstance(value, ModuleType | FunctionType | type)
