"""One served site and one run of the browser for all tests here; skipped with a reason where a part is missing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.pages import visits
from tests.browser.stage import Seen, Stage
from tests.layers import browser_missing


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
	"""The site, served."""
	if reason := browser_missing():
		pytest.skip(reason)
	with served() as found:
		yield found


@contextmanager
def served(shots: str | None = None) -> Iterator[Stage]:
	"""A stage; with `shots`, a folder, it keeps a picture of every page."""
	import embedded
	from embedded import desk
	from embedded.serve import Server

	desk.ensure(embedded.DEFAULT_APPS)
	with tempfile.TemporaryDirectory() as folder:
		site = embedded.new_site(Path(folder) / "site")
		embedded.connect(site)
		from tests.browser import scene

		built = scene.build()
		with Server(site) as server:
			stage = Stage(server.url, built, shots)
			yield stage
			stage.close()
		embedded.disconnect()


@pytest.fixture(scope="session")
def seen(stage: Stage) -> dict[str, Seen]:
	"""Every page of `pages.visits`, looked at once."""
	return stage.look(visits(stage.scene))
