/** Names of the engines that a person may choose. */
export const backendNames = ["wasm", "cpu"] as const;

export type BackendName = (typeof backendNames)[number];
