import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { withSettings } from "../config/config.ts";
import { parseStoredConfig } from "../config/migrate.ts";
import type { Config } from "../config/schema.ts";
import { symbolSizeOf } from "../config/symbolSize.ts";
import { version } from "../config/version.ts";
import { assertSameTask, readDefinitions, type UsedFile, usedFiles } from "../extensions/loadedFiles.ts";
import { decodeFloat16, encodeFloat16 } from "../numerics/half.ts";
import { excerpt } from "../text/describe.ts";
import { initialState, type TrainingState } from "../training/optimizer.ts";
import { readForeign } from "../transformer/foreignParameters.ts";
import { fromGpt2 } from "../transformer/gpt2Layout.ts";
import { type Model, transformer } from "../transformer/model.ts";
import { isDrawn } from "../transformer/modelConfig.ts";
import { countParameters, eachPart, type ParameterSpec } from "../transformer/parameters.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
  readSafetensors,
  type SafetensorsFile,
} from "../transformer/safetensors.ts";

/** Everything needed to resume a run exactly, or to use its transformer. */
export interface Checkpoint {
  readonly config: Config;
  readonly state: TrainingState;
  readonly secondsTraining: number; // until this step
  /** Only in a record, which contains just the parameters, usually in half precision: the hash of the trained parameters. */
  readonly trainedSha256?: string;
  /** The engine of another program that trained its last steps, as that program names itself. */
  readonly backend?: string;
  /** Task families and algorithms from files that its run used. */
  readonly definitions?: readonly UsedFile[];
  /** For parameters that another program trained: the numbers of steps and seconds are unknown, and set to 0. */
  readonly trainedElsewhere?: true;
  /** For those: how they were read, one sentence per note. */
  readonly notes?: readonly string[];
  /** For those: the square matrices, whose shape does not show whether they are stored as [out, in], and whether they were transposed. */
  readonly squares?: { readonly names: readonly string[]; readonly transposed: boolean };
}

const KIND = "icl-lab checkpoint";
const FORMAT = 1;

/** Parts of the optimiser's state in the file, named `optimizer.<part>.<parameter>`. */
const PARTS = ["first", "second"] as const;

/** The model that a config describes. */
export const modelOf = (config: Config): Model =>
  transformer(config.model, config.prompts.dim, config.prompts.exemplars, symbolSizeOf(config.prompts));

/** SHA-256 of parameters as float32, little-endian, in the file's order. */
export const parametersSha256 = (parameters: Float32Array): string => bytesToHex(sha256(bytesOf(parameters)));

/** A checkpoint as one safetensors file: the parameters under their names, then the optimiser's state. */
export function encodeCheckpoint({ config, state, secondsTraining }: Checkpoint): Uint8Array {
  const { specs } = modelOf(config);
  const tensors: NamedTensor[] = [];
  eachPart(specs, state.parameters, (data, { name, shape }) => tensors.push({ name, shape, data }));
  for (const part of PARTS) {
    eachPart(specs, state[part], (data, { name, shape }) =>
      tensors.push({ name: `optimizer.${part}.${name}`, shape, data }),
    );
  }
  return encodeSafetensors({ tensors, metadata: withHash(metadataOf(config, state, secondsTraining), state) });
}

/**
 * Only the parameters of a finished run, for publication: rounded to half precision if they were trained, unrounded if
 * they were set by hand. A run cannot resume from it.
 */
export function encodeRecord({ config, state, secondsTraining }: Checkpoint): Uint8Array {
  const tensors: NamedTensor[] = [];
  const trained = isDrawn(config.model.init);
  const parameters = trained ? decodeFloat16(encodeFloat16(state.parameters)) : state.parameters;
  eachPart(modelOf(config).specs, parameters, (data, { name, shape }) => tensors.push({ name, shape, data }));
  const metadata = {
    ...metadataOf(config, { ...state, parameters }, secondsTraining),
    trainedSha256: parametersSha256(state.parameters),
  };
  return encodeSafetensors({ tensors, metadata: withHash(metadata) }, trained ? "F16" : "F32");
}

const metadataOf = (config: Config, { step, parameters }: TrainingState, secondsTraining: number) => ({
  kind: KIND,
  format: String(FORMAT),
  version,
  step: String(step),
  secondsTraining: String(secondsTraining),
  config: JSON.stringify(config),
  parametersSha256: parametersSha256(parameters),
  ...definitionsOf(config),
});

