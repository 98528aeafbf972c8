"""Import: every reader, the proof that no row is lost, and booking."""
