"""Who may act: departments, their people and systems, permissions by published matter, the access log."""
