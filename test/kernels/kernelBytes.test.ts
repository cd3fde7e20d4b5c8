import { expect, test } from "vitest";
import { kernelBytes } from "../../src/kernels/wasm/kernelBytes.ts";

/** The sections of a WebAssembly module, their ids and first bytes (WebAssembly core specification, 5.5.2). */
function sectionsOf(bytes: Uint8Array): { readonly id: number; readonly first: number }[] {
  const sections: { readonly id: number; readonly first: number }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at++] as number;
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = bytes[at++] as number;
      size += (byte & 0x7f) << shift;
      more = byte >= 0x80;
    }
    sections.push({ id, first: bytes[at] as number });
    at += size;
  }
  return sections;
}

const [GLOBAL, START, DATA] = [6, 8, 11] as const;

test("the kernels' module brings no memory and no data of its own, and one global: which tile products take", () => {
  const bytes = Uint8Array.from(Buffer.from(kernelBytes, "base64"));
  const sections = sectionsOf(bytes);
  expect(sections.length).toBeGreaterThan(3);
  const own = sections.filter(({ id }) => id === GLOBAL || id === START || id === DATA);
  expect(own).toEqual([{ id: GLOBAL, first: 1 }]); // a section of globals begins with their number
  expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes))).toEqual([
    { module: "env", name: "memory", kind: "memory" },
  ]);
});
