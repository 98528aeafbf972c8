"""The desk: entries that are judged, placed, written, and taken back."""
