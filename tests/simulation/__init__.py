"""What if: the months to come, and what growth takes."""
