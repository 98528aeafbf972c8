"""The doctor: what is installed, and what a group's books still lack."""
