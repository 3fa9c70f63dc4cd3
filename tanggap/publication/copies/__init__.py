"""Copies of closed score cards: what stands in such a file, and whether one is genuine."""
