import type { ComponentChildren } from "preact";
import { words } from "../text/common.ts";

/** Words of the glossary that mean other things in an ordinary sentence. */
const plain = new Set([
  "D",
  "N",
  "free",
  "natural",
  "run",
  "record",
  "config",
  "preset",
  "experiment",
  "concept",
  "flipped",
  "symbol",
  "arbitrary",
  "document",
  "window",
  "relevant",
  "stream",
  "topic",
  "reader",
  "way",
]);
const meanings = new Map<string, string>(
  words.about.glossary.filter(([word]) => !plain.has(word)).map(([word, meaning]) => [word.toLowerCase(), meaning]),
);
const escaped = [...meanings.keys()]
  .sort((a, b) => b.length - a.length)
  .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
const pattern = new RegExp(`(?<![\\p{L}\\d-])(${escaped.join("|")})(s?)(?![\\p{L}\\d-])`, "giu");

/** A text whose glossary words show their meaning on hover and focus; each word only at its first use. */
export function GlossaryText({ text }: { readonly text: string }) {
  const parts: ComponentChildren[] = [];
  const seen = new Set<string>();
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const word = (match[1] as string).toLowerCase();
    if (seen.has(word)) continue;
    seen.add(word);
    parts.push(text.slice(end, match.index), <Term word={match[0]} meaning={meanings.get(word) ?? ""} />);
    end = match.index + match[0].length;
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}

/** A word that says what it means when it is pointed at or reached by keyboard. */
export function Term({ word, meaning }: { readonly word: string; readonly meaning: string }) {
  return (
    <button
      type="button"
      class="term"
      data-meaning={meaning}
      aria-description={meaning}
      onPointerEnter={alignTooltip}
      onFocus={alignTooltip}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
    >
      {word}
    </button>
  );
}

const WIDEST = 300; // px, of a meaning

/** Aligns the meaning of a word near the right edge to the end of the word. */
function alignTooltip({ currentTarget: word }: { readonly currentTarget: HTMLElement }): void {
  word.classList.toggle("at-right", word.getBoundingClientRect().left + WIDEST > document.documentElement.clientWidth);
}
