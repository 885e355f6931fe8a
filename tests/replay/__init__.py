"""The replay of an incident log: its reading, its second opinion, and both against each other."""
