import { signal } from "@preact/signals";

/** The interrupted work that was discarded last, by its preset if that is known, and the way to bring it back. */
export const discarded = signal<{ readonly preset?: string; undo(): Promise<void> } | undefined>(undefined);
