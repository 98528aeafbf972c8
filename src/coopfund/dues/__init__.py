"""Dues by member and for the group: what is asked, owed, paid ahead, and out of the ordinary."""
