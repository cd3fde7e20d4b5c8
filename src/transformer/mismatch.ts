import { listSome } from "../text/describe.ts";
import { otherLayout } from "./otherLayouts.ts";
import type { ParameterSpec } from "./parameters.ts";
import type { StoredTensor } from "./safetensors.ts";

type Named = Pick<ParameterSpec, "name" | "shape">;

const ofShape = ({ name, shape }: Named) => `${name} [${shape.join(", ")}]`;

/**
 * Why the tensors of another program's file are not the parameters of `specs`, as part of a sentence; undefined if they
 * are. `found` has those with an expected name, by that name, `extra` has the others, `all` both, `names` all short names.
 */
export function mismatch(
  specs: readonly ParameterSpec[],
  found: ReadonlyMap<string, StoredTensor>,
  extra: readonly StoredTensor[],
  all: readonly StoredTensor[],
  names: readonly string[],
): string | undefined {
  const missing = specs.filter(({ name }) => !found.has(name));
  const shapes = specs.filter((spec) => {
    const tensor = found.get(spec.name);
    return tensor && !hasShape(tensor, spec);
  });
  if (missing.length + extra.length + shapes.length === 0) return undefined;
  const other = missing.length + extra.length > 0 ? otherLayout(names) : undefined;
  if (other && !specs.some(({ name }) => name === other.mark))
    return `expected the tensors of the config, got ${other.words} (${listSome([other.mark])})`;
  const has =
    all.length === 0 ? "the file has no tensors" : `the file has ${all.length} tensors: ${listSome(all.map(ofShape))}`;
  if (missing.length === specs.length) return `expected ${listSome(specs.map(ofShape))}; ${has}`;
  const parts = [
    missing.length > 0 && `missing ${listSome(missing.map(ofShape))}`,
    shapes.length > 0 && listSome(shapes.map((spec) => shapeError(spec, found))),
    extra.length > 0 && `not expected: ${listSome(extra.map(ofShape))}`,
    likely(names, found) ?? (missing.length > 0 && extra.length === 0 && has),
  ];
  return parts.filter(Boolean).join("; ");
}

/** Whether a tensor has the shape of a spec, or, for a matrix, that of its transpose. */
function hasShape({ shape }: StoredTensor, spec: ParameterSpec): boolean {
  const same = shape.join() === spec.shape.join();
  const isTable = spec.name === "wpe.weight" || shape.length !== 2;
  return same || (!isTable && [...shape].reverse().join() === spec.shape.join());
}

const shapeError = ({ name, shape }: ParameterSpec, found: ReadonlyMap<string, StoredTensor>) =>
  `${name} must be [${shape.join(", ")}], got [${found.get(name)?.shape.join(", ")}]`;

/** The likely sizes of a model, from the tensors of a file: "the file looks like layers=2 hiddenSize=64". */
function likely(names: readonly string[], found: ReadonlyMap<string, StoredTensor>): string | undefined {
  const hiddenSize = found.get("read_in.bias")?.shape[0];
  const layers = new Set(names.flatMap((name) => /^h\.(\d+)\./.exec(name)?.[1] ?? [])).size;
  if (hiddenSize === undefined || layers === 0) return undefined;
  const readIn = found.get("read_in.weight")?.shape ?? [];
  const inputs = readIn.length === 2 ? (readIn[1] === hiddenSize ? readIn[0] : readIn[1]) : undefined;
  const tokens = found.get("wpe.weight")?.shape[0];
  const outputs = found.get("read_out.bias")?.shape[0];
  const sizes = [
    `layers=${layers}`,
    `hiddenSize=${hiddenSize}`,
    outputs === 1 && inputs !== undefined && `dim=${inputs - 1}`,
    tokens !== undefined && `${tokens} positions`,
  ];
  return `the file looks like ${sizes.filter(Boolean).join(", ")}`;
}
