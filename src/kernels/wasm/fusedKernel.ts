import type { NamedAttrMap } from "@tensorflow/tfjs-core";
import type { KernelExports } from "./kernelExports.ts";

export type Shape = readonly number[];

/** A kernel laid out for the shapes of its inputs: its outputs, and how it runs once everything has an address. */
export interface Layout<Needed extends string = string, Optional extends string = never> {
  readonly outputs: readonly Shape[]; // of float32
  readonly scratch?: number; // bytes it needs while it runs
  /** Runs it with the addresses of the present inputs, the outputs and the scratch memory. */
  run(
    at: Readonly<Record<Needed, number> & Partial<Record<Optional, number>>>,
    outputs: readonly number[],
    scratch: number,
  ): void;
}

/**
 * A fused kernel for tfjs's WASM backend: laid out once, when a call is made or a program is recorded.
 * Throws one sentence if the shapes do not fit one another.
 */
export type FusedKernel<Needed extends string, Optional extends string = never> = (
  kernels: KernelExports,
  shapes: Readonly<Record<Needed, Shape> & Partial<Record<Optional, Shape>>>,
  attrs: NamedAttrMap,
) => Layout<Needed, Optional>;

/** The address of an absent input. */
export const NULL_ADDRESS = 0;
