"""The DocTypes of the host app."""
