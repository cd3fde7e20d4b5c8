import { words } from "../text/common.ts";

/** Says that the transformer, or its first answers, are still awaited. */
export function Loading() {
  return (
    <p role="status" class="waiting">
      {words.play.loading}
    </p>
  );
}
