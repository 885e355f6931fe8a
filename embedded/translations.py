"""Translations from the apps' own catalogues: `<app>/locale/<language>.po`. Called by `runtime`.

The engine looks for compiled catalogues in a bench's assets; there is no bench, and the sources are at hand. Both
the server's `_()` and the desk's `__()` (through the boot messages) read what is loaded here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from embedded.imports import ENGINE

# Keyed by path and modification time, so it can't mix sites or serve an edited catalogue's old text.
_catalogues: dict[tuple[str, float], dict[str, str]] = {}
_beside: dict[str, Path] = {}


def add_folder(app: str, folder: Path) -> None:
	"""More catalogues of an app, for languages that its own folder lacks."""
	_beside[app] = folder


def read_catalogue(path: Path) -> dict[str, str]:
	"""Messages of a .po file; a message with a context is found under "message:context"."""
	from babel.messages.pofile import read_po

	with path.open("rb") as handle:
		catalogue = read_po(handle, ignore_obsolete=True)
	messages: dict[str, str] = {}
	for message in catalogue:
		if not message.id or not message.string or message.fuzzy or isinstance(message.id, list | tuple):
			continue
		key = f"{message.id}:{message.context}" if message.context else message.id
		messages[key] = message.string
	return messages


def for_app(engine: Any, language: str, app: str) -> dict[str, str]:
	"""The app's messages in `language`, or nothing."""
	if not language or not app or app == ENGINE:
		return {}
	name = f"{language.replace('-', '_')}.po"
	path = Path(engine.get_app_path(app)) / "locale" / name
	if app in _beside and not path.exists():
		path = _beside[app] / name
	if not path.exists():
		return {}
	key = (str(path), path.stat().st_mtime)
	if key not in _catalogues:
		_catalogues[key] = read_catalogue(path)
	return _catalogues[key]


def install(engine: Any) -> None:
	"""Make the engine's loader read .po files."""
	import monoframe.gettext.translate as gettext_translate

	def get_translations_from_mo(lang: str, app: str) -> dict[str, str]:
		return for_app(engine, lang, app)

	gettext_translate.get_translations_from_mo = get_translations_from_mo
