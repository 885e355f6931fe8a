"""Installs, uninstalls and migrates apps the way Frappe's own installer does. Used by `site` and by tests.

As packaged the engine refuses every app but itself. The order of the steps below is Frappe's (`install_app`,
`remove_app`, `SiteMigration`), since an app's install hooks are tested against it.
"""

from __future__ import annotations

from typing import Any

from embedded import apps
from embedded.imports import ENGINE


def install(engine: Any) -> None:
	"""Put these functions in the place of the engine's. Called by `runtime`."""
	import monoframe.installer as installer

	installer.install_app = install_app
	installer.remove_app = uninstall_app
	installer.add_to_installed_apps = add_to_installed_apps
	installer.remove_from_installed_apps = remove_from_installed_apps


def add_to_installed_apps(app: str, rebuild_website: bool = True) -> None:
	"""Append the app to the site's list."""
	import frappe
	from frappe.installer import post_install

	installed = frappe.get_installed_apps()
	if app in installed:
		return
	apps.set_installed(frappe, [*installed, app])
	if frappe.flags.in_install:
		post_install(rebuild_website)


def remove_from_installed_apps(app: str) -> None:
	"""Take the app off the site's list."""
	import frappe

	installed = frappe.get_installed_apps()
	if app in installed:
		apps.set_installed(frappe, [name for name in installed if name != app])


def install_app(name: str, verbose: bool = False, set_as_patched: bool = True, force: bool = False) -> None:
	"""Install an importable app on the open site."""
	import frappe
	from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
	from frappe.installer import add_module_defs, set_all_patches_as_completed
	from frappe.model.module_utils import sync_customizations
	from frappe.model.sync import sync_for
	from frappe.utils.dashboard import sync_dashboards
	from frappe.utils.fixtures import sync_fixtures

	apps.app_folder(name)
	apps.learn([name])
	frappe.setup_module_map()
	frappe.flags.in_install = name
	frappe.flags.ignore_in_install = False
	frappe.clear_cache()
	hooks = frappe.get_hooks(app_name=name)
	try:
		for required in hooks.required_apps or []:
			install_app(required.rsplit("/", 1)[-1], verbose, set_as_patched)
		frappe.flags.in_install = name
		if not force and name in frappe.get_installed_apps():
			return

		for method in hooks.before_install or []:
			if frappe.get_attr(method)() is False:
				return
		for method in frappe.get_hooks("before_app_install"):
			frappe.get_attr(method)(name)

		if name != ENGINE:
			add_module_defs(name, ignore_if_duplicate=force)
		sync_for(name, force=force, reset_permissions=True)
		add_to_installed_apps(name)
		frappe.get_doc("Portal Settings", "Portal Settings").sync_menu()
		if set_as_patched:
			set_all_patches_as_completed(name)

		for method in hooks.after_install or []:
			frappe.get_attr(method)()
		for method in frappe.get_hooks("after_app_install"):
			frappe.get_attr(method)(name)

		sync_jobs()
		sync_fixtures(name)
		sync_customizations(name)
		sync_dashboards(name)
		for method in hooks.after_sync or []:
			frappe.get_attr(method)()
		frappe.clear_cache()
		frappe.client_cache.erase_persistent_caches()
	finally:
		frappe.flags.in_install = False
	frappe.db.commit()


def uninstall_app(
	app_name: str, dry_run: bool = False, yes: bool = True, no_backup: bool = True, force: bool = False
) -> None:
	"""Remove an app with its hooks, DocTypes, tables and records. No backup is made."""
	import frappe
	from frappe.installer import _delete_doctypes, _delete_modules

	installed = frappe.get_installed_apps()
	if not force and app_name not in installed:
		raise ValueError(f"App {app_name} is not installed")
	for other in installed:
		required = frappe.get_hooks("required_apps", app_name=other) if other != app_name else []
		if any(app_name in name for name in required):
			raise ValueError(f"App {app_name} is required by {other}: uninstall that one first")

	hooks = frappe.get_hooks(app_name=app_name)
	frappe.flags.in_uninstall = True
	try:
		for method in hooks.before_uninstall or []:
			frappe.get_attr(method)()
		for method in frappe.get_hooks("before_app_uninstall"):
			frappe.get_attr(method)(app_name)

		modules = frappe.get_all("Module Def", filters={"app_name": app_name}, pluck="name")
		doctypes = _delete_modules(modules, dry_run=dry_run)
		_delete_doctypes(doctypes, dry_run=dry_run)
		if not dry_run:
			remove_from_installed_apps(app_name)
			frappe.db.commit()

		for method in hooks.after_uninstall or []:
			frappe.get_attr(method)()
		for method in frappe.get_hooks("after_app_uninstall"):
			frappe.get_attr(method)(app_name)
	finally:
		frappe.flags.in_uninstall = False
	frappe.clear_cache()
	frappe.db.commit()


def migrate() -> None:
	"""Bring the open site to the apps' present code: patches, schema, jobs, fixtures, hooks (as `bench migrate`)."""
	import frappe
	from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
	from frappe.model.module_utils import sync_customizations
	from frappe.model.sync import sync_all
	from frappe.patches import PatchType, run_all
	from frappe.utils.dashboard import sync_dashboards
	from frappe.utils.fixtures import sync_fixtures

	frappe.clear_cache()
	frappe.setup_module_map()
	frappe.flags.in_migrate = True
	frappe.flags.touched_tables = set()
	try:
		for method in frappe.get_hooks("before_migrate"):
			frappe.get_attr(method)()
		run_all(patch_type=PatchType.pre_model_sync)
		sync_all()
		run_all(patch_type=PatchType.post_model_sync)
		sync_jobs()
		sync_fixtures()
		sync_dashboards()
		sync_customizations()
		frappe.get_single("Portal Settings").sync_menu()
		for method in frappe.get_hooks("after_migrate"):
			frappe.get_attr(method)()
	finally:
		frappe.flags.in_migrate = False
	frappe.clear_cache()
	frappe.db.commit()
