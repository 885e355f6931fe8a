"""The engine answers to `frappe`, with several apps, working test helpers and the apps' translations."""

import importlib
from pathlib import Path

import pytest

import embedded
from embedded import translations
from embedded.testing import as_user, change_settings, patch_hooks


def test_frappe_and_the_engine_are_the_same_modules(frappe) -> None:
	document = importlib.import_module("frappe.model.document")
	assert document is importlib.import_module("monoframe.model.document")
	assert isinstance(frappe.new_doc("ToDo"), document.Document)
	assert document.__name__ == "monoframe.model.document"


def test_the_site_has_a_name_and_its_apps(frappe) -> None:
	assert frappe.local.site == "sla.localhost"
	assert frappe.get_installed_apps() == ["monoframe", "helpdesk_host"]
	assert frappe.get_hooks("app_title", app_name="helpdesk_host") == ["Helpdesk"]
	assert frappe.local.module_app["helpdesk_host"] == "helpdesk_host"
	assert frappe.session.user == "Administrator"


def test_a_module_of_the_engine_is_compiled_on_this_python() -> None:
	importlib.import_module("frappe.desk.doctype.event.event")


def test_change_settings_really_changes_and_restores(frappe) -> None:
	before = frappe.db.get_single_value("System Settings", "language")
	with change_settings("System Settings", {"language": "id"}):
		assert frappe.db.get_single_value("System Settings", "language") == "id"
	assert frappe.db.get_single_value("System Settings", "language") == before


def test_patch_hooks_reaches_document_events(frappe) -> None:
	with patch_hooks({"doc_events": {"ToDo": {"validate": "embedded.tests.test_engine.shout"}}}):
		assert frappe.get_doc({"doctype": "ToDo", "description": "quiet"}).insert().description == "QUIET"
	assert frappe.get_doc({"doctype": "ToDo", "description": "quiet"}).insert().description == "quiet"


def shout(doc, method=None) -> None:
	doc.description = doc.description.upper()


def test_as_user_changes_roles_and_comes_back(frappe) -> None:
	with as_user("Guest"):
		assert "System Manager" not in frappe.get_roles()
	assert "System Manager" in frappe.get_roles()


def test_a_catalogue_is_read_with_contexts_and_without_fuzzy_messages(tmp_path: Path) -> None:
	catalogue = tmp_path / "id.po"
	catalogue.write_text(
		'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
		'msgid "Paused"\nmsgstr "Ditangguhkan"\n\n'
		'msgctxt "clock"\nmsgid "Due"\nmsgstr "Jatuh tempo"\n\n'
		'#, fuzzy\nmsgid "Fulfilled"\nmsgstr "?"\n',
		encoding="utf-8",
	)
	assert translations.read_catalogue(catalogue) == {"Paused": "Ditangguhkan", "Due:clock": "Jatuh tempo"}


def test_jinja_says_frappe(frappe) -> None:
	assert frappe.render_template("{{ frappe.session.user }}", {}) == "Administrator"


def test_a_cached_value_is_fresh_after_a_write(frappe) -> None:
	frappe.client_cache.set_value("embedded-test", 1)
	frappe.cache.set_value("embedded-test", 2)
	assert frappe.client_cache.get_value("embedded-test") == 2
	frappe.cache.delete_value("embedded-test")
	assert frappe.client_cache.get_value("embedded-test") is None


def test_uninstalling_and_installing_again(frappe) -> None:
	tables = set(frappe.db.get_tables(cached=False))
	embedded.uninstall_app("helpdesk_host")
	assert frappe.get_installed_apps() == ["monoframe"]
	assert "tabHD Ticket" not in frappe.db.get_tables(cached=False)
	embedded.install_app("helpdesk_host")
	assert set(frappe.db.get_tables(cached=False)) == tables
	assert frappe.db.exists("HD Ticket Status", "Replied")


def test_migrate_runs(frappe) -> None:
	embedded.migrate()
	assert frappe.get_installed_apps() == ["monoframe", "helpdesk_host"]


def test_a_folder_that_is_no_site_is_named(tmp_path: Path) -> None:
	with pytest.raises(FileNotFoundError, match="is not a site"):
		embedded.connect(tmp_path)
