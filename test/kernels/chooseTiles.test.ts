import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { chooseTiles } from "../../src/kernels/wasm/chooseTiles.ts";
import { instantiateKernels, type KernelExports } from "../../src/kernels/wasm/kernelExports.ts";
import type { WasmBackend } from "../../src/kernels/wasm/wasmMemory.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { startHere } from "./startHere.ts";

let backend: WasmBackend;
let memory: WebAssembly.Memory;

beforeAll(async () => {
  await startHere("wasm");
  backend = tf.backend() as unknown as WasmBackend;
  memory = backend.wasm.asm.memory;
});

/** A host that records its calls. Its clock moves only by what `kernelsWith` adds. */
function recordingHost() {
  const host = {
    ...{ time: 0, warnings: [] as string[], stopped: 0 },
    now: () => host.time,
    warn: (sentence: string) => host.warnings.push(sentence),
    stopFusing: () => {
      host.stopped++;
    },
  };
  return host satisfies Parameters<typeof chooseTiles>[2];
}

interface Plan {
  readonly wrong?: "two" | "four"; // tile whose products have one wrong bit
  readonly ms?: Readonly<Record<"two" | "four", number>>; // of a product
}

/** The kernels, with products that are wrong or slow in one of the tiles, and the tile that they are set to. */
async function kernelsWith(host: { time: number }, { wrong, ms = { two: 0, four: 0 } }: Plan) {
  const real = await instantiateKernels(memory);
  const set = { tile: "two" as "two" | "four" };
  const kernels: KernelExports = {
    ...real,
    useTilesOfFour(use) {
      set.tile = use ? "four" : "two";
      real.useTilesOfFour(use);
    },
    linear(...call) {
      real.linear(...call);
      host.time += ms[set.tile];
      if (wrong !== set.tile) return;
      const bits = new Uint32Array(memory.buffer, call[3], 1);
      bits[0] = (bits[0] as number) ^ 1;
    },
  };
  return { kernels, set };
}

test.each([
  ["four", { two: 2, four: 1 }],
  ["two", { two: 1, four: 1 }],
  ["two", { two: 1, four: 1.3 }],
] as const)("sets the tile of %s rows when products take %o milliseconds", async (tile, ms) => {
  const host = recordingHost();
  const { stopFusing: _, ...hostThatCannotStop } = host;
  const { kernels, set } = await kernelsWith(host, { ms });
  expect(await chooseTiles(backend, async () => kernels, { ...hostThatCannotStop, now: host.now })).toBe(kernels);
  expect(set.tile).toBe(tile);
  expect(host.warnings).toEqual([]);
});

test("keeps a fused module if tiles of four rows are faster, and compiles it again without fusing if not", async () => {
  const host = recordingHost();
  const fused = await kernelsWith(host, { ms: { two: 2, four: 1 } });
  expect(await chooseTiles(backend, async () => fused.kernels, host)).toBe(fused.kernels);
  expect(host).toMatchObject({ warnings: [], stopped: 0 });
  const slower = await kernelsWith(host, { ms: { two: 1, four: 1 } });
  const plain = await kernelsWith(host, { ms: { two: 1, four: 1.3 } });
  expect(await chooseTiles(backend, async (copy) => (copy === 2 ? plain : slower).kernels, host)).toBe(plain.kernels);
  expect(plain.set.tile).toBe("two");
  expect(host).toMatchObject({ warnings: [], stopped: 1 });
});

test.each(["two", "four"] as const)(
  "falls back to a new module with a warning if the tile of %s rows is wrong",
  async (wrong) => {
    const host = recordingHost();
    const broken = await kernelsWith(host, { wrong, ms: { two: 2, four: 1 } });
    const sound = await kernelsWith(host, { ms: { two: 2, four: 1 } });
    const asked: number[] = [];
    const chosen = await chooseTiles(
      backend,
      async (copy) => {
        asked.push(copy);
        expect(host.stopped).toBe(copy === 2 ? 1 : 0); // before V8 compiles it
        return (copy === 2 ? sound : broken).kernels;
      },
      host,
    );
    expect(chosen).toBe(sound.kernels);
    expect(sound.set.tile).toBe("two");
    expect(asked).toEqual([0, 2]);
    expect(host.warnings).toEqual([
      "the engine's kernels failed their check on this machine: it continues with slower ones, which passed",
    ]);
  },
);

/** The kernels besides products that V8 may fuse, and the place of a result in their arguments. */
const besidesProducts = [
  ...[["linear", 3] as const, ["linearGradient", 4] as const, ["attention", 1] as const],
  ...[["attentionGradient", 3] as const, ["layerNorm", 3] as const, ["layerNormGradient", 4] as const],
  ...[["add", 2] as const, ["addPositions", 2] as const, ["addPositionsGradient", 1] as const],
] as const;

