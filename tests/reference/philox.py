"""Random numbers by place, written again from the description in Python: Philox 4x32-10 (NumPy's is the 64-bit one), keyed by
the seed and the FNV-1a hash of the purpose, counted by block, then step.

Run in this folder: python philox.py   (prints digests: the first 16 digits of SHA-256 over little-endian float32)
"""
import hashlib
import math
import struct

MASK = 0xFFFFFFFF


def fnv(text):
    h = 0x811C9DC5
    for unit in text.encode("utf-16-le")[::2]:
        h = ((h ^ unit) * 0x01000193) & MASK
    return h


def bits(seed, purpose, step, count):
    words = []
    for block in range(-(-count // 4)):
        c, k = [block, 0, step & MASK, step >> 32], [seed, fnv(purpose)]
        for _ in range(10):
            p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
            c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
            k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
        words += c
    return words[:count]


def digest(numbers):
    return hashlib.sha256(struct.pack(f"<{len(numbers)}f", *numbers)).hexdigest()[:16]


place = (7, "promise", 3)
print("uniforms", digest([(w >> 8) / 2**24 for w in bits(*place, 1000)]))
w = bits(*place, 2000)
print("normals", digest([
    math.sqrt(-2 * math.log((w[2 * i] + 1) / 2**32)) * math.cos(2 * math.pi * w[2 * i + 1] / 2**32) for i in range(1000)
]))
n, order = 1000, list(range(1000))
w = bits(*place, n)
for i in range(n - 1, 0, -1):
    j = math.floor(w[i] / 2**32 * (i + 1))
    order[i], order[j] = order[j], order[i]
print("order", hashlib.sha256(struct.pack("<1000I", *order)).hexdigest()[:16])
limit = math.sqrt(6 / 50)
print("glorot_uniform", digest([-limit + 2 * limit * ((w >> 8) / 2**24) for w in bits(*place, 600)]))
