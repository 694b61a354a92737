"""The public portal: one module per noun."""
