"""What the desk and the field share: one report written out, its words, its photographs."""
