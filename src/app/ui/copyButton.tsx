import { useSignal } from "@preact/signals";
import { words } from "../text/common.ts";

/** Puts a text on the clipboard, where the page may. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 2000);
  };
  if (!navigator.clipboard) return null; // the address bar holds the link too
  return (
    <button type="button" onClick={copy} class="link">
      {copied.value ? words.train.copied : label}
    </button>
  );
}
