"""A site of the tests' own on a MariaDB of their own: on the embedded engine, or on a bench a copy of the bench's site.

On a bench the copy has the site's apps and settings and none of its work: tickets, agreements and messages are taken out,
and what the app ships is put in. So the tests need nothing of the site, and leave nothing behind on it.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.layers import mariadb_missing
from tests.mariadb import find

BENCH_SITE = os.environ.get("SLA_ID_BENCH_SITE", "")
FOLDER = Path.cwd() if BENCH_SITE else Path(__file__).resolve().parents[2]
"""Where processes of the tests' own run: on a bench in its `sites`, as the tests themselves."""
WORK = (
	*("HD Ticket", "HD Ticket Comment", "HD Ticket Activity", "HD Notification", "Issue"),
	*("Communication", "Communication Link", "ToDo", "Comment", "Version", "File", "Notification Log"),
	*("Email Queue", "Email Queue Recipient", "Error Log", "Deleted Document", "Access Log"),
)
"""What a site has beside the app's own records that tests count or could meet."""
HELPERS = ("Email Account", "Server Script", "Notification", "Webhook", "Auto Email Report")
"""What a site has set up to act by itself, and would act on the tests' tickets."""
ROLES = (
	*("SLA Manager", "SLA Agent", "SLA Executive", "SLA Partner", "System Manager"),
	*("Agent", "Agent Manager", "Support Team"),
)
"""Roles whose people are told of something, or counted."""


def unfit() -> str:
	"""Why a test of several processes doesn't run here, or an empty text: where the others run on SQLite it is left to MariaDB."""
	if not BENCH_SITE and os.environ.get("SLA_ID_DATABASE") != "mariadb":
		return "SQLite has one writer at a time: runs on MariaDB"
	return missing()


def missing() -> str:
	"""What this machine lacks for such a site, or an empty text."""
	if not BENCH_SITE:
		return mariadb_missing()
	if not (find("mariadbd") and find("mariadb-install-db")):
		return "mariadbd isn't installed (Debian: apt-get install mariadb-server)"
	if not (_program("mariadb-dump", "mysqldump") and _program("mariadb", "mysql")):
		return "mariadb-dump isn't installed (Debian: apt-get install mariadb-client)"
	if bench_config().get("db_type", "mariadb") != "mariadb":
		return f"the site {BENCH_SITE} isn't on MariaDB"
	return ""


def make(site: Path, login: dict[str, Any]) -> None:
	"""Make the site in its folder, which must not exist, and in the empty database that `login` names.

	The folder lies in one of its own, as a bench's `sites` does: `…/sites/site`.
	"""
	if not BENCH_SITE:
		import embedded

		embedded.new_site(site, db_type="mariadb", **login)
		return
	_copy(site, login)
	frappe = connect(site)
	frappe.cache.delete_keys("")  # of an earlier run's
	_take_out_work(frappe)
	_put_in_what_is_shipped(frappe)
	frappe.db.commit()
	frappe.clear_cache()
	disconnect()


def behind(frappe: Any) -> str:
	"""A DocType of ours whose file isn't the one that the site was migrated to, or an empty text."""
	from frappe.modules.import_file import calculate_hash

	kept = dict(frappe.get_all("DocType", {"module": "SLA ID"}, ["name", "migration_hash"], as_list=True))
	for path in sorted(Path(frappe.get_app_path("sla_id")).glob("doctype/*/*.json")):
		name = json.loads(path.read_text("utf-8"))["name"]
		if kept.get(name) != calculate_hash(str(path)):
			return str(name)
	return ""


def connect(site: Path, *, in_test: bool = False) -> Any:
	"""`frappe`, connected to such a site as Administrator."""
	if not BENCH_SITE:
		import embedded

		return embedded.connect(site, in_test=in_test)
	import frappe

	# Frappe writes its logs, and looks for assets, below the folder that it runs in
	os.chdir(site.parent)
	frappe.init(site.name, sites_path=str(site.parent), force=True)
	frappe.connect()
	frappe.flags.in_test = in_test
	frappe.set_user("Administrator")
	return frappe


def disconnect() -> None:
	"""Close the connection; what isn't committed is rolled back."""
	if not BENCH_SITE:
		import embedded

		embedded.disconnect()
		return
	import frappe

	frappe.db.rollback()
	frappe.destroy()


