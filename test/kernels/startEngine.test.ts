import * as tf from "@tensorflow/tfjs-core";
import { afterEach, expect, test, vi } from "vitest";
import { currentEngine } from "../../src/kernels/engine.ts";
import { fusedOperations } from "../../src/kernels/fused/fusedOperations.ts";
import { composedOperations } from "../../src/kernels/tfjs/composedOperations.ts";
import { allocate, type WasmBackend } from "../../src/kernels/wasm/wasmMemory.ts";
import { startHere } from "./startHere.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("without SIMD in WebAssembly the engine is the reference, with a warning; with SIMD it has the fused kernels", async () => {
  vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  const warnings: string[] = [];
  expect((await startHere("auto", (sentence) => warnings.push(sentence))).name).toBe("wasm");
  expect(warnings).toEqual([
    "WebAssembly has no SIMD here: training continues without fused kernels, many times slower and with other rounding",
  ]);
  expect(currentEngine().operations).toBe(composedOperations);

  vi.restoreAllMocks();
  expect((await startHere("auto", (sentence) => warnings.push(sentence))).name).toBe("wasm");
  expect(warnings.length).toBe(1);
  expect(currentEngine().operations).toBe(fusedOperations);
});

test("never takes tfjs's threaded build, whose shared memory the kernels cannot import", async () => {
  await startHere("wasm");
  const { wasm } = tf.backend() as unknown as WasmBackend;
  expect(tf.env().getBool("WASM_HAS_MULTITHREAD_SUPPORT")).toBe(false);
  expect(wasm.asm.memory.buffer).toBeInstanceOf(ArrayBuffer);
});

test("a tensor that the memory has no room for is refused in a sentence", async () => {
  await startHere("wasm");
  const backend = tf.backend() as unknown as WasmBackend;
  const most = 2 ** 30 - 2 ** 20; // floats: a WebAssembly memory ends at 4 GB
  expect(() => [allocate(backend, most), allocate(backend, most)]).toThrow(
    `WebAssembly's memory is full: expected room for a tensor of [${most}]`,
  );
  expect(() => allocate(backend, 2 ** 20, 2 ** 11)).toThrow("expected room for a tensor of [1048576, 2048]");
});
