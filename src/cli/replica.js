import { register } from "tsx/esm/api";

// A worker thread starts without what runs TypeScript in the first one.
register();
await import("./replicaThread.ts");
