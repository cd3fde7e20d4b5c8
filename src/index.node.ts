import type { Host, HostOptions } from "./checkpoints/host.ts";
import { nodeHost } from "./cli/nodeHost.ts";

// The package in Node: what `import … from "icl-lab"` means there.

export * from "./index.ts";

/** This process as the host of a run: engine `auto`, a thread a core, warnings to standard error, where not said otherwise. */
export const host = (options: HostOptions = {}): Host => ({ ...nodeHost(), ...options });
