"""Test helpers the engine ships as silent no-ops, made to work. Used by tests through `frappe.tests.utils` or here."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any


@contextmanager
def change_settings(
	doctype: str, settings_dict: dict[str, Any] | None = None, /, **settings: Any
) -> Iterator[None]:
	"""Save other values into a Single and put the old ones back afterwards.

	As in Frappe: `change_settings("System Settings", {"language": "id"})`; `commit=True` commits both writes.
	"""
	import frappe

	commit = settings.pop("commit", False)
	wanted = {**(settings_dict or {}), **settings}

	def save(values: dict[str, Any]) -> None:
		document = frappe.get_doc(doctype)
		document.update(values)
		document.flags.ignore_links = document.flags.ignore_mandatory = True
		document.save(ignore_permissions=True)
		frappe.clear_document_cache(doctype, doctype)
		frappe.db.value_cache.clear()
		if commit:
			frappe.db.commit()

	before = frappe.get_doc(doctype)
	old = {field: before.get(field) for field in wanted}
	save(wanted)
	try:
		yield
	finally:
		save(old)


@contextmanager
def patch_hooks(overridden_hooks: dict[str, Any]) -> Iterator[None]:
	"""Answer `frappe.get_hooks(name)` with the given value for the named hooks.

	What the framework derives from hooks (document events) is derived anew inside and after the block.
	"""
	import frappe

	original = frappe.get_hooks

	def patched(
		hook: str | None = None, default: Any = "_KEEP_DEFAULT_LIST", app_name: str | None = None
	) -> Any:
		if hook in overridden_hooks:
			return overridden_hooks[hook]
		found = original(hook, default, app_name)
		if hook is None:
			return frappe._dict({**found, **overridden_hooks})
		return found

	frappe.get_hooks = patched
	frappe.local.doc_events_hooks = None
	try:
		yield
	finally:
		frappe.get_hooks = original
		frappe.local.doc_events_hooks = None


def timeout(seconds: int | Callable[..., Any] = 30, error_message: str = "Test timed out.") -> Any:
	"""Fail a test that runs longer than `seconds`; usable as `@timeout` and `@timeout(5)`."""

	def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
		@wraps(function)
		def wrapper(*args: Any, **kwargs: Any) -> Any:
			if threading.current_thread() is not threading.main_thread():
				return function(*args, **kwargs)

			def expire(signum: int, frame: Any) -> None:
				raise TimeoutError(error_message)

			previous = signal.signal(signal.SIGALRM, expire)
			signal.alarm(limit)
			try:
				return function(*args, **kwargs)
			finally:
				signal.alarm(0)
				signal.signal(signal.SIGALRM, previous)

		return wrapper

	if callable(seconds):
		limit = 30
		return decorate(seconds)
	limit = seconds
	return decorate


@contextmanager
def as_user(user: str) -> Iterator[None]:
	"""Run the block as another user."""
	import frappe

	previous = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(previous)


@contextmanager
def set_test_mode(enabled: bool = True) -> Iterator[None]:
	"""Set `frappe.in_test` and `frappe.flags.in_test` together, as Frappe's own runner does."""
	import frappe

	previous = frappe.in_test
	frappe.in_test = frappe.local.flags.in_test = enabled
	try:
		yield
	finally:
		frappe.in_test = frappe.local.flags.in_test = previous


def install(engine: Any) -> None:
	"""Put the helpers where `frappe.tests` and `frappe.tests.utils` look for them. Called by `runtime`."""
	import monoframe.tests as tests
	import monoframe.tests.classes.context_managers as context_managers
	import monoframe.tests.compat as compat
	import monoframe.tests.utils as utils

	helpers = {"change_settings": change_settings, "patch_hooks": patch_hooks, "timeout": timeout}
	classes = {
		"FrappeTestCase": compat.MonoframeTestCase,
		"IntegrationTestCase": compat.IntegrationTestCase,
		"UnitTestCase": compat.UnitTestCase,
	}
	for module in (utils, tests, compat):
		for name, value in {**helpers, **classes}.items():
			setattr(module, name, value)
	for name, value in helpers.items():
		setattr(context_managers, name, value)
		# Frappe offers them on the class too: self.change_settings(...), cls.patch_hooks(...)
		setattr(compat.MonoframeTestCase, name, staticmethod(value))
