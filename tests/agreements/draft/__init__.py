"""Drafting an agreement from a document: the five documents where they are at hand, and texts of our own."""
