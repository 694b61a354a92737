"""What may be shown, to whom, until when: a function of record, law and day; the review before first display."""
