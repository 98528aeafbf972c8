"""What each rule finds, what its nearest neighbour is, and what its catalogue entry promises."""
