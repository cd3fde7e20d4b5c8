import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

/** Notices whose code is loaded after the first view, in their order. */
export const lateNotices = signal<readonly ComponentType[]>([]);
