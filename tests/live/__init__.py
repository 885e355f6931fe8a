"""Tests on a bench that commit, with processes of the bench's own: they leave the site as they found it."""
