"""The lab's random numbers: the same as src/numerics/random.ts, from one stream or from many side by side."""
import math

import numpy as np

WORD, LONG = (1 << 32) - 1, (1 << 64) - 1
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # as in src/numerics/elementary.ts


def rotated(x, bits, size):
    return (x << bits | x >> size - bits) & (1 << size) - 1


def ln(x, frexp=np.frexp):
    """The natural logarithm of positive numbers, to the bit as the lab computes it; math.frexp for a single one."""
    m, exponent = frexp(x)  # m from 1/2 to 1
    low = m <= math.sqrt(2) / 2
    m, exponent = m * (1 + low), exponent - low
    s = (m - 1) / (m + 1)
    z, series = s * s, 0.0
    for k in range(23, 1, -2):
        series = z * (1 / k + series)
    return exponent * LN2_HIGH + (2 * s * (1 + series) + exponent * LN2_LOW)


def polar(u, v, pairs):
    """Normals [2 pairs, B] from draws u and v [M, B] between -1 and 1, by Marsaglia's polar method; None if M is too small."""
    s = u * u + v * v
    inside = (0 < s) & (s < 1)
    if inside.sum(0).min() < pairs:
        return None
    first = np.argsort(~inside, axis=0, kind="stable")[:pairs]
    u, v, s = (np.take_along_axis(each, first, 0) for each in (u, v, s))
    scale = np.sqrt(-2 * ln(s) / s)
    return np.stack([u * scale, v * scale], 1).reshape(2 * pairs, -1)


class Random:
    """The stream of draw number `index` under a label: xoroshiro128+, its state mixed by ChaCha's rounds.

    If `index` is an array of uint64, these are the streams of all its numbers, and a draw is an array.
    """

    def __init__(self, seed, label, index):
        state = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
        for word in (seed, seed >> 32, *map(ord, label), -1 - len(label), index, index >> 32):
            state[0] = state[0] ^ word & WORD
            state = self.stirred(*state)
        high, low, high2, low2 = self.stirred(*state)
        self.s, self.t, self.spare = high << 32 | low, high2 << 32 | low2, None

    @classmethod
    def at(cls, s, t):
        """Streams at a state of the generator."""
        streams = cls.__new__(cls)
        streams.s, streams.t, streams.spare = s, t, None
        return streams

    @staticmethod
    def stirred(a, b, c, d):
        for _ in range(4):
            a = a + b & WORD
            d = rotated(d ^ a, 16, 32)
            c = c + d & WORD
            b = rotated(b ^ c, 12, 32)
            a = a + b & WORD
            d = rotated(d ^ a, 8, 32)
            c = c + d & WORD
            b = rotated(b ^ c, 7, 32)
        return [a, b, c, d]

    def uniform(self):
        """From 0 to 1, 1 excluded."""
        s, t = self.s, self.t
        u = s ^ t
        self.s = (rotated(s, 24, 64) ^ u ^ u << 16) & LONG
        self.t = rotated(u, 37, 64)
        return (s + t & WORD) / 2**32

    def integer(self, n):
        """A whole number from 0 to n - 1, of one stream."""
        return int(self.uniform() * n)

    def normal(self):
        """Of mean 0 and standard deviation 1, of one stream, by Marsaglia's polar method."""
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            u, v = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                scale = math.sqrt(-2 * ln(s, math.frexp) / s)
                self.spare = v * scale
                return u * scale

    def normals(self, count):
        """The first normals of every stream, [B, count]. It draws more numbers than it returns: the streams end here."""
        pairs, values = (count + 1) // 2, None
        drawn = np.empty((0, len(self.s)))
        while values is None:
            more = 2 * (int(1.3 * pairs) + 16 if len(drawn) == 0 else pairs // 8 + 8)
            drawn = np.concatenate([drawn, [2 * self.uniform() - 1 for _ in range(more)]])
            values = polar(drawn[::2], drawn[1::2], pairs)
        return values[:count].T

    def uniforms(self, count):
        """The next draws of one stream, [count], made side by side in parts. The stream ends here."""
        length = math.isqrt(count) + 1
        parts = self.cut(count // length + 1, length)
        return np.array([parts.uniform() for _ in range(length)]).T.ravel()[:count]

    def many_normals(self, count):
        """The first normals of one stream, [count], made side by side. The stream ends here."""
        pairs = (count + 1) // 2
        drawn = 2 * self.uniforms(2 * (int(1.28 * pairs) + 6 * math.isqrt(pairs) + 64)) - 1  # too few once in 1e20
        return polar(drawn[::2, None], drawn[1::2, None], pairs)[:count, 0]

    def cut(self, count, length):
        """`count` streams, which are the next parts of this one, `length` draws each.

        A step of the generator is linear in the bits of its state: 128 states of one bit each give the state after
        `length` steps from any state.
        """
        bits, none = [1 << k for k in range(64)], [0] * 64
        one_bit = Random.at(np.array(bits + none, np.uint64), np.array(none + bits, np.uint64))
        for _ in range(length):
            one_bit.uniform()
        states = [(self.s, self.t)]
        for _ in range(count - 1):
            s, t = states[-1]
            chosen = np.array([s & bit for bit in bits] + [t & bit for bit in bits], bool)
            states.append(tuple(int(np.bitwise_xor.reduce(each[chosen])) for each in (one_bit.s, one_bit.t)))
        return Random.at(*np.array(states, np.uint64).T)
