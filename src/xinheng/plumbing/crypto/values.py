"""Small values (a citizen id, a file's data key) encrypted under a sub-key of the master.

Form: 1 byte suite (A or S) ‖ 12 bytes nonce ‖ ciphertext ‖ 16 bytes tag. The purpose and what the value
belongs to are bound to it: a value moved to another row does not open there.
"""

from __future__ import annotations

import secrets

from xinheng.plumbing.crypto.ciphers import (
    KEY_SIZES,
    MARKS,
    NONCE_SIZE,
    SUITES,
    Undecipherable,
    decrypt,
    encrypt,
)
from xinheng.plumbing.crypto.keyring import KeyRing, Purpose


def seal(plain: bytes, *, ring: KeyRing, purpose: Purpose, belongs_to: str) -> bytes:
    """Encrypt; `belongs_to` names the row or file, and `unseal` must be told the same."""
    nonce = secrets.token_bytes(NONCE_SIZE)
    key = ring.subkey(purpose, KEY_SIZES[ring.suite])
    bound = f"{purpose}/{belongs_to}".encode()
    return MARKS[ring.suite] + nonce + encrypt(ring.suite, key=key, nonce=nonce, plain=plain, bound=bound)


def unseal(sealed: bytes, *, ring: KeyRing, purpose: Purpose, belongs_to: str) -> bytes:
    """Decrypt what `seal` made, whichever suite it was made with."""
    suite = SUITES.get(sealed[:1])
    if suite is None:
        raise Undecipherable("not encrypted by this platform")
    nonce, body = sealed[1 : 1 + NONCE_SIZE], sealed[1 + NONCE_SIZE :]
    key = ring.subkey(purpose, KEY_SIZES[suite])
    return decrypt(suite, key=key, nonce=nonce, sealed=body, bound=f"{purpose}/{belongs_to}".encode())
