"""The record's life: versions by natural key, what superseded what, what was taken back; rows are only added."""
