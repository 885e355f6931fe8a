"""Tests of the engine alone: no frappe, no database, no clock."""
