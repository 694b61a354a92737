"""What is true of notices without a database: their content and hash, the words that leave, addresses, what a try means."""
