"""Tests of the dues of members and of the group."""
