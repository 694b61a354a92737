"""异议: a subject says that a record is wrong or infringes a right (Guizhou draft regulation, art. 34)."""
