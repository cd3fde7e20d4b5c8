import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    site: string; // address of the built page, with a path before it and a slash at its end
    dist: string; // folder of the built page
  }
}

/** Builds the page once, as `npm run build` does, and serves it from a sub-path with no headers of ours. */
export default async function servePage(project: TestProject): Promise<() => Promise<void>> {
  const dist = await mkdtemp(join(tmpdir(), "icl-lab-"));
  const configFile = new URL("../../vite.config.ts", import.meta.url).pathname;
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production"; // Vitest sets "test", and libraries would be built for development
  await build({ configFile, mode: "production", logLevel: "warn", build: { outDir: dist } });
  process.env.NODE_ENV = before;
  const server = await preview({
    configFile,
    mode: "production",
    logLevel: "warn",
    base: "/some/where/",
    build: { outDir: dist },
    preview: { host: "127.0.0.1", port: 0 },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("missing address of the served page");
  project.provide("site", `http://127.0.0.1:${address.port}/some/where/`);
  project.provide("dist", dist);
  return async () => {
    await server.close();
    await rm(dist, { recursive: true });
  };
}
