/** The name of a setting in the form, and what it means. */
interface SettingWords {
  readonly label: string;
  readonly hint: string;
}

/** A number between two bounds. */
export interface NumberSetting extends SettingWords {
  readonly kind: "number";
  readonly whole: boolean;
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** One of several names. */
export interface ChoiceSetting<Option extends string = string> extends SettingWords {
  readonly kind: "oneOf";
  readonly options: readonly [Option, ...Option[]];
  readonly default: Option;
}

/** A setting of a task family: its range, its default, its name and its meaning. */
export type SettingDefinition = NumberSetting | ChoiceSetting;

/** The settings of a task family by name, in the order of the form. */
export type SettingDefinitions = Readonly<Record<string, SettingDefinition>>;

/** The value of a setting. */
export type ValueOf<Definition> = Definition extends ChoiceSetting<infer Option> ? Option : number;

/** The values of settings. */
export type SettingsOf<Definitions> = { readonly [Name in keyof Definitions]: ValueOf<Definitions[Name]> };

/** A setting that is a whole number from `min` to `max`. */
export const integer = (setting: Omit<NumberSetting, "kind" | "whole">): NumberSetting => ({
  kind: "number",
  whole: true,
  ...setting,
});

/** A setting that is a number from `min` to `max`. */
export const number = (setting: Omit<NumberSetting, "kind" | "whole">): NumberSetting => ({
  kind: "number",
  whole: false,
  ...setting,
});

/** A setting that is one of several names. */
export const oneOf = <const Option extends string>(
  setting: Omit<ChoiceSetting<Option>, "kind">,
): ChoiceSetting<Option> => ({ kind: "oneOf", ...setting });

/** Settings that several families have. */
export const shared = {
  dim: integer({ min: 1, max: 256, default: 5, label: "Dimension D", hint: "numbers in each x" }),
  exemplars: integer({ min: 1, max: 1024, default: 15, label: "Exemplars N", hint: "pairs (x, y) in a prompt" }),
  tau: number({ min: 1e-3, max: 1e3, default: 1, label: "Spread of task weights τ", hint: "w ~ N(0, τ² I)" }),
  sigma: number({ min: 0, max: 1e3, default: 0, label: "Noise σ", hint: "y = wᵀx + N(0, σ²)" }),
} as const;
