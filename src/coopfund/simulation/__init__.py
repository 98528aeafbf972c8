"""What if: the months to come under changes that somebody supposes, and what growth takes."""
