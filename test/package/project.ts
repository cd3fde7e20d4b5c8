import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The TypeScript of a page of docs, block by block. */
const blocksOf = (page: string): readonly string[] =>
  [...readFileSync(join(root, `docs/${page}.md`), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
    ([, code]) => code as string,
  );

/** The two examples of docs/library.md: of Node, and of a page. */
export const examples = blocksOf("library");

/** The two examples of docs/extending.md: a task family, and an algorithm. */
export const definitions = blocksOf("extending");

/** Runs a program to its end and gives back what it printed. Throws where it fails, with all it said. */
export function runIn(folder: string, program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** The path of a program that the repository has installed. */
const installed = (path: string): string => join(root, "node_modules", path);

const tsc = [installed("typescript/bin/tsc"), "--strict", "--target", "ES2023"];

/** Runs TypeScript's compiler as a strict project has it. Throws what it found wrong. */
export const compile = (folder: string, ...args: string[]): string =>
  runIn(folder, process.execPath, ...tsc, "--skipLibCheck", ...args);

/** What is wrong with a file or with any declaration it comes to, but for those of tfjs, which today's TypeScript finds fault with. */
export function typeErrors(folder: string, ...args: string[]): string[] {
  const { stdout } = spawnSync(process.execPath, [...tsc, "--noEmit", ...args], { cwd: folder, encoding: "utf8" });
  const errors = stdout.split("\n").filter((line) => / error TS\d+: /.test(line));
  return errors.filter((line) => !/node_modules\/(@tensorflow\/tfjs|@webgpu\/types|typescript\/lib)/.test(line));
}

/** Packs the repository and installs the file into a new project, whose other packages are links to the repository's. */
export function installPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), "icl-lab-package-"));
  const packed = runIn(root, "npm", "pack", "--silent", "--pack-destination", folder).trim().split("\n").at(-1);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const links = Object.keys(dependencies).map((name) => [name, `file:${installed(name)}`]);
  const project = join(folder, "project");
  mkdirSync(project);
  const manifest = {
    private: true,
    type: "module",
    dependencies: { "icl-lab": `file:../${packed}`, ...Object.fromEntries(links) },
  };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  // Links, as npm had it before 9 and has it again since 10: copies would want packages of their own from the registry.
  runIn(project, "npm", "install", "--offline", "--install-links=false", "--no-audit", "--no-fund");
  if (!existsSync(join(project, "node_modules/icl-lab/package.json"))) throw new Error("the package was not installed");
  return project;
}
