"""Trust: what makes the books provable to those who did not keep them."""
