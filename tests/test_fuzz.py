"""The fuzz targets, run briefly: the same mutations each time. `make fuzz` looks further."""

from __future__ import annotations

import random

import pytest
from fuzz.targets import TARGETS

ROUNDS = {"reader": 150, "compiler": 150, "packages": 500}


def mutated(seed: bytes, words: tuple[str, ...], chance: random.Random) -> bytes:
    """A seed with some bytes flipped, cut out, doubled, or words put in."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(data) + 1), chance.randint(1, 40)
        match chance.randrange(4):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length]
            case _:
                data[place:place] = chance.choice(words).encode()
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_a_sound_result_or_our_own_error_comes_out(name: str) -> None:
    target, chance = TARGETS[name], random.Random(name)
    seeds = target.seeds()

    for seed in seeds:
        target.run(seed)
    for _ in range(ROUNDS[name]):
        target.run(mutated(chance.choice(seeds), target.words, chance))
