"""Which site this process works on, and its site_config.json. The engine reads its settings through `site_conf`.

The engine takes its settings from the environment; here they come from the site's own folder, as on a bench, so a
process can open one site after another without leaking settings from the first.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from embedded import memredis

SITE_NAME = "sla.localhost"
CONFIG_FILE = "site_config.json"

_active: Path | None = None


class NoSite(RuntimeError):
	"""No site was opened."""


def activate(site: Path) -> None:
	"""Make `site` the folder that `frappe.init()` opens from now on."""
	global _active
	_active = Path(site).resolve()
	conf = read(_active)
	os.environ["DB_TYPE"] = conf["db_type"]
	os.environ["MONOFRAME_EXTRA_CONFIG"] = f"{__name__}.site_conf"
	os.environ["MONOFRAME_BENCH_ROOT"] = str(_active)


def active() -> Path:
	"""The folder of the open site."""
	if _active is None:
		raise NoSite("No site is open: call embedded.connect(site_path) first.")
	return _active


def deactivate() -> None:
	"""Forget the open site."""
	global _active
	_active = None


def read(site: Path) -> dict[str, Any]:
	"""The site's settings as stored."""
	return json.loads((site / CONFIG_FILE).read_text(encoding="utf-8"))


def write(site: Path, settings: dict[str, Any]) -> None:
	"""Store the site's settings."""
	(site / CONFIG_FILE).write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def update(site: Path, **settings: Any) -> None:
	"""Change some of the site's stored settings; they hold from the next `frappe.init()`."""
	write(site, {**read(site), **settings})


def site_conf() -> dict[str, Any]:
	"""Called by the engine whenever it loads its settings."""
	if _active is None:
		return {"db_type": "sqlite", "redis_cache": memredis.url(), "redis_queue": memredis.url()}
	return {
		"redis_cache": memredis.url(),
		"redis_queue": memredis.url(),
		"use_mysqlclient": 0,
		"allow_tests": 1,
		# "all" jobs every minute, as where scheduler_tick_interval is 60
		"scheduler_interval": 60,
		"scheduler_tick_interval": 60,
		"bench_id": "embedded",
		"disable_async": 1,  # there is no socket server to reach
		**read(_active),
	}
