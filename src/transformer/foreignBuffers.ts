import type { StoredTensor } from "./safetensors.ts";
import { toFloats } from "./safetensors.ts";

/**
 * The kind of a tensor that is not a parameter and changes no answer, as other programs store it with the parameters:
 * "causal mask"; undefined if it is not such a tensor. `name` is short, without prefixes.
 */
export function bufferKind(name: string, tensor: StoredTensor): string | undefined {
  if (/^optimizer\.(first|second)\./.test(name)) return "optimiser state";
  if (/\.attn\.masked_bias$/.test(name)) return "masking constant";
  if (/(^|\.)(position_ids|positions)$/.test(name) && isCounting(tensor)) return "positions";
  if (/(^|\.)(bias|mask|causal_mask|attn_mask|tril)$/.test(name) && isCausalMask(tensor)) return "causal mask";
  return undefined;
}

/** The values of a tensor of small whole numbers, truth values or floats; undefined for other types. */
function valuesOf(tensor: StoredTensor): ArrayLike<number> | undefined {
  const { dtype, bytes } = tensor;
  if (dtype === "BOOL" || dtype === "U8") return bytes;
  if (dtype === "I64") return Array.from(new BigInt64Array(new Uint8Array(bytes).buffer), Number);
  if (dtype === "F32" || dtype === "F16" || dtype === "BF16") return toFloats(tensor);
  return undefined;
}

/** Whether it is [T, T], perhaps after axes of 1, with one value for all visible tokens and another for the rest. */
function isCausalMask(tensor: StoredTensor): boolean {
  const tokens = tensor.shape.at(-1) as number;
  const square = tensor.shape.length >= 2 && tensor.shape.at(-2) === tokens && tokens > 1;
  const values = square && tensor.shape.slice(0, -2).every((n) => n === 1) ? valuesOf(tensor) : undefined;
  if (!values) return false;
  const seen = values[0] as number;
  const hidden = values[1] as number;
  if (seen === hidden) return false;
  for (let i = 0; i < tokens; i++) {
    for (let j = 0; j < tokens; j++) if (values[i * tokens + j] !== (j <= i ? seen : hidden)) return false;
  }
  return true;
}

function isCounting(tensor: StoredTensor): boolean {
  const values = valuesOf(tensor);
  return values !== undefined && Array.from(values).every((value, k) => value === k);
}
