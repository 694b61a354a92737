"""A Merkle log that anyone can check: hashing, proofs, batches, signed checkpoints.

`hashing` leaves and nodes · `tree` coordinates, roots and proofs · `verify` the two checks · `batch` many
rows under one root · `rows` how a record's row becomes a leaf · `content` and `content_columns` how its
content is hashed in two parts · `entries` how a log entry becomes a leaf · `canonical` the JSON that is
hashed · `note` signed notes · `checkpoint` a signed tree head · `keys` signatures · `proof` a record's proof
as a file. Sources: RFC 6962, RFC 9162, C2SP.
"""
