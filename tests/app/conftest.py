"""A real site for every test: the embedded engine on SQLite (SLA_ID_DATABASE=mariadb: on MariaDB), or a copy of the
bench site named by SLA_ID_BENCH_SITE (`own_site`).

Each test sees the sample agreements, three partners with a portal user each and agents, at an instant of its choice,
and is rolled back. Commits are held back meanwhile, so that the minute tick can run as it is.
"""

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

if TYPE_CHECKING:
	from tests.app.stage import Stage

WIB = ZoneInfo("Asia/Jakarta")
BENCH_SITE = os.environ.get("SLA_ID_BENCH_SITE")
DATABASE = os.environ.get("SLA_ID_DATABASE", "sqlite")

if not BENCH_SITE:
	import embedded

	embedded.engine()


@pytest.fixture(scope="session")
def connected() -> Iterator[Any]:
	"""`frappe`, connected to a site with the app and at least one host."""
	if BENCH_SITE:
		with ExitStack() as stack:
			yield from _connected_on_bench(stack)
		return
	with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
		settings: dict[str, Any] = {}
		if DATABASE == "mariadb":
			from tests.mariadb import mariadb

			server = stack.enter_context(mariadb())
			settings = {"db_type": "mariadb", "host": "127.0.0.1", **asdict(server)}
		site = embedded.new_site(Path(folder) / "site", **settings)
		yield embedded.connect(site, in_test=True)
		embedded.disconnect()


def _connected_on_bench(stack: ExitStack) -> Iterator[Any]:
	"""A copy of the bench's site without its work: whatever the site holds, the tests start from the same."""
	from tests.app import own_site
	from tests.mariadb import mariadb

	if why := own_site.missing():
		pytest.exit(
			f"The tests of the app run on a copy of {BENCH_SITE}, which can't be made: {why}.", returncode=1
		)
	folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sla_id_bench_")))
	server = stack.enter_context(mariadb())
	site = folder / "sites" / "site"
	own_site.make(site, {"host": "127.0.0.1", **asdict(server)})
	frappe = own_site.connect(site, in_test=True)
	if behind := own_site.behind(frappe):
		pytest.exit(
			f"{BENCH_SITE} is older than this code ({behind}): bench --site {BENCH_SITE} migrate",
			returncode=1,
		)
	yield frappe
	own_site.disconnect()


@pytest.fixture(scope="session")
def prepared(connected: Any) -> Iterator[Any]:
	"""The world of `world.prepare`, in one transaction that the whole run shares and never commits."""
	frappe = connected
	frappe.db.rollback()
	frappe.set_user("Administrator")
	patch = pytest.MonkeyPatch()
	patch.setattr(frappe.db, "commit", lambda *args, **kwargs: None)
	from tests.app import world

	with time_machine.travel(wib("2026-03-02 09:00:00.000001"), tick=False):
		world.prepare()
	frappe.db.savepoint("world")
	# what was loaded so far stays: looking through all of it again and again is a tenth of a test's time
	gc.collect()
	gc.freeze()
	yield frappe
	patch.undo()
	frappe.db.rollback()
	frappe.clear_cache()


@pytest.fixture(scope="module")
def scene(prepared: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
	"""What the tests of a module start from: the world and what the module's own `build_scene(site, clockwork)` adds."""
	frappe = prepared
	build = getattr(request.module, "build_scene", None)
	if build is not None:
		with time_machine.travel(wib("2026-03-02 09:00"), tick=False) as traveller:
			build(frappe, Clockwork(traveller))
		_leave(frappe)
	frappe.db.savepoint("scene")
	yield frappe
	frappe.db.rollback(save_point="world")
	_leave(frappe)


@pytest.fixture
def site(scene: Any) -> Iterator[Any]:
	"""`frappe` with the scene; what a test does is undone."""
	frappe = scene
	frappe.set_user("Administrator")
	frappe.local.lang = "en"
	yield frappe
	frappe.db.rollback(save_point="scene")
	_leave(frappe)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
	"""`host_name` is any helpdesk that is there, or each for a test marked `each_host`."""
	from tests.app.world import HOSTS

	if "host_name" in metafunc.fixturenames:
		each = metafunc.definition.get_closest_marker("each_host")
		metafunc.parametrize("host_name", HOSTS if each else ("any",), indirect=True)


@pytest.fixture
def host_name(request: pytest.FixtureRequest, site: Any) -> str:
	"""The DocType of a helpdesk's tickets; see `pytest_generate_tests`."""
	from tests.app.world import HOSTS

	if request.param == "any":
		return next(host for host in HOSTS if site.db.exists("DocType", host))
	if not site.db.exists("DocType", request.param):
		pytest.skip(f"{request.param} is not on this site")
	return str(request.param)


def _leave(frappe: Any) -> None:
	"""What the end of a transaction brings, as Administrator again."""
	frappe.set_user("Administrator")
	_forget(frappe)


def _forget(frappe: Any) -> None:
	"""What the test's transaction would do at its end, and empty caches of documents and users. DocTypes stay: no test
	changes one, and reading them anew took half the time of each test."""
	from frappe.cache_manager import user_cache_keys

	from sla_id.agreements.agreement_cache import forget_agreements
	from sla_id.agreements.working_calendars import forget_calendars

	frappe.db.after_rollback.run()
	for waiting in (frappe.db.before_commit, frappe.db.after_commit, frappe.db.before_rollback):
		waiting.reset()
	for kept in (frappe.cache, getattr(frappe, "client_cache", None)):
		if kept is not None:
			kept.delete_keys("document_cache::*" if kept is not frappe.cache else "document_cache::")
	for key in user_cache_keys:
		frappe.cache.delete_value(key)
	frappe.db.value_cache.clear()
	frappe.local.role_permissions = {}
	frappe.local.document_cache = {}
	if hasattr(frappe.local, "system_settings"):
		del frappe.local.system_settings
	if hasattr(frappe.local, "request_cache"):
		frappe.local.request_cache.clear()
	forget_agreements()
	forget_calendars()


@pytest.fixture(scope="session")
def kept_stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
	"""What every `stage` is a copy of."""
	from tests.app.stage import keep

	return keep(tmp_path_factory.mktemp("stage"))


@pytest.fixture
def stage(kept_stage: Path, tmp_path: Path) -> Iterator["Stage"]:
	"""A site on MariaDB of the test's own, for processes at once."""
	from tests.app.stage import stage

	with stage(kept_stage, tmp_path) as own:
		yield own


class Clockwork:
	"""Moves the time of the whole process. Times are WIB unless they say otherwise."""

	def __init__(self, traveller: Any) -> None:
		self._traveller = traveller

	def at(self, text: str) -> datetime:
		"""Go to an instant, e.g. "2026-03-18 15:00".

		A microsecond later, in fact: Frappe takes a document whose last change fell on a whole second, and was
		read back from the database, for one that somebody else has changed meanwhile.
		"""
		instant = wib(text) + timedelta(microseconds=1)
		self._traveller.move_to(instant)
		return instant


def wib(text: str) -> datetime:
	"""An instant in Western Indonesian Time."""
	return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.fixture
def clockwork() -> Iterator[Clockwork]:
	"""The time of the test, standing still until it is moved."""
	with time_machine.travel(wib("2026-03-02 09:00"), tick=False) as traveller:
		yield Clockwork(traveller)
