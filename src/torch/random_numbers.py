"""The lab's random numbers: the same as src/numerics/random.ts."""
import math


class Random:
    """The stream of draw number `index` under a label: xoroshiro128+, its state mixed by ChaCha's rounds."""

    def __init__(self, seed, label, index):
        self.state = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
        for word in (seed, seed >> 32, *map(ord, label), -1 - len(label), index, index >> 32):
            self.state[0] ^= word & 0xFFFFFFFF
            self.stir()
        self.stir()
        self.spare = None

    def stir(self):
        a, b, c, d = self.state
        for _ in range(4):
            a = a + b & 0xFFFFFFFF
            d = self.rotated(d ^ a, 16, 32)
            c = c + d & 0xFFFFFFFF
            b = self.rotated(b ^ c, 12, 32)
            a = a + b & 0xFFFFFFFF
            d = self.rotated(d ^ a, 8, 32)
            c = c + d & 0xFFFFFFFF
            b = self.rotated(b ^ c, 7, 32)
        self.state = [a, b, c, d]

    @staticmethod
    def rotated(x, bits, size):
        return (x << bits | x >> size - bits) & (1 << size) - 1

    def uniform(self):
        """From 0 to 1, 1 excluded."""
        high, low, high2, low2 = self.state
        s, t = high << 32 | low, high2 << 32 | low2
        u = s ^ t
        v = (self.rotated(s, 24, 64) ^ u ^ u << 16) & 0xFFFFFFFFFFFFFFFF
        w = self.rotated(u, 37, 64)
        self.state = [v >> 32, v & 0xFFFFFFFF, w >> 32, w & 0xFFFFFFFF]
        return (s + t & 0xFFFFFFFF) / 2**32

    def integer(self, n):
        """A whole number from 0 to n - 1."""
        return int(self.uniform() * n)

    def normal(self):
        """Of mean 0 and standard deviation 1, by Marsaglia's polar method."""
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            u, v = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                scale = math.sqrt(-2 * math.log(s) / s)
                self.spare = v * scale
                return u * scale
