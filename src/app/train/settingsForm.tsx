import { getSetting, settingRange } from "../../config/config.ts";
import { cost } from "../../config/cost.ts";
import { presets } from "../../config/presets.ts";
import { route } from "../route/navigation.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { LessonPart } from "../ui/lessonPart.tsx";
import { applyPreset, fieldError, formPaths } from "./formState.ts";
import { SettingField } from "./settingField.tsx";

const SECONDS_FOR_A_TAB = 3600;

const groups = ["prompts", "model", "training", "evaluation"] as const;

const isFixed = (path: string) => {
  const range = settingRange(path);
  return range.kind === "oneOf" && range.options.length === 1;
};

/** All settings, in the order of the data's way, and what they cost. */
export function SettingsForm() {
  return (
    <LessonPart name="settings">
      <AllSettings />
    </LessonPart>
  );
}

function AllSettings() {
  const { preset } = route.value;
  const chosen = presets.find((each) => each.name === preset);
  return (
    <form
      class="settings"
      aria-label={words.train.settings}
      onSubmit={(event) => event.preventDefault()}
      autocomplete="off"
    >
      <div class="field">
        <label for="preset">{words.train.preset}</label>
        <select
          id="preset"
          aria-describedby="preset-hint"
          value={preset}
          onChange={(event) => applyPreset(event.currentTarget.value)}
        >
          {presets.map(({ name, title }) => (
            <option key={name} value={name}>
              {name}: {title}
            </option>
          ))}
        </select>
        <small id="preset-hint">{words.train.presetHint(chosen?.figure ?? "")}</small>
      </div>
      <SettingField path="seed" />
      <Cost />
      {groups.map((group) => {
        const all = formPaths.value.filter((path) => path.startsWith(`${group}.`));
        const fixed = all.filter(isFixed);
        return (
          <fieldset key={group}>
            <legend>{words.train.groups[group]}</legend>
            {all
              .filter((path) => !isFixed(path))
              .map((path) => (
                <SettingField key={path} path={path} />
              ))}
            {fixed.length > 0 && (
              <p class="fixed">
                {words.train.fixed}:{" "}
                {fixed
                  .map((path) => `${words.settings[path]?.label ?? path} ${getSetting(route.value.config, path)}`)
                  .join(", ")}
              </p>
            )}
          </fieldset>
        );
      })}
    </form>
  );
}

function Cost() {
  const { config } = route.value;
  const { parameters, bytes } = cost(config);
  const { machine } = useStores();
  const { seconds, perStep, evaluations } = machine.predict(config);
  const wrong = fieldError.value;
  return (
    <section class="cost" aria-label={words.train.cost}>
      <dl>
        <div>
          <dt>{words.train.parameters}</dt>
          <dd>{words.whole(parameters)}</dd>
        </div>
        <div>
          <dt>{words.train.memory}</dt>
          <dd>{words.bytes(bytes)}</dd>
        </div>
        <div>
          <dt>{machine.measured.value ? words.train.timeHere : words.train.time}</dt>
          <dd>{words.train.costTime(seconds, 1000 * perStep, evaluations)}</dd>
        </div>
      </dl>
      {seconds > SECONDS_FOR_A_TAB && <p class="warning">{words.train.costTooLong}</p>}
      {wrong && wrong.path === undefined && (
        <p class="wrong" role="alert">
          {wrong.sentence}
        </p>
      )}
    </section>
  );
}
