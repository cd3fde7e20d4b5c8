import { useSignal } from "@preact/signals";
import { words } from "../text/common.ts";
import { useAttempt } from "./useAttempt.tsx";

/** Copies a text to the clipboard, if the page may. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string | Promise<string> }) {
  const copied = useSignal(false);
  const { attempt, failure } = useAttempt();
  const copy = () =>
    attempt(async () => {
      await writeToClipboard(text());
      copied.value = true;
      setTimeout(() => {
        copied.value = false;
      }, 2000);
    });
  if (!navigator.clipboard) return null; // the address bar has the link too
  return (
    <>
      <button type="button" onClick={copy} class="link">
        {copied.value ? words.train.copied : label}
      </button>
      {failure}
    </>
  );
}

/** A text that is still to come goes as an item: Safari writes only what is handed over at the click itself. */
async function writeToClipboard(text: string | Promise<string>): Promise<void> {
  if (typeof text === "string" || typeof ClipboardItem === "undefined")
    return navigator.clipboard.writeText(await text);
  const blob = text.then((content) => new Blob([content], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}
