"""Tables as people and systems send them: read, matched to fields, written, marked up."""
