"""The desk's front end: bundles built once from the installed packages' sources with npm packages. Used by `serve`.

`make assets` (or `python -m embedded.desk`) builds; a result is kept under the hash of everything it came from.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from embedded import apps as app_list
from embedded.imports import ENGINE, ROOT

HERE = Path(__file__).resolve().parent
CACHE = ROOT / ".cache" / "desk"


class DeskNotBuilt(RuntimeError):
	"""The npm packages or Node.js are missing."""


def engine_folder() -> Path:
	"""Where the engine is installed; found without importing it."""
	spec = importlib.util.find_spec(ENGINE)
	if spec is None or spec.origin is None:
		raise DeskNotBuilt("The engine isn't installed: run `make setup`.")
	return Path(spec.origin).parent


def folder_for(apps: Sequence[str]) -> Path:
	"""Where the build for these apps is, or will be."""
	digest = hashlib.sha256()
	for path in (HERE / "build.js", HERE / "package-lock.json", ROOT / "requirements" / "embedded.txt"):
		digest.update(path.read_bytes())
	for app in apps:
		for path in bundle_sources(app):
			digest.update(str(path.name).encode())
			digest.update(path.read_bytes())
	return CACHE / digest.hexdigest()[:20]


def bundle_sources(app: str) -> list[Path]:
	"""An app's script and style sources, if it has bundles; other files are served as they are."""
	public = Path(app_list.app_folder(app)) / "public"
	if not any(public.rglob("*.bundle.*")):
		return []
	kinds = {".js", ".ts", ".vue", ".css", ".scss", ".html"}
	return sorted(path for path in public.rglob("*") if path.suffix in kinds and path.is_file())


def find(apps: Sequence[str]) -> Path | None:
	"""The finished build for these apps, or None."""
	folder = folder_for(apps)
	return folder if (folder / "assets.json").exists() else None


def ensure(apps: Sequence[str]) -> Path:
	"""Build unless it is there already; returns the folder that holds assets.json and <app>/dist."""
	if done := find(apps):
		return done
	if shutil.which("node") is None:
		raise DeskNotBuilt("Node.js was not found: the desk's front end is built with it.")
	if not (HERE / "node_modules").is_dir():
		raise DeskNotBuilt("The npm packages are missing: run `make assets`.")

	target = folder_for(apps)
	work = target.with_name(f"building-{os.getpid()}")
	job = {
		"out": str(work / "out"),
		"stage": str(work / "stage"),
		"apps": [
			{"name": ENGINE, "dir": str(engine_folder())},
			*({"name": app, "dir": app_list.app_folder(app)} for app in apps if bundle_sources(app)),
		],
	}
	(work / "out").mkdir(parents=True, exist_ok=True)
	try:
		subprocess.run(
			["node", str(HERE / "build.js"), json.dumps(job)], check=True, stdout=subprocess.DEVNULL
		)
		if not target.exists():
			(work / "out").rename(target)
	finally:
		shutil.rmtree(work, ignore_errors=True)
	return target
