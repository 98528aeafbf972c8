"""Every figure against one worked out by hand, and the reason where there is none."""
