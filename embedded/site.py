"""Builds sites, keeps finished ones as templates, and opens them.

A site with several apps is the site without the last one plus that app, so each step is cached under the hash of what
it was made from: a change in the app rebuilds the app's step alone. SQLite templates are a file to copy; MariaDB ones
are statements to run into an empty database.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import gzip
import hashlib
import io
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from embedded import apps as app_list
from embedded import config, dump, memredis, runtime
from embedded.imports import EMBEDDED, ENGINE, ROOT

DEFAULT_APPS = ("helpdesk_host", "sla_id")
ADMIN_PASSWORD = "admin"
CACHE = ROOT / ".cache" / "embedded"

# A change in one of these may change what a built site holds; the rest of this package only uses sites.
_BUILDERS = ("apps.py", "imports.py", "installer.py", "mends.py", "site.py", "sqlite.py")
_KEPT = 30
_IGNORED_FOLDERS = frozenset({"__pycache__", "locale", "public", "www", "templates", "tests", "node_modules"})
_FOLDERS = ("db", "public/files", "private/files", "private/backups", "locks", "logs", "config", "assets")


def ensure_template(apps: Sequence[str] = DEFAULT_APPS, db_type: str = "sqlite") -> Path:
	"""Build the site with `apps` if it isn't cached; returns the template's folder. SQLite only (see `new_site`)."""
	if db_type != "sqlite":
		raise ValueError(
			"Only SQLite templates are built ahead; new_site() makes MariaDB ones in a given database."
		)
	app_list.learn(list(apps))
	folder = CACHE / _hash(apps, db_type)
	if (folder / "complete").exists():
		return folder
	with _lock("sqlite"):
		if not (folder / "complete").exists():
			_build(folder, apps, {"db_type": "sqlite", "db_name": "site"})
			_forget_old_builds()
	return folder


def new_site(
	path: str | os.PathLike[str],
	apps: Sequence[str] = DEFAULT_APPS,
	*,
	db_type: str = "sqlite",
	host: str = "127.0.0.1",
	port: int = 3306,
	socket: str = "",
	user: str = "",
	password: str = "",
	database: str = "",
	settings: dict[str, Any] | None = None,
) -> Path:
	"""Make a fresh site with `apps` at `path`, which must not exist or be empty. Returns its folder.

	With `db_type="mariadb"` the tables are made in the existing, empty `database`. `settings` go to site_config.json.
	"""
	site = Path(path).resolve()
	if site.exists() and any(site.iterdir()):
		raise FileExistsError(f"{site} isn't empty")
	app_list.learn(list(apps))

	if db_type == "sqlite":
		template = ensure_template(apps)
		site.mkdir(parents=True, exist_ok=True)
		_make_folders(site)
		shutil.copyfile(template / "db" / "site.db", site / "db" / "site.db")
		config.write(site, {**config.read(template), **(settings or {})})
		return site

	if db_type != "mariadb":
		raise ValueError(f"db_type must be sqlite or mariadb, not {db_type}")
	conf = {
		"db_type": "mariadb",
		"db_name": database,
		"db_host": host,
		"db_port": port,
		"db_socket": socket,
		"db_user": user,
		"db_password": password,
	}
	site.mkdir(parents=True, exist_ok=True)
	_make_folders(site)
	_write_config(site, conf)
	_fill_mariadb(site, apps, conf)
	if settings:
		config.update(site, **settings)
	return site


def connect(site_path: str | os.PathLike[str] | None = None, *, in_test: bool = False) -> Any:
	"""Open a site and return `frappe`, connected, as Administrator.

	Without a path the site already open in this process is used (for other threads). With `in_test` the engine
	behaves as under its test runner (`frappe.in_test`, `frappe.flags.in_test`).
	"""
	engine = runtime.load()
	if site_path is not None:
		site = Path(site_path).resolve()
		if not (site / config.CONFIG_FILE).exists():
			raise FileNotFoundError(f"{site} is not a site: {config.CONFIG_FILE} is missing")
		_switch_to(engine, site)
	engine.in_test = in_test
	engine.init(force=True)
	engine.connect()
	app_list.learn(engine.get_installed_apps())
	engine.setup_module_map()
	return engine


def disconnect() -> None:
	"""Close this thread's connection; uncommitted writes are rolled back."""
	engine = runtime.load()
	if getattr(engine.local, "initialised", None):
		if engine.db and engine.db._conn:
			engine.db.rollback()
		engine.destroy()


