"""Writes streams.json: first outputs of the seeded generator, by a second implementation.

Made with Python 3.11: python make.py

The algorithms are those of the sources below, and are checked here against outputs published with
them: D. Blackman and S. Vigna, xoshiro256** (outputs for the state 1, 2, 3, 4 from the Rust crate
rand_xoshiro) and splitmix64 (outputs for the seed 1234567 from Rosetta Code); D. Lemire, "Fast
Random Integer Generation in an Interval", 2019; Fowler, Noll and Vo, FNV-1a.
"""

import json

MASK = 2**64 - 1


class SplitMix64:
    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


class Xoshiro256StarStar:
    def __init__(self, state):
        self.s = list(state)

    def next(self):
        def rotated(x, k):
            return ((x << k) | (x >> (64 - k))) & MASK

        s = self.s
        result = (rotated((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)
        return result


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def seeded(seed, purpose, index):
    """The seed, then the purpose, then the index, each through a round of SplitMix64."""
    seed = SplitMix64(seed).next() ^ fnv1a(purpose.encode())
    mixer = SplitMix64(SplitMix64(seed).next() ^ (index & MASK))
    return Xoshiro256StarStar([mixer.next() for _ in range(4)])


def below(generator, bound):
    while True:
        product = generator.next() * bound
        if product & MASK >= (2**64 - bound) % bound:
            return product >> 64


def permutation(generator, count):
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = below(generator, i + 1)
        order[i], order[j] = order[j], order[i]
    return order


published = SplitMix64(1234567)
assert [published.next() for _ in range(3)] == [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
]
published = Xoshiro256StarStar([1, 2, 3, 4])
assert [published.next() for _ in range(4)] == [11520, 0, 1509978240, 1215971899390074240]
assert fnv1a(b"a") == 0xAF63DC4C8601EC8C and fnv1a(b"foobar") == 0x85944171F73967E8


def main():
    streams = []
    for seed in (0, 1, 7, 2**64 - 1):
        for purpose in ("", "shuffle", "größe"):
            for index in (0, 1, -1, 123456789):
                outputs = seeded(seed, purpose, index)
                streams.append(
                    {
                        "seed": seed,
                        "purpose": purpose,
                        "index": index,
                        "outputs": [outputs.next() for _ in range(6)],
                        "permutation": permutation(seeded(seed, purpose, index), 10),
                        "below": [below(seeded(seed, purpose, index), b) for b in (1, 3, 2**62 + 1)],
                    }
                )
    with open("streams.json", "w") as file:
        lines = [json.dumps(stream, ensure_ascii=False) for stream in streams]
        file.write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
