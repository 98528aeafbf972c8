"""The desk: it records what happens and makes new books; it never judges."""
