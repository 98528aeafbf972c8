"""What coopfund costs, in time and memory, beside the tools it is compared with: ``make bench``."""
