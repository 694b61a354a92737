"""SM2 verification (GB/T 32918.2) written from the standard, to judge the library; slow and for tests only."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0

Point = tuple[int, int] | None


def sm3(data: bytes) -> bytes:
    """SM3 (GB/T 32905) by OpenSSL."""
    return hashlib.new("sm3", data).digest()


def add(one: Point, two: Point) -> Point:
    """Sum of two points; None is the point at infinity."""
    if one is None or two is None:
        return one or two
    if one[0] == two[0] and (one[1] + two[1]) % P == 0:
        return None
    if one == two:
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P) % P
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - two[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(factor: int, point: Point) -> Point:
    """The point added to itself `factor` times."""
    result: Point = None
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


def public_of(private: int) -> bytes:
    """Uncompressed public point."""
    point = times(private, (GX, GY))
    assert point is not None
    return b"\x04" + b"".join(each.to_bytes(32, "big") for each in point)


def verify(public: bytes, message: bytes, signature: bytes, *, user_id: bytes) -> bool:
    """GB/T 32918.2 section 7.1 with ZA of part 2 section 5.5."""
    key = int.from_bytes(public[1:33], "big"), int.from_bytes(public[33:], "big")
    head = (len(user_id) * 8).to_bytes(2, "big") + user_id
    za = sm3(head + b"".join(each.to_bytes(32, "big") for each in (A, B, GX, GY, *key)))
    e = int.from_bytes(sm3(za + message), "big")
    r, s = decode_dss_signature(signature)
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N) or t == 0:
        return False
    point = add(times(s, (GX, GY)), times(t, key))
    return point is not None and (e + point[0]) % N == r
