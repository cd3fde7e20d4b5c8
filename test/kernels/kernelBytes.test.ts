import { expect, test } from "vitest";
import { kernelBytes } from "../../src/kernels/wasm/kernelBytes.ts";

/** The sections of a WebAssembly module, by their ids (WebAssembly core specification, 5.5.2). */
function sectionsOf(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 8; at < bytes.length; ) {
    ids.push(bytes[at++] as number);
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = bytes[at++] as number;
      size += (byte & 0x7f) << shift;
      more = byte >= 0x80;
    }
    at += size;
  }
  return ids;
}

const [GLOBAL, START, DATA] = [6, 8, 11] as const;

test("the kernels' module brings no memory, no data and no globals of its own: it lives in tfjs's memory", () => {
  const bytes = Uint8Array.from(Buffer.from(kernelBytes, "base64"));
  const sections = sectionsOf(bytes);
  expect(sections.length).toBeGreaterThan(3);
  expect(sections.filter((id) => id === GLOBAL || id === START || id === DATA)).toEqual([]);
  expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes))).toEqual([
    { module: "env", name: "memory", kind: "memory" },
  ]);
});
