"""The scheme: its text, its model, what its names mean, and what is wrong with it."""
