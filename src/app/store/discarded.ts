import { signal } from "@preact/signals";

/** The interrupted work that was discarded last, and the way to bring it back. */
export const discarded = signal<{ readonly preset: string; undo(): Promise<void> } | undefined>(undefined);
