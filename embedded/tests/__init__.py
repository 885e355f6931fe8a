"""Tests of the embedded runtime itself, on the host app alone: `pytest embedded/tests`."""
