import type { Host, HostOptions } from "./checkpoints/host.ts";
import { nodeHost } from "./cli/nodeHost.ts";

// The package in Node: the module of `import … from "icl-lab"` there.

export * from "./index.ts";

/** This process as the host of a run, with the defaults engine `auto`, one thread per core, warnings to standard error. */
export const host = (options: HostOptions = {}): Host => ({ ...nodeHost(), ...options });
