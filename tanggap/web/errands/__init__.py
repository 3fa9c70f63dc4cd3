"""Errands of the worker, as pages show them: being made, how far, and what came of it."""
