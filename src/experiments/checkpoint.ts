import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fromHalves, toHalves } from "../numerics/half.ts";
import { initialState, type TrainingState } from "../training/optimizer.ts";
import { type Model, transformer } from "../transformer/model.ts";
import { countParameters, eachPart, type ParameterSpec } from "../transformer/parameters.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
  type SafetensorsFile,
} from "../transformer/safetensors.ts";
import { type Config, parseConfig } from "./config.ts";
import { version } from "./version.ts";

/** All that is needed to go on with a run exactly where it stood, or to ask its transformer. */
export interface Checkpoint {
  readonly config: Config;
  readonly state: TrainingState;
  readonly secondsTraining: number; // spent until here
  /** Of a record, which holds parameters alone, as a rule rounded to half precision: the hash of those that were trained. */
  readonly trainedSha256?: string;
  /** Of parameters that another program trained: its steps and seconds are not known, and stand as 0. */
  readonly trainedElsewhere?: true;
}

const KIND = "icl-lab checkpoint";
const FORMAT = 1;

/** Parts of the optimiser's state in the file, each as `optimizer.<part>.<parameter>`. */
const PARTS = ["first", "second"] as const;

/** The model a config describes. */
export const modelOf = (config: Config): Model =>
  transformer(config.model, config.prompts.dim, config.prompts.exemplars, config.prompts.symbolSize);

/** SHA-256 of parameters as float32, little-endian, in the file's order. */
export const parametersSha256 = (parameters: Float32Array): string =>
  bytesToHex(sha256(new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength)));

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
  return encodeSafetensors({ tensors, metadata: metadataOf(config, state, secondsTraining) });
}

/**
 * A finished run's parameters alone, as they are published: rounded to half precision where they were trained, whole
 * where they were set by hand. Nothing can go on from it.
 */
export function encodeRecord({ config, state, secondsTraining }: Checkpoint): Uint8Array {
  const tensors: NamedTensor[] = [];
  const trained = config.model.init === "random";
  const parameters = trained ? fromHalves(toHalves(state.parameters)) : state.parameters;
  eachPart(modelOf(config).specs, parameters, (data, { name, shape }) => tensors.push({ name, shape, data }));
  const metadata = {
    ...metadataOf(config, { ...state, parameters }, secondsTraining),
    trainedSha256: parametersSha256(state.parameters),
  };
  return encodeSafetensors({ tensors, metadata }, trained ? "F16" : "F32");
}

const metadataOf = (config: Config, { step, parameters }: TrainingState, secondsTraining: number) => ({
  kind: KIND,
  format: String(FORMAT),
  version,
  step: String(step),
  secondsTraining: String(secondsTraining),
  config: JSON.stringify(config),
  parametersSha256: parametersSha256(parameters),
});

/** Reads a checkpoint. Throws one sentence where the file is broken, of a newer version, or not what its config says. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.kind !== KIND)
    throw new Error(`invalid checkpoint: wanted an ${KIND}, got ${metadata.kind ?? "another safetensors file"}`);
  if (!(Number(metadata.format) <= FORMAT)) {
    throw new Error(
      `invalid checkpoint: wanted format ${FORMAT} or older, got ${metadata.format}, written by version ${metadata.version}; this is ${version}`,
    );
  }
  const config = parseConfig(readConfig(metadata.config));
  const step = Number(metadata.step);
  if (!Number.isSafeInteger(step) || step < 0)
    throw new Error(`invalid checkpoint: wanted a step, got ${metadata.step}`);
  const secondsTraining = Number(metadata.secondsTraining);
  if (!(secondsTraining >= 0))
    throw new Error(`invalid checkpoint: wanted the seconds spent training, got ${metadata.secondsTraining}`);
  const { specs } = modelOf(config);
  const collect = (prefix: string) => collectTensors(specs, tensors, prefix);
  const state = initialState(collect(""));
  const { trainedSha256 } = metadata;
  if (!trainedSha256) for (const part of PARTS) state[part].set(collect(`optimizer.${part}.`));
  const hash = parametersSha256(state.parameters);
  if (metadata.parametersSha256 !== hash) {
    throw new Error(`invalid checkpoint: its parameters must have SHA-256 ${metadata.parametersSha256}, got ${hash}`);
  }
  return { config, state: { ...state, step }, secondsTraining, ...(trainedSha256 && { trainedSha256 }) };
}

/** Whether a file begins as a safetensors file does: eight bytes of a length, then an object in JSON. */
export const isSafetensors = (bytes: Uint8Array): boolean => bytes[8] === 0x7b;

/** Whether a safetensors file says what config its parameters belong to. Throws one sentence where it is broken. */
export const holdsConfig = (bytes: Uint8Array): boolean => saysConfig(decodeSafetensors(bytes).metadata);

const saysConfig = ({ kind, config }: SafetensorsFile["metadata"]): boolean => (kind ?? config) !== undefined;

/**
 * Reads a checkpoint, or the parameters alone as any other program writes them: tensors under the names and in the
 * shapes of `modelOf(config).specs`, no others, float32 or float16, in any order. Their config is the one given, or the
 * JSON under `config` in the file's metadata, in which a setting that is not named is what the defaults say. Throws one
 * sentence where the file is broken, has a config besides the one given, has none, or does not fit it.
 */
export function decodeParameters(bytes: Uint8Array, given?: Config): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const held = saysConfig(metadata);
  if (held && given) throw new Error("invalid checkpoint: wanted one config, got the file's own and another");
  if (!held && !given) {
    throw new Error(
      `invalid checkpoint: wanted its config in the file's metadata, as JSON of what differs from fit-d5, got none; ` +
        `in Python save_file(tensors, path, {"config": '{"prompts": {"dim": 4}, "model": {"layers": 2}}'}) writes one`,
    );
  }
  if (metadata.kind !== undefined) return decodeCheckpoint(bytes);
  const config = given ?? parseConfig(readConfig(metadata.config));
  const { specs } = modelOf(config);
  const parameters = collectTensors(specs, tensors, "");
  const known = new Set(specs.map(({ name }) => name));
  for (const { name, shape, data } of tensors) {
    if (!known.has(name)) {
      throw new Error(
        `invalid checkpoint: unknown tensor ${name}: wanted the ${specs.length} tensors that its config has, got this one of [${shape.join(", ")}] besides`,
      );
    }
    const wrong = data.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new Error(`invalid checkpoint: ${name} must hold finite numbers, got ${wrong}`);
  }
  return { config, state: initialState(parameters), secondsTraining: 0, trainedElsewhere: true };
}

/** The tensors of a file, named as the specs with a prefix, as one flat array in the specs' order. */
function collectTensors(
  specs: readonly ParameterSpec[],
  tensors: readonly NamedTensor[],
  prefix: string,
): Float32Array {
  const flat = new Float32Array(countParameters(specs));
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  eachPart(specs, flat, (part, { name, shape }) => {
    const tensor = named.get(prefix + name);
    const wanted = `[${shape.join(", ")}]`;
    if (!tensor) throw new Error(`invalid checkpoint: missing ${prefix}${name}: wanted ${wanted}, got no such tensor`);
    if (tensor.shape.join() !== shape.join()) {
      throw new Error(`invalid checkpoint: ${prefix}${name} must be ${wanted}, got [${tensor.shape.join(", ")}]`);
    }
    part.set(tensor.data);
  });
  return flat;
}

function readConfig(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("invalid checkpoint: wanted its config as JSON, got something else");
  }
}
