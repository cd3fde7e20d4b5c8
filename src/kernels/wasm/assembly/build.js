// Compiles kernels.ts and writes its bytes as a module, ../kernelBytes.ts: nothing has to be found at run time.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const outFile = at("kernels.wasm");
const { error, stderr } = await asc.main([
  at("kernels.ts"), "--outFile", outFile, "--baseDir", at("."),
  "--importMemory", "--runtime", "stub", "--enable", "simd", "-O3", "--noAssert", ...process.argv.slice(2),
]);
if (error) throw new Error(`the kernels do not compile\n${stderr.toString()}`);
const bytes = readFileSync(outFile);
rmSync(outFile);
writeFileSync(
  at("../kernelBytes.ts"),
  `/** The fused kernels as a WebAssembly module, base64. Made by \`npm run build:kernels\` from assembly/. */\n` +
    `export const kernelBytes =\n  "${bytes.toString("base64")}";\n`,
);
