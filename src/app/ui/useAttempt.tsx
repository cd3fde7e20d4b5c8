import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { errorMessage } from "../../text/errorMessage.ts";

/** Runs what a button starts; if it fails, `failure` shows the reason until the next attempt. */
export function useAttempt(): {
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
  readonly failure: ComponentChildren;
} {
  const failed = useSignal<string | undefined>(undefined);
  const attempt = async (action: () => Promise<void>) => {
    failed.value = undefined;
    try {
      await action();
    } catch (error) {
      failed.value = errorMessage(error);
    }
  };
  const failure = failed.value !== undefined && (
    <span class="wrong" role="alert">
      {failed.value}
    </span>
  );
  return { attempt, failure };
}
