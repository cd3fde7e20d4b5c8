/** @module icl-lab */

import type { Host, HostOptions } from "./checkpoints/host.ts";
import { pageHost } from "./worker/pageHost.ts";

// The package in a page: the module of `import … from "icl-lab"` for a bundler.

export * from "./index.ts";

/** This page or worker as the host of a run, with the defaults engine `auto`, one thread per core, warnings to the console. */
export const host = (options: HostOptions = {}): Host => ({ ...pageHost, ...options });