/** Kernels of which one, besides products, has one wrong bit. */
function withWrongBit(kernels: KernelExports, [name, place]: (typeof besidesProducts)[number]): KernelExports {
  const real = kernels[name] as (...call: unknown[]) => void;
  return {
    ...kernels,
    [name]: (...call: unknown[]) => {
      real(...call);
      const isProduct = name === "linear" && call.at(-1) === 0; // without an activation
      const bits = new Uint32Array(memory.buffer, call[place] as number, 1);
      if (!isProduct) bits[0] = (bits[0] as number) ^ 1;
    },
  };
}

describe.each(besidesProducts)("if V8 fuses, and %s is wrong", (name, place) => {
  const fast = { two: 2, four: 1 };

  test("it falls back to a module that is not fused", async () => {
    const host = recordingHost();
    const { kernels } = await kernelsWith(host, { ms: fast });
    const broken = withWrongBit(kernels, [name, place] as (typeof besidesProducts)[number]);
    const chosen = await chooseTiles(backend, async (copy) => (copy === 0 ? broken : kernels), host);
    expect(chosen).toBe(kernels);
    expect(host).toMatchObject({ stopped: 1, warnings: [expect.stringMatching(/kernels failed their check/)] });
  });

  test.each([
    ["tiles of four are faster", fast],
    ["they are not", { two: 1, four: 1 }],
  ])("and nothing can stop it, the kernels are refused, whether %s", async (_, ms) => {
    const host = recordingHost();
    const { stopFusing: __, ...unstoppable } = host;
    const { kernels } = await kernelsWith(host, { ms });
    const broken = withWrongBit(kernels, [name, place] as (typeof besidesProducts)[number]);
    const asked: number[] = [];
    const chosen = await chooseTiles(
      backend,
      async (copy) => {
        asked.push(copy);
        return copy % 2 === 0 ? broken : kernels; // the fresh ones are right
      },
      { ...unstoppable, now: host.now },
    );
    expect(chosen).toBeUndefined();
    expect(asked).toEqual([0, 1, 2, 3]);
    expect(host.warnings).toEqual([]);
  });
});

test("refuses kernels whose products stay wrong", async () => {
  const host = recordingHost();
  const { kernels } = await kernelsWith(host, { wrong: "two" });
  expect(await chooseTiles(backend, async () => kernels, host)).toBeUndefined();
  expect(host.warnings).toEqual([]);
});

test("a module that is compiled again has the same functions", async () => {
  expect(Object.keys(await instantiateKernels(memory, 2))).toEqual(Object.keys(await instantiateKernels(memory)));
});

test("both tiles give the same bits, whatever rows and columns are left over", async () => {
  const own = new WebAssembly.Memory({ initial: 32 });
  const kernels = await instantiateKernels(own);
  const sizes = fc.tuple(...[70, 40, 40].map((max) => fc.integer({ min: 1, max })));
  fc.assert(
    fc.property(sizes, fc.nat(1e6), ([R, I, O], seed) => {
      const bitsWith = (four: boolean) => {
        kernels.useTilesOfFour(four);
        return bitsOfGradients(kernels, own, [R as number, I as number, O as number], seed);
      };
      expect(bitsWith(true)).toEqual(bitsWith(false));
    }),
    { numRuns: 60 },
  );
});

/** The bits of y, dx, dw and db of a linear map [R, I] → [R, O] with bias and GELU. */
function bitsOfGradients(
  kernels: KernelExports,
  { buffer }: WebAssembly.Memory,
  [R, I, O]: readonly [number, number, number],
  seed: number,
): Uint32Array {
  const random = randomAt(seed, "test", 0);
  let end = 1024; // the first bytes stay free
  const place = (floats: number) => {
    const address = end;
    new Float32Array(buffer, address, floats).forEach((_, k, values) => {
      values[k] = random.normal();
    });
    end += 4 * floats;
    return address;
  };
  const [x, w, b, dy] = [place(R * I), place(I * O), place(O), place(R * O)] as const;
  const results = end;
  const [y, dx, dw, db] = [place(R * O), place(R * I), place(I * O), place(O)] as const;
  const bits = new Uint32Array(buffer, results, (end - results) / 4);
  const slope = place(R * O);
  kernels.linear(x, w, b, y, slope, end, R, I, O, 1);
  kernels.linearGradient(x, w, slope, dy, dx, dw, db, end, R, I, O);
  return bits.slice();
}
