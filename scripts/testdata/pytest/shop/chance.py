"""Seeded chance: the same rule in every sample project, so that a run can be
repeated. SAMPLE_SEED and the attempt number decide which flaky tests fail:
FNV-1a 64 over "name:seed:attempt", one murmur finaliser, modulo 1000."""
import os

MASK = (1 << 64) - 1


def draw(name, attempt=1):
    seed = os.environ.get("SAMPLE_SEED", "1")
    h = 0xCBF29CE484222325
    for byte in f"{name}:{seed}:{attempt}".encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    h ^= h >> 33
    h = (h * 0xFF51AFD7ED558CCD) & MASK
    h ^= h >> 33
    return h


def fails(name, rate, attempt=1):
    return draw(name, attempt) % 1000 < int(rate * 1000)