def _switch_to(engine: Any, site: Path) -> None:
	try:
		same = config.active() == site
	except config.NoSite:
		same = False
	disconnect()
	if same:
		return
	import monoframe.utils.caching

	config.activate(site)
	engine.config.clear_site_config_cache()
	engine.controllers.clear()
	engine.lazy_controllers.clear()
	monoframe.utils.caching._SITE_CACHE.clear()
	if engine.cache is not None:
		memredis.flush(engine)


def _build(folder: Path, apps: Sequence[str], conf: dict[str, Any]) -> None:
	"""Make an SQLite template: the template without the last app plus that app, or the framework alone."""
	base = CACHE / _hash(apps[:-1], "sqlite")
	if apps and not (base / "complete").exists():
		_build(base, apps[:-1], conf)

	work = Path(tempfile.mkdtemp(prefix="building-", dir=_made(CACHE)))
	try:
		_make_folders(work)
		_write_config(work, conf)
		with _building(work):
			if apps:
				shutil.copyfile(base / "db" / "site.db", work / "db" / "site.db")
				_install(work, apps[-1])
			else:
				_create_database(work, conf)
		_settle_sqlite(work / "db" / "site.db")
		(work / "complete").touch()
		shutil.rmtree(folder, ignore_errors=True)
		work.rename(folder)
	except BaseException:
		shutil.rmtree(work, ignore_errors=True)
		raise


def _fill_mariadb(site: Path, apps: Sequence[str], conf: dict[str, Any]) -> None:
	"""Run the longest cached dump into the empty database, install the remaining apps, and cache each step."""
	with _lock("mariadb"), _building(site):
		done = next((count for count in range(len(apps), -1, -1) if _dump_of(apps[:count]).exists()), None)
		if done is None:
			_create_database(site, conf)
			_keep_dump(conf, ())
			done = 0
		else:
			dump.load(conf, gzip.decompress(_dump_of(apps[:done]).read_bytes()).decode("utf-8"))
		for count in range(done, len(apps)):
			_install(site, apps[count])
			_keep_dump(conf, apps[: count + 1])


def _dump_of(apps: Sequence[str]) -> Path:
	return CACHE / f"{_hash(apps, 'mariadb')}.sql.gz"


def _keep_dump(conf: dict[str, Any], apps: Sequence[str]) -> None:
	target = _dump_of(apps)
	temporary = target.with_suffix(f".{os.getpid()}")
	temporary.write_bytes(gzip.compress(dump.save(conf).encode("utf-8"), compresslevel=3))
	temporary.replace(target)


def _install(site: Path, app: str) -> None:
	from embedded.installer import install_app

	connect(site)
	install_app(app)
	disconnect()


@contextlib.contextmanager
def _building(site: Path) -> Iterator[None]:
	"""Keep the installer quiet, and leave this process on the site it was on before."""
	was_open = config._active
	try:
		with quiet(site / "logs" / "build.log"):
			yield
	finally:
		with contextlib.suppress(Exception):
			disconnect()
		config.deactivate()
		if was_open:
			config.activate(was_open)