def move(site: Path, port: int) -> None:
	"""Its database answers on another port from now on. What the cache holds of it is forgotten."""
	if not BENCH_SITE:
		from embedded import config

		config.update(site, db_port=port)
		return
	import redis

	_write_config(site, db_port=port)
	config = json.loads((site / "site_config.json").read_text("utf-8"))
	# not by Frappe: the process of the tests has a site open
	cache = redis.from_url(config["redis_cache"])
	for key in cache.scan_iter(f"{config['db_name']}|*"):
		cache.delete(key)


def bench_config() -> dict[str, Any]:
	"""The configuration of the bench's site, in whose `sites` folder the tests run."""
	read = [FOLDER / "common_site_config.json", FOLDER / BENCH_SITE / "site_config.json"]
	return {key: value for path in read for key, value in json.loads(path.read_text("utf-8")).items()}


def _copy(site: Path, login: dict[str, Any]) -> None:
	for folder in ("public/files", "private/files", "private/backups", "locks", "logs"):
		(site / folder).mkdir(parents=True, exist_ok=True)
	(site.parent.parent / "logs").mkdir(exist_ok=True)
	for path in (FOLDER / "apps.txt", FOLDER / "apps.json", FOLDER / "common_site_config.json"):
		if path.exists():
			shutil.copy(path, site.parent)
	(site.parent / "assets").symlink_to(FOLDER / "assets")
	config = bench_config()
	shutil.copy(FOLDER / BENCH_SITE / "site_config.json", site)
	values = {"db_host": login["host"], "db_port": login["port"], "db_password": login["password"]}
	values |= {"db_name": login["database"], "db_user": login["user"]}
	values |= {name: _aside(config[name]) for name in ("redis_cache", "redis_queue")}
	_write_config(site, **values)
	source = {"host": config.get("db_host") or "127.0.0.1", "port": config.get("db_port") or 3306}
	source |= {"user": config.get("db_user") or config["db_name"], "password": config["db_password"]}
	_pour(source | {"database": config["db_name"]}, login)


def _aside(address: str) -> str:
	"""Another of a Redis server's databases than the bench's, and than most runs' of these tests at the same time.

	Frappe tells sites apart by the name of their database, which is the same for all of these; and no worker of the bench's
	may get a job of a site that it doesn't know.
	"""
	place = urlsplit(address)
	return place._replace(path=f"/{1 + os.getpid() % 15}").geturl() if place.scheme == "redis" else address


def _pour(source: dict[str, Any], target: dict[str, Any]) -> None:
	"""One database into another."""
	options = ["--no-defaults", "--single-transaction", "--skip-lock-tables", "--skip-triggers"]
	with subprocess.Popen(
		[_program("mariadb-dump", "mysqldump"), *options, *_login(source)],
		stdout=subprocess.PIPE,
		env={**os.environ, "MYSQL_PWD": source["password"]},
	) as dump:
		subprocess.run(
			[_program("mariadb", "mysql"), "--no-defaults", *_login(target)],
			stdin=dump.stdout,
			env={**os.environ, "MYSQL_PWD": target["password"]},
			check=True,
		)
	if dump.returncode:
		raise RuntimeError(f"the database of {BENCH_SITE} could not be read; the reason is above")


def _login(database: dict[str, Any]) -> list[str]:
	place = [f"--host={database['host']}", f"--port={database['port']}", f"--user={database['user']}"]
	return [*place, database["database"]]


def _program(*names: str) -> str:
	return next((path for path in map(find, names) if path), "")


def _write_config(site: Path, **values: Any) -> None:
	path = site / "site_config.json"
	kept = json.loads(path.read_text("utf-8"))
	path.write_text(json.dumps({**kept, **values}, indent=1), "utf-8")


def _take_out_work(frappe: Any) -> None:
	"""Every record of the app, the hosts' tickets with what was written about them, and the roles of the site's own people."""
	own = frappe.get_all("DocType", {"module": "SLA ID"}, ["name", "issingle"])
	for doctype in own:
		if doctype.issingle:
			frappe.db.delete("Singles", {"doctype": doctype.name})
		else:
			frappe.db.delete(doctype.name)
	for name in (*WORK, *HELPERS):
		if frappe.db.table_exists(name):
			frappe.db.delete(name)
	always_there = ["Administrator", "Guest"]
	frappe.db.delete(
		"Has Role", {"role": ["in", ROLES], "parenttype": "User", "parent": ["not in", always_there]}
	)


def _put_in_what_is_shipped(frappe: Any) -> None:
	from frappe.utils.fixtures import sync_fixtures

	from sla_id.setup.install import after_install

	sync_fixtures("sla_id")
	after_install()