/** The definition files that a run uses, for its metadata; empty if there are none. */
function definitionsOf({ prompts }: Config): Readonly<Record<string, string>> {
  const used = usedFiles(prompts.family);
  return used.length > 0 ? { definitions: JSON.stringify(used) } : {};
}

type OptimizerState = Pick<TrainingState, (typeof PARTS)[number]>;

const withHash = (metadata: Readonly<Record<string, string>>, optimizer?: OptimizerState) => ({
  ...metadata,
  stateSha256: stateSha256(metadata, optimizer),
});

/**
 * SHA-256 of the whole content of a checkpoint: its metadata as JSON with sorted keys, then, if it has an optimiser's state, `first`
 * and `second` as float32, little-endian, in the order of the parameters. The parameters are
 * included through their own hash in the metadata. The metadata key `stateSha256` itself is excluded.
 */
export function stateSha256(metadata: Readonly<Record<string, string>>, optimizer?: OptimizerState): string {
  const { stateSha256: _, ...hashed } = metadata;
  const hash = sha256.create();
  hash.update(new TextEncoder().encode(JSON.stringify(Object.entries(hashed).sort(([a], [b]) => (a < b ? -1 : 1)))));
  for (const part of PARTS) if (optimizer) hash.update(bytesOf(optimizer[part]));
  return bytesToHex(hash.digest());
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);

/** How a checkpoint is read. */
export interface DecodeOptions {
  /** Whether to accept parameters that are not finite: those of a diverged run, which can be shown but not evaluated. */
  readonly diverged?: boolean;
}

/**
 * Decodes a checkpoint. Throws one sentence if the file is damaged, from a newer version, does not match its config, or
 * contains parameters that are not finite.
 */
export function decodeCheckpoint(bytes: Uint8Array, { diverged = false }: DecodeOptions = {}): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.kind !== KIND) {
    const got = metadata.kind === undefined ? "another safetensors file" : excerpt(metadata.kind);
    throw new Error(`invalid checkpoint: expected an ${KIND}, got ${got}`);
  }
  if (!(Number(metadata.format) <= FORMAT)) {
    throw new Error(
      `invalid checkpoint: expected format ${FORMAT} or older, got ${excerpt(`${metadata.format}`)}, written by version ${excerpt(`${metadata.version}`)}; this is ${version}`,
    );
  }
  const definitions = readDefinitions(metadata.definitions);
  assertSameTask(definitions);
  const config = parseStoredConfig(readConfig(metadata.config));
  const step = Number(metadata.step);
  if (!Number.isSafeInteger(step) || step < 0)
    throw new Error(`invalid checkpoint: expected a step, got ${excerpt(`${metadata.step}`)}`);
  const secondsTraining = Number(metadata.secondsTraining);
  if (!(secondsTraining >= 0))
    throw new Error(
      `invalid checkpoint: expected the seconds spent training, got ${excerpt(`${metadata.secondsTraining}`)}`,
    );
  const { specs } = modelOf(config);
  const collect = (prefix: string) => collectTensors(specs, tensors, prefix);
  const state = initialState(collect(""));
  const { trainedSha256 } = metadata;
  if (!trainedSha256) for (const part of PARTS) state[part].set(collect(`optimizer.${part}.`));
  assertUndamaged(metadata, state);
  if (!diverged) assertFinite(specs, state.parameters);
  return {
    config,
    state: { ...state, step },
    secondsTraining,
    ...(trainedSha256 && { trainedSha256 }),
    ...(metadata.backend && { backend: metadata.backend }),
    ...(definitions.length > 0 && { definitions }),
  };
}

/** Throws if a checkpoint differs from its hashes. Files of version 0.1 have a hash of their parameters only. */
function assertUndamaged(metadata: SafetensorsFile["metadata"], state: TrainingState): void {
  const assertHash = (part: string, expected: string | undefined, hash: string) => {
    if (expected === hash) return;
    throw new Error(`invalid checkpoint: its ${part} must have SHA-256 ${excerpt(`${expected}`)}, got ${hash}`);
  };
  assertHash("parameters", metadata.parametersSha256, parametersSha256(state.parameters));
  if (metadata.stateSha256 === undefined) return;
  assertHash("state", metadata.stateSha256, stateSha256(metadata, metadata.trainedSha256 ? undefined : state));
}

