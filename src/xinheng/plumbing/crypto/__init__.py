"""Keys and what is done with them.

`keyring` sub-keys of the one master secret · `stream` files encrypted in chunks · `values` small values and
wrapped keys · `keyed_hash` finding without reading · `signing` Ed25519 and SM2.
"""
