import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { errorMessage } from "../../text/errorMessage.ts";
import { words } from "../text/common.ts";

/** A view whose code is loaded when it is first opened, so that the page's first figure does not wait for it. */
export function lazyView(load: () => Promise<() => JSX.Element>): () => JSX.Element {
  const view = signal<{ readonly Shown: () => JSX.Element } | { readonly failed: string } | undefined>(undefined);
  const open = () =>
    load().then(
      (Shown) => {
        view.value = { Shown };
      },
      (error: unknown) => {
        view.value = { failed: errorMessage(error) };
      },
    );
  return function LateView() {
    useEffect(() => {
      if (!view.value || "failed" in view.value) void open();
    }, []);
    const loaded = view.value;
    if (!loaded) return <p role="status">{words.opening}</p>;
    if ("failed" in loaded) return <p role="alert">{words.notOpened(loaded.failed)}</p>;
    return <loaded.Shown />;
  };
}
