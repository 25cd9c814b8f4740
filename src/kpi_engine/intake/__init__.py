"""Intake: files become grids of typed cells, and grids become facts with their places."""
