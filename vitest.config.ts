import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const TEMPORARY = "test/temporaryFolder.ts";
const PAGE = ["test/browser/servePage.ts", "test/browser/shareBrowser.ts"];
/** Folders of functions without state: their tests share a process, which loads what they test once. */
const pure = ["algorithms", "metrics", "numerics", "plots", "prompts", "retrieval", "text"];
const PATIENCE = 600_000; // ms; a busy machine is no failure

/** Suites that take long or need more than Node and a browser. Each has its own command and runs its files one by one. */
const apart = ["long", "hostile", "package", "slurm", "torch", "engines"] as const;

export default defineConfig({
  test: {
    projects: [
      ...(["pure", "node"] as const).map((name) => ({
        test: {
          name,
          include: name === "pure" ? pure.map((folder) => `test/${folder}/**/*.test.ts`) : ["test/**/*.test.ts"],
          exclude: name === "pure" ? [] : ["browser", ...pure, ...apart].map((folder) => `test/${folder}/**`),
          isolate: name !== "pure",
          maxWorkers: Math.max(2, availableParallelism() - 1), // Vitest would leave one of two cores idle
          globalSetup: [TEMPORARY],
          setupFiles: ["test/seedFastCheck.ts"],
          testTimeout: PATIENCE,
          hookTimeout: PATIENCE,
          expect: { poll: { timeout: PATIENCE / 5 } },
          sequence: { groupOrder: 0 },
        },
      })),
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: [TEMPORARY, ...PAGE],
          testTimeout: PATIENCE,
          hookTimeout: PATIENCE,
          expect: { poll: { timeout: PATIENCE / 5 } },
          maxWorkers: 2, // more pages that train would only wait for one another
          sequence: { groupOrder: 1 },
        },
      },
      ...apart.map((name, k) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          globalSetup: name === "engines" || name === "long" ? [TEMPORARY, ...PAGE] : [TEMPORARY],
          testTimeout: 3 * PATIENCE,
          hookTimeout: PATIENCE,
          expect: { poll: { timeout: PATIENCE / 5 } },
          maxWorkers: 1,
          sequence: { groupOrder: 2 + k },
        },
      })),
    ],
  },
});
