import type { BackendName } from "./backendNames.ts";

/** What an engine needs from where it runs. */
export interface EngineHost {
  /** Milliseconds from any origin: to choose the faster of two ways, and for times in results. */
  now(): number;
  /** "auto" is WASM if it runs here, and tfjs's CPU backend if not. */
  readonly backend: "auto" | BackendName;
  /** URLs or paths of tfjs's WASM files by file name; empty if the engine finds them itself. */
  readonly wasmPaths: Readonly<Record<string, string>>;
  /** Shows the user a sentence, for example about a fallback or a limit. */
  warn(sentence: string): void;
  /** Tells V8 not to fuse pairs of SIMD operations in what it compiles from now on; absent if the host cannot. */
  stopFusing?(): void;
}
