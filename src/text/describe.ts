const MAX_LENGTH = 80; // characters of a value in a message
const MAX_DEPTH = 3;
const MAX_ITEMS = 5;

/** A text of at most `max` characters: a longer text is cut, with its original length. */
export function excerpt(text: string, max = MAX_LENGTH): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max)}… (${text.length.toLocaleString("en")} characters)`;
}

/** Any value as a short text for an error message, however large or deep it is: JSON that is cut. */
export function describe(value: unknown): string {
  return excerpt(shorten(value, MAX_DEPTH), 2 * MAX_LENGTH);
}

function shorten(value: unknown, depth: number): string {
  if (typeof value === "string") {
    const cut = value.length > MAX_LENGTH;
    return `${JSON.stringify(value.slice(0, MAX_LENGTH))}${cut ? `… (${value.length.toLocaleString("en")} characters)` : ""}`;
  }
  if (typeof value !== "object" || value === null) return excerpt(String(value));
  if (Array.isArray(value)) {
    if (value.length > 0 && depth === 0) return "[…]";
    const items = value.slice(0, MAX_ITEMS).map((item) => shorten(item, depth - 1));
    return `[${list(items, value.length)}]`;
  }
  const entries = Object.entries(value);
  if (entries.length > 0 && depth === 0) return "{…}";
  const parts = entries
    .slice(0, MAX_ITEMS)
    .map(([key, item]) => `${JSON.stringify(excerpt(key, 40))}:${shorten(item, depth - 1)}`);
  return `{${list(parts, entries.length)}}`;
}

const list = (items: readonly string[], count: number) => items.join(",") + (count > items.length ? ",…" : "");

/** The first items of a list, and how many more there are: "a, b, c and 4 more". */
export function listSome(items: readonly string[], max = 4): string {
  const shown = items.slice(0, max).map((item) => excerpt(item));
  const more = items.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more.toLocaleString("en")} more` : "");
}
