/** @module icl-lab */

import type { Host, HostOptions } from "./checkpoints/host.ts";
import { pageHost } from "./worker/pageHost.ts";

// The package in a page: what `import … from "icl-lab"` means to a bundler.

export * from "./index.ts";

/** This page or worker as the host of a run: engine `auto`, a thread a core, warnings to the console, where not said otherwise. */
export const host = (options: HostOptions = {}): Host => ({ ...pageHost, ...options });
