// Compiles kernels.ts and writes its bytes as a module, ../kernelBytes.ts: nothing has to be found at run time. Puts tfjs's
// own files beside it, where a page finds them by a relative URL, whatever bundles it.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
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

const { resolve } = createRequire(import.meta.url);
for (const name of ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"]) {
  copyFileSync(resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`), at(`../${name}`));
}
