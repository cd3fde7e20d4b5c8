/** Segments that wrappers of PyTorch add anywhere in the names of tensors. */
const WRAPPERS = ["_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module"];

/** Segments at the start of names: wrappers, and common attributes that contain a transformer. */
const PREFIXES = ["module", "model", "transformer", "_backbone", "backbone", "net", "network", "state_dict"];

/** Names of the tensors of a file without the prefixes of other programs. */
export interface ShortNames {
  readonly of: ReadonlyMap<string, string>; // by the name in the file
  readonly removed: readonly string[]; // the prefixes, as "_orig_mod.module."
}

/**
 * Removes prefixes from tensor names: known ones from each name, and any other prefix if it comes before `anchor`,
 * the name of a tensor that every file has. A name in `expected` stays unchanged.
 */
export function shortNames(names: readonly string[], expected: ReadonlySet<string>, anchor: string): ShortNames {
  const stripped = new Map(names.map((name) => [name, expected.has(name) ? name : withoutKnownPrefixes(name)]));
  const prefixes = [...stripped.values()]
    .filter((name) => name.endsWith(`.${anchor}`))
    .map((name) => name.slice(0, -anchor.length));
  const [prefix] = prefixes;
  const of =
    prefix === undefined || prefixes.length > 1 || [...stripped.values()].includes(anchor)
      ? stripped
      : new Map(
          [...stripped].map(([name, short]) => [name, short.startsWith(prefix) ? short.slice(prefix.length) : short]),
        );
  const removed = [...of].filter(([name, short]) => expected.has(short) && name !== short);
  return { of, removed: [...new Set(removed.map(([name, short]) => prefixOf(name, short)))] };
}

/** A name without the wrappers and prefixes of other programs. */
export function withoutKnownPrefixes(name: string): string {
  const segments = name.split(".").filter((segment) => !WRAPPERS.includes(segment));
  while (segments.length > 1 && PREFIXES.includes(segments[0] as string)) segments.shift();
  return segments.join(".");
}

/** The prefix before a short name; for a wrapper inside a name, the wrapper. */
function prefixOf(name: string, short: string): string {
  if (name.endsWith(short)) return name.slice(0, -short.length);
  return `${name.split(".").filter((segment) => WRAPPERS.includes(segment))[0]}.`;
}
