"""信用修复: a subject that made amends asks for an end before the term (draft, art. 35; implementation plan, item 30)."""
