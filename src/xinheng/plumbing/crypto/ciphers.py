"""Authenticated encryption of one message: AES-256-GCM, or SM4-GCM (GB/T 32907)."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xinheng.plumbing.crypto.keyring import Suite

NONCE_SIZE = 12
TAG_SIZE = 16
KEY_SIZES = {Suite.INTERNATIONAL: 32, Suite.NATIONAL: 16}
MARKS = {Suite.INTERNATIONAL: b"A", Suite.NATIONAL: b"S"}
SUITES = {mark: suite for suite, mark in MARKS.items()}


class Undecipherable(ValueError):
    """The bytes were changed, cut, or encrypted with another key or for another purpose."""


def encrypt(suite: Suite, *, key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    """Ciphertext and 16-byte tag; `bound` is authenticated beside it. A nonce serves once a key."""
    if suite is Suite.INTERNATIONAL:
        return AESGCM(key).encrypt(nonce, plain, bound)
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def decrypt(suite: Suite, *, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    """The plaintext of `encrypt`."""
    if len(sealed) < TAG_SIZE or len(key) != KEY_SIZES[suite]:
        raise Undecipherable("cut, or encrypted with another cipher")
    try:
        if suite is Suite.INTERNATIONAL:
            return AESGCM(key).decrypt(nonce, sealed, bound)
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-TAG_SIZE:])).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(sealed[:-TAG_SIZE]) + decryptor.finalize()
    except InvalidTag as error:
        raise Undecipherable("changed, or encrypted with another key") from error
