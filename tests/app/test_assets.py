"""A browser that keeps the last release's scripts fetches the new release's all the same."""

from pathlib import Path

import frappe
import pytest

from sla_id import assets


def test_what_the_desk_and_the_portal_load_is_shipped() -> None:
	urls = frappe.get_hooks("app_include_js", app_name="sla_id") + frappe.get_hooks(
		"app_include_css", app_name="sla_id"
	)
	shipped = ("js/desk.js", "js/field_words.js", "css/desk.css")
	assert urls == [assets.asset_url(path) for path in shipped]


def test_a_changed_file_has_another_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	(tmp_path / "a.js").write_text("1")
	monkeypatch.setattr(assets, "PUBLIC", tmp_path)
	before = assets.asset_url("a.js")
	assert assets.asset_url("a.js") == before
	(tmp_path / "a.js").write_text("2")
	assert assets.asset_url("a.js") != before
	with pytest.raises(FileNotFoundError):
		assets.asset_url("b.js")