/** Throws if a parameter is not finite. Names the first tensor with one. */
function assertFinite(specs: readonly ParameterSpec[], parameters: Float32Array): void {
  eachPart(specs, parameters, (part, { name }) => {
    const wrong = part.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new Error(`invalid checkpoint: ${name} must contain finite numbers, got ${wrong}`);
  });
}

/**
 * Throws one sentence if the task family of a checkpoint is from a definition file that is not loaded, or if the file is
 * damaged.
 */
export const assertTaskLoaded = (bytes: Uint8Array): void =>
  assertSameTask(readDefinitions(readSafetensors(bytes).metadata.definitions));

/** Whether a file is a checkpoint of this program, not parameters of another one. */
export const isCheckpoint = (bytes: Uint8Array): boolean => readSafetensors(bytes).metadata.kind !== undefined;

/** Whether a safetensors file contains the config of its parameters. Throws one sentence if the file is damaged. */
export const hasConfig = (bytes: Uint8Array): boolean => metadataHasConfig(readSafetensors(bytes).metadata);

const metadataHasConfig = ({ kind, config }: SafetensorsFile["metadata"]): boolean => (kind ?? config) !== undefined;

/** How the tensors of another program are named and shaped, if not as ours: `gpt2` as in Garg et al. 2022. */
export type FileLayout = "gpt2";

export const fileLayouts: readonly FileLayout[] = ["gpt2"];

/**
 * Decodes a checkpoint, or only parameters of another program: tensors of floating-point numbers with the names and
 * shapes of `modelOf(config).specs`, in any order. Removes known prefixes of names and transposes matrices that are
 * [out, in]: `notes` reports this. The config is `givenConfig`, or the JSON under `config` in the metadata of the file,
 * in which absent settings have their defaults. With a `layout`, given or under that name in the metadata, names and
 * shapes are those of the layout, and the file determines the sizes of the config. Throws one sentence if the file is
 * damaged, if there are two configs or none, or if the tensors do not fit the config.
 */
export function decodeParameters(bytes: Uint8Array, givenConfig?: Config, layout?: FileLayout): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  const hasOwnConfig = metadataHasConfig(metadata);
  if (hasOwnConfig && givenConfig)
    throw new Error("invalid checkpoint: expected one config, got the file's own and another");
  if (!hasOwnConfig && !givenConfig) {
    throw new Error(
      `invalid checkpoint: expected its config in the file's metadata, as JSON of what differs from fit-d5, got none; ` +
        `in Python save_file(tensors, path, {"config": '{"prompts": {"dim": 4}, "model": {"layers": 2}}'}) writes one`,
    );
  }
  if (metadata.kind !== undefined) return decodeCheckpoint(bytes);
  const described = givenConfig ?? parseStoredConfig(readConfig(metadata.config));
  const gpt2 = (layout ?? metadata.layout) === "gpt2" ? fromGpt2(tensors, described.prompts.exemplars) : undefined;
  const config = gpt2 ? withSettings(described, gpt2.settings) : described;
  const { specs } = modelOf(config);
  const read = readForeign(specs, gpt2?.tensors ?? tensors);
  const { parameters } = read;
  assertFinite(specs, parameters);
  const { squares, squaresTransposed } = read.layout;
  return {
    config,
    state: initialState(parameters),
    secondsTraining: 0,
    trainedElsewhere: true,
    notes: [...(gpt2?.notes ?? []), ...read.notes],
    ...(!gpt2 && squares.length > 0 && { squares: { names: squares, transposed: squaresTransposed } }),
  };
}

/** The tensors of a file, named like the specs with a prefix, as one flat array in the order of the specs. */
function collectTensors(
  specs: readonly ParameterSpec[],
  tensors: readonly NamedTensor[],
  prefix: string,
): Float32Array {
  const flat = new Float32Array(countParameters(specs));
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  eachPart(specs, flat, (part, { name, shape }) => {
    const tensor = named.get(prefix + name);
    const expected = `[${shape.join(", ")}]`;
    if (!tensor)
      throw new Error(`invalid checkpoint: missing ${prefix}${name}: expected ${expected}, got no such tensor`);
    if (tensor.shape.join() !== shape.join()) {
      throw new Error(`invalid checkpoint: ${prefix}${name} must be ${expected}, got [${tensor.shape.join(", ")}]`);
    }
    part.set(tensor.data);
  });
  return flat;
}

function readConfig(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("invalid checkpoint: expected its config as JSON, got something else");
  }
}
