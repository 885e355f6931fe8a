"""For every layer: random tests are never judged by the clock (this runs on busy machines, two layers at a time)."""

try:
	from hypothesis import settings
except ImportError:  # a bench has pytest alone, and no random tests
	pass
else:
	settings.register_profile("sla_id", deadline=None)
	settings.load_profile("sla_id")
