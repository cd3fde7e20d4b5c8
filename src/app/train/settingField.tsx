import { defaultSetting, settingOrDefault, settingRange } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { SettingRange } from "../../config/schema.ts";
import { route } from "../route/navigation.ts";
import { words } from "../text/common.ts";
import { settingWords } from "../text/settings.ts";
import { blur, chosenFamily, fieldError, fieldText, input } from "./formState.ts";

/** One setting: its name, what it means, its default and range, and what is wrong with it. A compact one shows the meaning as a tooltip. */
export function SettingField({ path, compact = false }: { readonly path: string; readonly compact?: boolean }) {
  const range = settingRange(path);
  const { label, hint } = settingWords(path, chosenFamily.value);
  const text = fieldText(path);
  const wrong = fieldError.value?.path === path ? fieldError.value.sentence : undefined;
  const preset = String(settingOrDefault(presetConfig(route.value.preset), path));
  const changed = text !== preset;
  const id = `setting-${path}`;
  const described = `${id}-hint${wrong ? ` ${id}-wrong` : ""}`;
  const shared = { id, "aria-describedby": described, "aria-invalid": wrong !== undefined };
  return (
    <div class={`field${changed ? " changed" : ""}${compact ? " compact" : ""}`} title={compact ? hint : undefined}>
      <label for={id}>{label}</label>
      {range.kind === "oneOf" ? (
        <select {...shared} value={text} onChange={(event) => input(path, event.currentTarget.value)}>
          {range.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={range.kind === "changes" ? "text" : range.integer ? "numeric" : "decimal"}
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => input(path, event.currentTarget.value)}
          onBlur={() => blur(path)}
        />
      )}
      <small id={`${id}-hint`} class={compact ? "hidden" : undefined}>
        {hint}
        {" · "}
        {changed ? words.train.presetHas(shown(preset)) : words.train.default(shown(String(defaultSetting(path))))}
        {" · "}
        {rangeText(range)}
      </small>
      {changed && (
        <button
          type="button"
          class="back"
          aria-label={words.train.useDefault(label, shown(preset))}
          onClick={() => {
            input(path, preset);
            blur(path);
          }}
        >
          {words.train.back}
        </button>
      )}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

const shown = (value: string) => (value === "" ? words.train.change.none : value);

function rangeText(range: SettingRange): string {
  if (range.kind === "oneOf") return range.options.join(", ");
  if (range.kind === "changes") return words.train.change.form;
  const number = (value: number) =>
    value >= 1e6 || (value > 0 && value < 1e-3) ? value.toExponential(0).replace("e+", "e") : String(value);
  return words.train.range(number(range.min), range.max === Number.MAX_SAFE_INTEGER ? "2⁵³ − 1" : number(range.max));
}
