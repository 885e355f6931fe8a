"""Redis inside the process: every Redis client of the engine and of RQ talks to one fake server. Called by `runtime`.

Caches, queues and locks are therefore private to a process. Set EMBEDDED_REDIS_URL to a real server on loopback
where several processes share a site.
"""

from __future__ import annotations

import os
from typing import Any

URL_VARIABLE = "EMBEDDED_REDIS_URL"

_server: Any = None


def is_external() -> bool:
	"""Whether a real Redis server was asked for."""
	return bool(os.environ.get(URL_VARIABLE))


def url() -> str:
	"""The address the engine is told; it is never dialled unless a real server was asked for."""
	return os.environ.get(URL_VARIABLE) or "redis://127.0.0.1:6399"


def install() -> None:
	"""Route new Redis connections to the fake server."""
	global _server
	if is_external() or _server is not None:
		return

	import fakeredis
	import redis

	_server = fakeredis.FakeServer()
	original = redis.ConnectionPool.__init__

	class InProcessConnection(fakeredis.FakeRedisConnection):
		def __init__(self, *args: Any, **kwargs: Any) -> None:
			kwargs.pop("_invalidator_id", None)
			super().__init__(*args, **{**kwargs, "server": _server})

	def in_process(
		self: Any, connection_class: Any = None, max_connections: int | None = None, **kwargs: Any
	) -> None:
		kwargs.pop("_invalidator_id", None)
		original(self, connection_class=InProcessConnection, max_connections=max_connections, **kwargs)

	redis.ConnectionPool.__init__ = in_process


def share_invalidation(engine: Any) -> None:
	"""Let the engine's per-process cache hear of every write.

	A real Redis server tells its clients which keys changed. The fake one doesn't, so the keys of each writing
	command are dropped from the per-process cache here, before the command runs.
	"""
	if is_external():
		return
	from monoframe.utils.redis_wrapper import RedisWrapper as wrapper
	from redis.client import Redis

	original = Redis.execute_command

	def execute_command(self: Any, *args: Any, **options: Any) -> Any:
		cache = engine.client_cache
		if cache is not None:
			command = str(args[0]).upper()
			if command in _WRITES:
				keys = args[1:2] if command in ("SET", "SETEX", "EXPIRE") else args[1:]
				with cache.lock:
					for key in keys:
						cache.cache.pop(key.encode() if isinstance(key, str) else key, None)
			elif command in ("FLUSHALL", "FLUSHDB"):
				cache.clear_cache()
		return original(self, *args, **options)

	wrapper.execute_command = execute_command


_WRITES = frozenset({"SET", "SETEX", "DEL", "UNLINK", "EXPIRE"})


def flush(engine: Any) -> None:
	"""Forget everything; used when another site is opened in this process."""
	if engine.cache is not None and not is_external():
		engine.cache.flushall()
	if engine.client_cache is not None:
		engine.client_cache.clear_cache()
