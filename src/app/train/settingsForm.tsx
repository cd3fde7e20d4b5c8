import { getSetting, settingRange } from "../../config/config.ts";
import { cost } from "../../config/cost.ts";
import { presets } from "../../config/presets.ts";
import { route } from "../route/navigation.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { settingWords } from "../text/settings.ts";
import { LessonPart } from "../ui/lessonPart.tsx";
import { applyPreset, changedAlong, chosenFamily, FAMILY, fieldError, formPaths } from "./formState.ts";
import { SettingField } from "./settingField.tsx";
import { TaskCards } from "./taskCards.tsx";

const SECONDS_FOR_A_TAB = 3600;

const groups = ["prompts", "model", "training", "evaluation"] as const;

/** The settings that are asked for first; the others are in a drawer. */
const first = {
  size: ["prompts.dim", "prompts.exemplars", "model.layers", "model.hiddenSize"],
  length: ["training.steps", "seed"],
} as const;
const asked: readonly string[] = [FAMILY, ...first.size, ...first.length];

const isFixed = (path: string) => {
  const range = settingRange(path);
  return range.kind === "oneOf" && range.options.length === 1;
};

/** Three questions (which task, how large, how long), what the answers cost, and all other settings in a drawer. */
export function SettingsForm() {
  return (
    <LessonPart name="settings">
      <form
        class="settings"
        aria-label={words.train.settings}
        onSubmit={(event) => event.preventDefault()}
        autocomplete="off"
      >
        <PresetField />
        <TaskCards />
        {(["size", "length"] as const).map((question) => (
          <fieldset class="question" key={question}>
            <legend>{words.train.questions[question]}</legend>
            {first[question].map((path) => (
              <SettingField key={path} path={path} compact />
            ))}
          </fieldset>
        ))}
        <ChangedAlong />
        <Cost />
        <Drawer />
      </form>
    </LessonPart>
  );
}

function PresetField() {
  const { preset } = route.value;
  const chosen = presets.find((each) => each.name === preset);
  return (
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
  );
}

/** What changed with the option that was chosen last. */
function ChangedAlong() {
  const changed = Object.entries(changedAlong.value);
  return (
    <p class="quiet" aria-live="polite">
      {changed.length > 0 &&
        words.train.changedAlong(
          changed.map(([path, value]) => `${settingWords(path, chosenFamily.value).label} ${value}`),
        )}
    </p>
  );
}

/** All settings that no question asks for, in the order of the data flow. */
function Drawer() {
  const paths = formPaths.value.filter((path) => !asked.includes(path));
  return (
    <details class="drawer">
      <summary>{words.train.allSettings}</summary>
      {groups.map((group) => {
        const all = paths.filter((path) => path.startsWith(`${group}.`));
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
    </details>
  );
}

/** What the settings of the form cost; nothing if they are not valid. */
function Cost() {
  const { config } = route.value;
  const { parameters, bytes } = cost(config);
  const { machine } = useStores();
  const { seconds, perStep, evaluations } = machine.predict(config);
  const wrong = fieldError.value;
  const valid = (text: string) => (wrong ? words.train.none : text);
  return (
    <section class="cost" aria-label={words.train.cost}>
      <dl>
        <div>
          <dt>{words.train.parameters}</dt>
          <dd>{valid(words.whole(parameters))}</dd>
        </div>
        <div>
          <dt>{words.train.memory}</dt>
          <dd>{valid(words.bytes(bytes))}</dd>
        </div>
        <div>
          <dt>{machine.measured.value ? words.train.timeHere : words.train.time}</dt>
          <dd>{valid(words.train.costTime(seconds, 1000 * perStep, evaluations))}</dd>
        </div>
      </dl>
      {!wrong && seconds > SECONDS_FOR_A_TAB && <p class="warning">{words.train.costTooLong}</p>}
      {wrong && !(wrong.path !== undefined && formPaths.value.includes(wrong.path)) && (
        <p class="wrong" role="alert">
          {wrong.sentence}
        </p>
      )}
    </section>
  );
}
