"""One site a module, with the host app only, so that these tests don't depend on the app under construction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import embedded


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
	return embedded.new_site(tmp_path_factory.mktemp("embedded") / "site", apps=("helpdesk_host",))


@pytest.fixture
def frappe(site: Path) -> Iterator[Any]:
	"""Connected to the module's site; what a test writes without a commit is undone."""
	module = embedded.connect(site, in_test=True)
	yield module
	module.db.rollback()
	embedded.disconnect()
