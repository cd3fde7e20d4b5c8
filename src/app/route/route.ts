import { difference, paths, withSettings } from "../../config/config.ts";
import { presetConfig, presets } from "../../config/presets.ts";
import { type Config, ConfigError, defaults, type Setting } from "../../config/schema.ts";
import { formatPart, type PartName, partNames, type RouteParts, routeParts } from "./routeParts.ts";

export const views = ["watch", "play", "train", "runs", "figures", "about"] as const;
export type View = (typeof views)[number];

/** All that a link contains: `#train?preset=quick&dim=3`. */
export interface Route extends RouteParts {
  readonly view: View;
  readonly preset: string;
  readonly config: Config; // the preset with the link's changes
}

/** A route, and messages about the parts that could not be read. */
export interface ParsedRoute {
  readonly address: Route;
  readonly ignored: readonly string[];
}

/** An address without what belongs to one view alone. */
export function persistentParts({ view, preset, config, lesson, tour }: Route): Route {
  return { view, preset, config, ...(lesson && { lesson }), ...(tour !== undefined && { tour }) };
}

/** The preset whose recorded run the page opens on. */
export const defaultPreset = "fit-d5";

/** Reads the part of a URL after #. Never throws: what makes no sense is left out, and named in `ignored`. */
export function parseRoute(hash: string): ParsedRoute {
  const [name = "", query = ""] = split(hash.replace(/^#/, ""), "?");
  const ignored: string[] = [];
  const view = readView(decode(name), ignored);
  const { preset, changes, parts } = readQuery(query, ignored);
  const config = settingsThatHold(presetConfig(preset), changes, ignored);
  return { address: { view, preset, config, ...parts }, ignored };
}

function readView(name: string, ignored: string[]): View {
  const view = views.find((each) => each === name);
  if (view === undefined && name !== "") {
    ignored.push(`unknown view ${shorten(name)}: expected one of ${views.join(", ")}`);
  }
  return view ?? "watch";
}

/** What a link says behind its view; `changes` are settings that may not exist. */
interface Query {
  readonly preset: string;
  readonly changes: Readonly<Record<string, string>>;
  readonly parts: RouteParts;
}

function readQuery(query: string, ignored: string[]): Query {
  let preset = defaultPreset;
  const changes: Record<string, string> = {};
  const found = new Map<PartName, unknown>();
  for (const [key, value] of new URLSearchParams(query)) {
    const name = partNames.find((each) => each === key);
    if (key === "preset") {
      if (presets.some((each) => each.name === value)) preset = value;
      else {
        const names = presets.map((each) => each.name).join(", ");
        ignored.push(`unknown preset ${shorten(value)}: expected one of ${names}`);
      }
    } else if (name) {
      const { read, errorText, keepsEarlier } = routeParts[name];
      const part = read(value);
      if (part !== undefined || !keepsEarlier) found.set(name, part);
      if (part === undefined) ignored.push(errorText(shorten(value)));
    } else if (/^[\w.]+$/.test(key)) changes[key] = value;
    else ignored.push(`unknown setting ${shorten(key)}`);
  }
  const present = partNames.filter((name) => found.get(name) !== undefined);
  return { preset, changes, parts: Object.fromEntries(present.map((name) => [name, found.get(name)])) };
}

/** The part of a URL from # on that readAddress reads back: what differs from the preset, by the shortest names. */
export function formatRoute(address: Route): string {
  const { view, preset, config } = address;
  const query = new URLSearchParams();
  if (preset !== defaultPreset) query.set("preset", preset);
  for (const [path, value] of Object.entries(difference(config, presetConfig(preset)))) {
    query.set(shortName(path), String(value));
  }
  for (const name of partNames) {
    const text = formatPart(address, name);
    if (text !== undefined) query.set(name, text);
  }
  return query.size > 0 ? `#${view}?${query}` : `#${view}`;
}

/** What a link says besides settings. */
const names: readonly string[] = ["preset", ...partNames];

/** The last part of a path, if no other path ends with it: "model.layers" → "layers". */
export function shortName(path: string): string {
  const last = path.slice(path.lastIndexOf(".") + 1);
  const ambiguous = names.includes(last) || paths().filter((each) => each.split(".").at(-1) === last).length > 1;
  return ambiguous ? path : last;
}

/** The preset with as many changes as hold together: one that the schema names as wrong is left out, then the next. */
function settingsThatHold(base: Config, changes: Readonly<Record<string, Setting>>, ignored: string[]): Config {
  const valid: Record<string, Setting> = { ...changes };
  for (;;) {
    try {
      return withSettings(base, valid);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      ignored.push(shorten(error.message.replace(/^(unknown setting [\w.]+):.*/, "$1"), 160)); // without the list of all
      const { path } = error;
      const key = Object.keys(valid).find((each) => each === path || path?.endsWith(`.${each}`));
      if (key === undefined) return Object.keys(valid).length > 0 ? base : defaults;
      delete valid[key];
    }
  }
}

const split = (text: string, mark: string): [string, string] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const shorten = (text: string, max = 40): string => (text.length > max ? `${text.slice(0, max)}…` : text);
