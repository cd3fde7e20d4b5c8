import { useEffect } from "preact/hooks";
import { type ModelSource, modelSource } from "../route/shownSource.ts";
import type { PromptModel } from "../store/promptModel.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { isLocked } from "../ui/lessonPart.tsx";
import { Loading } from "../ui/loading.tsx";
import { selectHead } from "./attentionMap.tsx";
import { LineView } from "./lineView.tsx";
import { PlaneView } from "./planeView.tsx";

/** A prompt of the user: exemplars to drag, and the answers of every learner. */
export function PlayView() {
  const { models, play } = useStores();
  const model = play.current();
  const all = play.available();
  useEffect(() => model.open(), [model]);
  const opened = model.opened.value;
  const plane = model.config.prompts.dim === 2;
  const { dimensions } = words.play;
  const show = (two: boolean) => {
    selectHead(undefined); // the other transformer has heads of its own
    play.showPlane(two);
  };
  const locked = isLocked("prompt");
  const Shown = plane ? PlaneView : LineView;
  return (
    <>
      <h1>{words.play.heading}</h1>
      <p class="play-lead">
        <GlossaryText
          text={
            model === all.get("page")
              ? plane
                ? words.play.plane.lead(locked)
                : words.play.lead(locked)
              : model === all.get("tab")
                ? words.play.ownLead
                : words.play.openedLead
          }
        />
      </p>
      <fieldset class="choice" disabled={locked}>
        <legend class="hidden">{dimensions.label}</legend>
        {([false, true] as const).map((two) => (
          <label key={String(two)}>
            <input type="radio" name="dimensions" checked={plane === two} onChange={() => show(two)} />
            {two ? dimensions.two : dimensions.one}
          </label>
        ))}
      </fieldset>
      {all.size > 1 && (
        <fieldset class="choice" disabled={isLocked("answers")}>
          <legend class="hidden">{words.play.which}</legend>
          {[...all].map(([source, each]) => (
            <label key={source}>
              <input
                type="radio"
                name="model"
                checked={model === each}
                onChange={() => {
                  modelSource.value = source;
                }}
              />
              {nameOf(source, each, models.opened.value?.name)}
            </label>
          ))}
        </fieldset>
      )}
      {opened === undefined && <Loading text={words.play.loading} />}
      {opened && "failed" in opened && (
        <div class="notice" role="alert">
          <p>{words.play.failed(opened.failed)}</p>
          <button type="button" onClick={() => model.open()}>
            {words.play.again}
          </button>
        </div>
      )}
      {opened && "steps" in opened && <Shown model={model} steps={opened.steps} />}
    </>
  );
}

function nameOf(source: ModelSource, { preset }: PromptModel, nameInRuns = preset): string {
  if (source === "tab") return words.play.own;
  return source === "page" ? words.play.recorded(preset) : words.play.openedRun(nameInRuns);
}
