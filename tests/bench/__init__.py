"""Speed, measured: `make bench`. Never part of the tests, whose outcome must not hang on how busy a machine is."""
