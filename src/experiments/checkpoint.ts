import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fromHalves, toHalves } from "../numerics/half.ts";
import { initialState, type TrainingState } from "../training/optimizer.ts";
import { type Model, transformer } from "../transformer/model.ts";
import { countParameters, eachPart } from "../transformer/parameters.ts";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "../transformer/safetensors.ts";
import { type Config, parseConfig } from "./config.ts";
import { version } from "./version.ts";

/** All that is needed to go on with a run exactly where it stood, or to ask its transformer. */
export interface Checkpoint {
  readonly config: Config;
  readonly state: TrainingState;
  readonly secondsTraining: number; // spent until here
  /** Of a record, which holds parameters alone, as a rule rounded to half precision: the hash of those that were trained. */
  readonly trainedSha256?: string;
}

const KIND = "icl-lab checkpoint";
const FORMAT = 1;

/** Parts of the optimiser's state in the file, each as `optimizer.<part>.<parameter>`. */
const PARTS = ["first", "second"] as const;

/** The model a config describes. */
export const modelOf = (config: Config): Model =>
  transformer(config.model, config.prompts.dim, config.prompts.exemplars);

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
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const collect = (prefix: string, flat: Float32Array) => {
    eachPart(specs, flat, (part, { name, shape }) => {
      const tensor = named.get(prefix + name);
      if (!tensor) throw new Error(`invalid checkpoint: missing ${prefix}${name}`);
      if (tensor.shape.join() !== shape.join()) {
        throw new Error(
          `invalid checkpoint: ${prefix}${name} must be [${shape.join(", ")}], got [${tensor.shape.join(", ")}]`,
        );
      }
      part.set(tensor.data);
    });
    return flat;
  };
  const state = initialState(collect("", new Float32Array(countParameters(specs))));
  const { trainedSha256 } = metadata;
  if (!trainedSha256) for (const part of PARTS) collect(`optimizer.${part}.`, state[part]);
  const hash = parametersSha256(state.parameters);
  if (metadata.parametersSha256 !== hash) {
    throw new Error(`invalid checkpoint: its parameters must have SHA-256 ${metadata.parametersSha256}, got ${hash}`);
  }
  return { config, state: { ...state, step }, secondsTraining, ...(trainedSha256 && { trainedSha256 }) };
}

function readConfig(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("invalid checkpoint: wanted its config as JSON, got something else");
  }
}
