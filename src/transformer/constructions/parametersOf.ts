import type { ModelConfig } from "../modelConfig.ts";
import { eachPart, type ParameterSpec, sizeOf } from "../parameters.ts";
import { type Approximation, type Construction, SIZE } from "./construction.ts";
import { misfitWith, needsOf, sumsOf } from "./needs.ts";

const [UP, DOWN] = SIZE as readonly [number, number];

/**
 * The parameters with which a pre-LayerNorm decoder computes a construction, flat, in the order of the specs
 * (Akyürek et al. 2022, App. C). Whatever is added to the stream is balanced on the coordinates N and −N, so that it
 * sums to zero and a LayerNorm only scales it, by an almost constant factor (Lemma 6); if the two are N c and −N c, it
 * divides by c (Lemma 8). A product is made of three GELUs (Lemma 4), a sum of two: GELU(z) − GELU(−z) = z, exactly.
 * Throws a sentence if the model is too small for it.
 */
export function parametersOf(
  construction: Construction,
  config: ModelConfig,
  specs: readonly ParameterSpec[],
  scales: Approximation = construction.scales,
): Float32Array {
  const misfit = misfitWith(config, needsOf(construction));
  if (misfit) throw new Error(misfit.sentence);
  const { layers: L, hiddenSize: H, heads: K } = config;
  const { product: epsilon, bypass: N } = scales;
  const parameters = new Float32Array(specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  const parts = new Map<string, { readonly values: Float32Array; readonly columns: number }>();
  eachPart(specs, parameters, (values, { name, shape }) =>
    parts.set(name, { values, columns: shape.at(-1) as number }),
  );
  const part = (name: string) => parts.get(name) as { readonly values: Float32Array; readonly columns: number };
  const add = (name: string, row: number, column: number, value: number) => {
    const { values, columns } = part(name);
    values[row * columns + column] = (values[row * columns + column] as number) + value;
  };
  /** Adds to a coordinate of the stream, and to the two that balance it. */
  const write = (name: string, row: number, to: number, value: number) => {
    add(name, row, to, value);
    if (SIZE.includes(to)) return; // N and −N are written in pairs
    for (const each of SIZE) add(name, row, each, -value / 2);
  };

  write("read_in.weight", 0, construction.y, 1);
  construction.x.forEach((to, d) => {
    write("read_in.weight", 1 + d, to, 1);
  });
  for (let token = 0; token < part("wpe.weight").values.length / H; token++) {
    add("wpe.weight", token, UP, N);
    add("wpe.weight", token, DOWN, -N);
  }
  for (const { token, at, value } of construction.places) write("wpe.weight", token, at, value);

  const size = H / K; // size of a head
  for (let layer = 0; layer < L; layer++) {
    const at = (name: string) => `h.${layer}.${name}`;
    const constructed = construction.layers[layer] ?? {};
    const { heads = [], products = [] } = constructed;
    heads.forEach(({ scores, carries }, head) => {
      scores.forEach(({ query, key, weight }, j) => {
        for (const from of query) add(at("attn.c_attn.weight"), from, head * size + j, Math.sqrt(size) * weight);
        for (const from of key) add(at("attn.c_attn.weight"), from, H + head * size + j, 1);
      });
      carries.forEach(({ from, to, factor = 1 }, j) => {
        add(at("attn.c_attn.weight"), from, 2 * H + head * size + j, 1);
        write(at("attn.c_proj.weight"), head * size + j, to, factor);
      });
    });
    let unit = 0;
    const gelu = (inputs: readonly (readonly [number, number])[], to: number, factor: number) => {
      for (const [from, weight] of inputs) add(at("mlp.c_fc.weight"), from, unit, weight);
      write(at("mlp.c_proj.weight"), unit, to, factor);
      unit += 1;
    };
    for (const { of, to, factor = 1 } of products) {
      const inputs = of.map((from) => [from, epsilon] as const);
      const scale = (factor * Math.sqrt(Math.PI / 2)) / epsilon ** 2;
      gelu(inputs, to, scale);
      for (const input of inputs) gelu([input], to, -scale);
    }
    for (const { from, to, factor = 1 } of sumsOf(constructed, N)) {
      gelu([[from, 1]], to, factor);
      gelu([[from, -1]], to, -factor);
    }
  }

  for (const { name } of specs) if (/\bln_\w+\.weight$/.test(name)) part(name).values.fill(N * Math.sqrt(2 / H));
  add("read_out.weight", construction.answer, 0, 1);
  return parameters;
}
