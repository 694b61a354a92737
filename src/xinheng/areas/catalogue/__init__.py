"""What is collected: catalogue versions, how each came to be published, and the items that validate data."""
