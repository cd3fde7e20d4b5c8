import { type Config, defaults, difference, paths } from "./config.ts";

/** A run's name for people, which tells its config apart from any other: "dim8-exemplars20-layers8-steps16000-seed1". */
export function runLabel(config: Config): string {
  const settings = Object.entries({ ...difference(config, defaults), seed: config.seed });
  const ordered = settings.sort(([a], [b]) => paths.indexOf(a) - paths.indexOf(b));
  return ordered.map(([path, value]) => `${lastPart(path)}${written(value)}`).join("-");
}

/** The last part of a setting's path where no other ends so, the whole path otherwise. */
function lastPart(path: string): string {
  const last = path.slice(path.lastIndexOf(".") + 1);
  return paths.filter((other) => other === last || other.endsWith(`.${last}`)).length === 1 ? last : path;
}

const written = (value: number | string): string =>
  typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
