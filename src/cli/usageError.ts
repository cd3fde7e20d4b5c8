import { excerpt } from "../text/describe.ts";
import { errorMessage } from "../text/errorMessage.ts";

/** Thrown where what was typed is not what was wanted: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs what reads an input: what is wrong with that is the typist's to mend. */
export function usageChecked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

const MAX_SHOWN = 200; // characters

/** A text from outside as a message shows it: on one line, without control characters, cut if it is long. */
export function quoteInput(text: string): string {
  return text === "" ? '""' : onOneLine(excerpt(text, MAX_SHOWN));
}

const MAX_SENTENCE = 4_000; // characters

/** A message as one line of bounded length, whatever it was made of. */
export function errorSentence(error: unknown): string {
  const text = errorMessage(error);
  return onOneLine(excerpt(text, MAX_SENTENCE));
}

const onOneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => JSON.stringify(sign).slice(1, -1));
