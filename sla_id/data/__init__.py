"""Dated data of the app: holidays with their decrees, and the sample agreements. `reader` reads it."""