def _forget_old_builds() -> None:
	"""Keep the newest templates; a day's work on the app would leave hundreds."""
	entries = [path for path in CACHE.iterdir() if not path.name.startswith("lock")]
	for path in sorted(entries, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
		shutil.rmtree(path) if path.is_dir() else path.unlink()


def _create_database(site: Path, conf: dict[str, Any]) -> None:
	"""The framework's own tables and records, before any app."""
	engine = runtime.load()
	_switch_to(engine, site)
	from monoframe.database.db_manager import DbManager
	from monoframe.installer import install_db

	DbManager.restore_database = staticmethod(
		lambda verbose, target, source, user, password: dump.load(
			conf, Path(source).read_text(encoding="utf-8")
		)
	)
	engine.init(force=True)
	install_db(
		db_name=conf["db_name"],
		db_type=conf["db_type"],
		admin_password=ADMIN_PASSWORD,
		setup=False,
		verbose=False,
	)
	from embedded.installer import install_app

	install_app(ENGINE)
	_set_up(engine)
	disconnect()


def _set_up(engine: Any) -> None:
	"""What the setup wizard would ask: an Indonesian site in English, its scheduler on."""
	settings = {
		"app_name": "Helpdesk",
		"country": "Indonesia",
		"time_zone": "Asia/Jakarta",
		"language": "en",
		"date_format": "dd-mm-yyyy",
		"number_format": "#.###,##",
		"enable_scheduler": 1,
		"setup_complete": 1,
		"enable_onboarding": 0,
		"disable_system_update_notification": 1,
		"enable_telemetry": 0,
	}
	# saved as a document: its values become the defaults that the desk reads
	document = engine.get_doc("System Settings")
	document.update({field: value for field, value in settings.items() if document.meta.has_field(field)})
	document.flags.ignore_mandatory = True
	document.save(ignore_permissions=True)
	engine.db.set_single_value("Website Settings", "app_name", "Helpdesk")
	engine.db.set_default("country", "Indonesia")
	engine.db.set_default("desktop:home_page", "workspace")
	# these two exist before the site has a zone
	for user in engine.STANDARD_USERS:
		engine.db.set_value("User", user, "time_zone", settings["time_zone"])
		engine.db.set_default("time_zone", settings["time_zone"], user)
	# jobs that only ask outside hosts; the guard would refuse them and fill the error log
	for part in ("changelog_feed", "check_for_update", "telemetry", "google_calendar"):
		engine.db.set_value("Scheduled Job Type", {"method": ["like", f"%{part}%"]}, "stopped", 1)
	engine.clear_cache()
	engine.db.commit()


def _write_config(site: Path, conf: dict[str, Any]) -> None:
	config.write(
		site,
		{
			**conf,
			"admin_password": ADMIN_PASSWORD,
			# Fixed, so that a template's encrypted values stay readable in its copies; never used outside a test site.
			"encryption_key": base64.urlsafe_b64encode(b"sla_id-embedded-test-site-key-00").decode(),
			"host_name": f"http://{config.SITE_NAME}:8000",
			# mail is written to the queue and stays there; sending it would go to this machine alone
			"mute_emails": 1,
			"mail_server": "127.0.0.1",
			"mail_port": 2525,
			"auto_email_id": "helpdesk@example.com",
			"email_sender_name": "Helpdesk",
			"disable_mail_smtp_authentication": 1,
			"server_script_enabled": 0,
		},
	)


def _make_folders(site: Path) -> None:
	for folder in _FOLDERS:
		(site / folder).mkdir(parents=True, exist_ok=True)
	assets = site / "assets" / "assets.json"
	if not assets.exists():
		assets.write_text("{}", encoding="utf-8")


def _settle_sqlite(path: Path) -> None:
	"""Fold the write-ahead log into the file, so that the file alone is the database."""
	connection = sqlite3.connect(path)
	connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
	connection.execute("PRAGMA optimize")
	connection.close()


def _hash(apps: Sequence[str], db_type: str) -> str:
	digest = hashlib.sha256(db_type.encode())
	digest.update(f"{sys.version_info[:2]}".encode())
	for name in _BUILDERS:
		digest.update((EMBEDDED / name).read_bytes())
	digest.update((ROOT / "requirements" / "embedded.txt").read_bytes())
	for app in apps:
		digest.update(app.encode())
		_hash_folder(digest, Path(app_list.app_folder(app)))
	return digest.hexdigest()[:20]


def _hash_folder(digest: Any, folder: Path) -> None:
	for path in sorted(folder.rglob("*")):
		relative = path.relative_to(folder)
		if path.is_dir() or path.suffix == ".pyc" or _IGNORED_FOLDERS.intersection(relative.parts):
			continue
		digest.update(str(relative).encode())
		digest.update(path.read_bytes())


def _made(folder: Path) -> Path:
	folder.mkdir(parents=True, exist_ok=True)
	return folder


@contextlib.contextmanager
def _lock(db_type: str) -> Iterator[None]:
	"""One builder of a kind at a time on this machine."""
	with (_made(CACHE) / f"lock.{db_type}").open("w") as handle:
		fcntl.flock(handle, fcntl.LOCK_EX)
		yield


@contextlib.contextmanager
def quiet(log: Path | None = None) -> Iterator[None]:
	"""Keep the installer's progress bars (in `log`, if given); show them only when the block fails."""
	printed = io.StringIO()
	try:
		with contextlib.redirect_stdout(printed):
			yield
	except BaseException:
		sys.stderr.write(printed.getvalue()[-3000:])
		raise
	finally:
		if log:
			with contextlib.suppress(OSError):
				log.write_text(printed.getvalue(), encoding="utf-8")
