import { signal } from "@preact/signals";
import type { Place } from "./dragHandle.tsx";

/** The query of two dimensions that all learners answer, and whose attention is shown. */
export const planeQuery = signal<Place>({ x: 1, y: 1 });

export function lookAt(place: Place): void {
  planeQuery.value = place;
}

/** The exemplar whose y the slider sets. */
export const selectedExemplar = signal<number | undefined>(undefined);

export function selectExemplar(k: number | undefined): void {
  selectedExemplar.value = k;
}
