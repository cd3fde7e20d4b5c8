import * as v from "valibot";
import { ConfigError } from "../config/schema.ts";
import { describe } from "../text/describe.ts";

/** A text that is not empty. */
export const text = v.pipe(v.string(), v.nonEmpty("must be a text that is not empty"));

/** Readable names for Valibot's types. */
const plain: Readonly<Record<string, string>> = {
  Object: "an object",
  Function: "a function",
  Array: "a list",
  string: "a text",
  number: "a number",
  boolean: "true or false",
};

/** The error of a definition: "invalid task family: settings.nonzero must have a default from min to max". */
export const fault = (kind: string, path: string, problem: string): ConfigError =>
  new ConfigError(`invalid ${kind}: ${path} ${problem}`);

/** A text that needs no escaping in a figure. */
export const figureText = v.pipe(text, v.regex(/^[^<>&"]*$/, 'must contain none of < > & "'));

/** Throws one sentence if a value does not match a schema. */
export function checkDefinition(kind: string, schema: v.GenericSchema, value: unknown): void {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? "it";
  if (issue.message.startsWith("must ")) throw fault(kind, path, `${issue.message}, got ${describe(issue.input)}`);
  const expected = issue.expected ?? "something else";
  throw fault(kind, path, `must be ${plain[expected] ?? expected}, got ${describe(issue.input)}`);
}
