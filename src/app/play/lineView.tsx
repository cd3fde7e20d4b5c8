import { useEffect, useMemo } from "preact/hooks";
import type { Question } from "../../inspect/askPrompt.ts";
import {
  algorithmIds,
  type Exemplar,
  firstAlgorithms,
  firstPrompt,
  freePlace,
  held,
  PLACES,
  readPrompt,
  X_DOMAIN,
} from "../route/linePrompt.ts";
import { address, go } from "../route/navigation.ts";
import { keepLine, keptLine, type LineInHand, nearestTo, showStep, stepShown } from "../store/playState.ts";
import type { Answered, ShownPlayer } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isLocked, Part } from "../ui/lessonPart.tsx";
import { Slider } from "../ui/slider.tsx";
import { looking, ReadsView, readingHead, sharesOf } from "./attentionMap.tsx";
import { TableView } from "./csvImport.tsx";
import { Distances } from "./distanceTable.tsx";
import { PlayFiles } from "./downloads.tsx";
import { HeadsRow } from "./headPicker.tsx";
import { WhoAnswers } from "./learnerControls.tsx";
import { PromptFigure } from "./lineFigure.tsx";
import { PlayNotes } from "./promptWarnings.tsx";
import { ShrinkageTable } from "./shrinkageTable.tsx";
import { Tries } from "./suggestions.tsx";

const HEIGHT = 430; // px
const QUERIES = Float32Array.from({ length: 97 }, (_, m) => X_DOMAIN[0] + (m / 96) * (X_DOMAIN[1] - X_DOMAIN[0]));

/** A prompt of one dimension: exemplars in the figure, every learner's answer as a curve. */
export function LineView({ player, steps }: ShownPlayer) {
  // A link says all: what it leaves out is as at the beginning. Without one, Play goes on where it was left.
  const linked = address.value;
  const isLinked =
    linked.prompt !== undefined ||
    linked.beside !== undefined ||
    linked.at !== undefined ||
    linked.before !== undefined;
  const { prompt: all = firstPrompt, beside = firstAlgorithms, at, before: asked } = isLinked ? linked : keptLine.value;
  const { most } = player;
  const prompt = useMemo(() => all.slice(0, most), [all, most]);
  const last = steps.at(-1) as number;
  const step = stepShown(player, steps, at);
  const before = asked === undefined ? undefined : nearestTo(asked, steps);
  useEffect(() => {
    if (isLinked) keepLine({ prompt: all, beside, before, ...showStep(player, steps, at, step) });
    else if (keptLine.value.at !== undefined) go(keptLine.value); // the address says what is shown
  }, [isLinked]);
  const change = ({ at: to = step, ...more }: Partial<LineInHand>) => {
    keepLine({ prompt: all, beside, before, ...more, ...showStep(player, steps, at, to) });
    go(keptLine.value);
  };
  useEffect(() => {
    const question: Question = {
      x: Float32Array.from(prompt, ({ x }) => x),
      y: Float32Array.from(prompt, ({ y }) => y),
      queries: QUERIES,
      algorithms: algorithmIds(beside),
      looking: Float32Array.of(looking.value),
    };
    player.ask(step, question, before);
  }, [player, prompt, beside, step, before, looking.value]);
  const shown = player.answered.value;
  const reads = shown?.answers.reads;
  const locked = isLocked("prompt");
  return (
    <div class="play">
      <figure class="figure">
        <figcaption>
          <h2>{words.play.figure}</h2>
        </figcaption>
        {shown ? (
          <PromptFigure
            height={HEIGHT}
            prompt={prompt}
            answered={shown}
            shares={sharesOf(shown.answers.reads, readingHead.value)}
            most={most}
            {...(!locked && { onChange: (prompt: readonly Exemplar[]) => change({ prompt }) })}
          />
        ) : (
          <p role="status" class="waiting">
            {words.play.loading}
          </p>
        )}
        <PlayNotes player={player} at={at} step={step} left={all.length - prompt.length} shown={shown} />
        <Part name="reads">{reads && <HeadsRow reads={reads} />}</Part>
        <p class="quiet">{locked ? words.play.locked : words.play.hint(prompt.length, most)}</p>
        <fieldset class="buttons" disabled={locked}>
          <button
            type="button"
            disabled={prompt.length >= most}
            onClick={() => change({ prompt: [...prompt, another(prompt, shown)] })}
          >
            {words.play.add}
          </button>
          <button type="button" disabled={prompt.length === 0} onClick={() => change({ prompt: prompt.slice(0, -1) })}>
            {words.play.remove}
          </button>
          <button type="button" disabled={prompt.length === 0} onClick={() => change({ prompt: [] })}>
            {words.play.clear}
          </button>
          <button
            type="button"
            onClick={() => change({ prompt: firstPrompt, beside: firstAlgorithms, at: last, before: undefined })}
          >
            {words.play.back}
          </button>
        </fieldset>
      </figure>
      <Part name="tries">
        <Tries
          tries={words.play.tryThis}
          onTry={({ prompt, at = last }) => change({ prompt: readPrompt(prompt) as readonly Exemplar[], at })}
        />
      </Part>
      <div class="beside">
        <Part name="distances">{shown && <Distances {...shown} />}</Part>
        <Part name="answers">
          <WhoAnswers
            steps={steps}
            of={player.config.training.steps}
            step={step}
            before={before}
            beside={beside}
            onStep={(at) => change({ at })}
            onBefore={(before) => change({ before })}
            onBeside={(beside) => change({ beside })}
          >
            <label class="tick">
              <input
                type="checkbox"
                checked={beside.neighbors}
                onChange={(event) => change({ beside: { ...beside, neighbors: event.currentTarget.checked } })}
              />{" "}
              {words.play.neighbors}
            </label>
          </WhoAnswers>
          {shown && <PlayFiles player={player} shown={shown} />}
        </Part>
        <Part name="shrinkage">{shown && <ShrinkageTable {...shown} />}</Part>
      </div>
      <Part name="table">
        <TableView
          prompts={player.config.prompts}
          most={most}
          locked={isLocked("table")}
          inHand={prompt}
          onTake={({ x, y }) => {
            const rows = [...y].map((each, k) => held({ x: x[k] as number, y: each }));
            change({ prompt: rows });
            return rows;
          }}
        />
      </Part>
      <Part name="reads">
        {reads && (
          <ReadsView reads={reads}>
            <Slider
              label={words.play.looking}
              values={PLACES}
              value={looking.value}
              onChange={(x) => {
                looking.value = x;
              }}
            />
          </ReadsView>
        )}
      </Part>
    </div>
  );
}

/** One more exemplar at a free place, where the Bayes predictor expects it. */
function another(prompt: readonly Exemplar[], shown: Answered | undefined): Exemplar {
  const x = freePlace(prompt);
  const m = Math.round(((x - X_DOMAIN[0]) / (X_DOMAIN[1] - X_DOMAIN[0])) * (QUERIES.length - 1));
  return held({ x, y: shown?.answers.curves.bayes?.[m] ?? 0 });
}
