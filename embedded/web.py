"""The web application: the engine's WSGI application with assets in front of it. Used by `serve`."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from embedded import apps as app_list
from embedded import config, desk, runtime
from embedded.imports import ALIAS, ENGINE

# The engine's scripts live in `window.<engine>`, sometimes assigned anew; the apps' scripts say `frappe`.
_ALIAS_SCRIPT = (
	f'<script>Object.defineProperty(window,"{ALIAS}",{{configurable:true,'
	f"get:()=>window.{ENGINE},set:value=>{{window.{ENGINE}=value}}}})</script>"
).encode()
_MONTH = 30 * 24 * 3600

StartResponse = Callable[..., Any]


class Assets:
	"""Answers /assets and /files: built bundles, the engine's and the apps' public folders, the site's files."""

	def __init__(
		self, application: Callable[..., Iterable[bytes]], built: Path | None, apps: Sequence[str]
	) -> None:
		self.application = application
		self.built = built
		engine_public = desk.engine_folder() / "public"
		self.public = {ENGINE: engine_public, ALIAS: engine_public}
		for app in apps:
			self.public[app] = Path(app_list.app_folder(app)) / "public"

	def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
		path = environ.get("PATH_INFO", "")
		if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
			if path.startswith("/assets/"):
				found = self.find_asset(path.removeprefix("/assets/"))
				return self.send(found, environ)(environ, start_response)
			if path.startswith("/files/"):
				found = _inside(config.active() / "public" / "files", path.removeprefix("/files/"))
				return self.send(found, environ)(environ, start_response)
		return self.application(environ, start_response)

	def find_asset(self, name: str) -> Path | None:
		app, _, rest = name.partition("/")
		if self.built and rest.startswith("dist/") and (found := _inside(self.built / app, rest)):
			return found
		public = self.public.get(app)
		if public is None:
			return None
		# the engine renamed the folders and images in its pages, but not on disk
		return _inside(public, rest) or (
			_inside(public, rest.replace(ENGINE, ALIAS)) if app in (ENGINE, ALIAS) else None
		)

	def send(self, found: Path | None, environ: dict[str, Any]) -> Response:
		if found is None:
			return Response("Not found", status=404)
		kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
		age = _MONTH if ".bundle." in found.name else None
		return send_file(found, environ, mimetype=kind, max_age=age, conditional=True)


class Alias:
	"""Makes pages and requests written for `frappe` work: the script object, and the headers' names."""

	def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
		self.application = application

	def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
		for key in [key for key in environ if key.startswith("HTTP_X_FRAPPE_")]:
			environ.setdefault(key.replace("FRAPPE", ENGINE.upper()), environ[key])
		response = Response.from_app(self.application, environ)
		if response.mimetype == "text/html" and not response.direct_passthrough:
			body = response.get_data()
			for tag in (b"<head>", b"<HEAD>"):
				if tag in body:
					response.set_data(body.replace(tag, tag + _ALIAS_SCRIPT, 1))
					break
		return response(environ, start_response)


def _inside(folder: Path, relative: str) -> Path | None:
	"""The file at `relative` if it lies below `folder`."""
	if not relative or "\0" in relative:
		return None
	root = folder.resolve()
	found = (root / relative).resolve()
	return found if found.is_relative_to(root) and found.is_file() else None


def make_application() -> Callable[..., Iterable[bytes]]:
	"""The application for the open site. Pages work without a built desk, unstyled."""
	runtime.load()
	import monoframe.app

	apps = app_list.known_apps()
	built = desk.find(apps)
	site_assets = config.active() / "assets" / "assets.json"
	site_assets.parent.mkdir(parents=True, exist_ok=True)
	if built:
		shutil.copyfile(built / "assets.json", site_assets)
	else:
		site_assets.write_text("{}", encoding="utf-8")
	# what was printed or mailed before the site was served has the list of bundles cached, empty
	monoframe.client_cache.delete_value("assets_json", shared=True)
	Request.max_form_memory_size = None
	return Assets(Alias(monoframe.app.application), built, apps)
