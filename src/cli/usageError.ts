import { excerpt } from "../text/describe.ts";
import { errorMessage } from "../text/errorMessage.ts";

/** Thrown if the input of the user is invalid: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs a function that reads input. Turns its errors into usage errors. */
export function usageChecked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

const MAX_SHOWN = 200; // characters

/** Text from outside for a message: on one line, without control characters, cut if it is long. */
export function quoteInput(text: string): string {
  return text === "" ? '""' : onOneLine(excerpt(text, MAX_SHOWN));
}

const MAX_SENTENCE = 4_000; // characters

/** The message of an error as one line of bounded length. */
export function errorSentence(error: unknown): string {
  const text = errorMessage(error);
  return onOneLine(excerpt(text, MAX_SENTENCE));
}

const onOneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => JSON.stringify(sign).slice(1, -1));
