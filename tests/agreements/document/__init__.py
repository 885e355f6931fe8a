"""Agreements as printed contracts."""
