import { useSignal } from "@preact/signals";
import { words } from "../text/common.ts";

/** Puts a text on the clipboard, where the page may. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string | Promise<string> }) {
  const copied = useSignal(false);
  const copy = async () => {
    // A promise in an item: Safari writes only what is handed over at the click itself.
    const blob = Promise.resolve(text()).then((copied) => new Blob([copied], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
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
