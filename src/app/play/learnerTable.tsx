import type { ComponentChildren } from "preact";
import { parseId } from "../../algorithms/algorithm.ts";
import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { LegendSwatch } from "../chart/tooltip.tsx";
import { type AlgorithmSettings, LAMBDAS, RATES, STEPS } from "../route/linePrompt.ts";
import type { Answering } from "../store/playState.ts";
import type { AnsweredQuery } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isHidden, LessonPart } from "../ui/lessonPart.tsx";
import { Slider } from "../ui/slider.tsx";
import type { PlayPrompt } from "./playPrompt.ts";
import { isShown, show } from "./shownLearners.ts";

interface Props {
  readonly current: PlayPrompt<Answering>;
  readonly shown: AnsweredQuery | undefined;
  readonly onBefore?: (step: number | undefined) => void; // if more changes than that step
  readonly lines?: boolean; // whether learners are lines that can be hidden; default no
}

const ORDER = ["transformer", "ols", "ridge", "gd", "bayes", "knn"];
const NEIGHBORS = "knn(3,uniform)";

/** Every learner in a row: whether it is drawn, its implied weights, answer and distance, and beneath what sets it. */
export function LearnerTable({ current, shown, onBefore, lines = false }: Props) {
  const { state, change } = current;
  const { beside } = state;
  const setBeside = (beside: AlgorithmSettings) => change({ beside });
  const numbers = shown && !isHidden("distances") ? shown : undefined;
  const { distances = {} } = shown?.answers ?? {};
  const ids = ["transformer", ...Object.keys(distances)];
  if (lines && !beside.neighbors) ids.push(NEIGHBORS);
  ids.sort((a, b) => ORDER.indexOf(parseId(a).name) - ORDER.indexOf(parseId(b).name));
  const largest = Math.max(...Object.values(distances).filter(Number.isFinite), 1e-9);
  const min = words.play.apart(Math.min(...Object.values(distances)));
  const toggle = (id: string): ComponentChildren => {
    if (!lines || !shown || id === "transformer") return null;
    const isNeighbors = parseId(id).name === "knn";
    const checked = isNeighbors ? beside.neighbors : isShown(id, shown.answers);
    return (
      <input
        type="checkbox"
        checked={checked}
        aria-label={isNeighbors ? words.play.neighbors : words.play.showLine(learnerStyle(id).name)}
        onChange={({ currentTarget }) =>
          isNeighbors ? setBeside({ ...beside, neighbors: currentTarget.checked }) : show(id, currentTarget.checked)
        }
      />
    );
  };
  return (
    <section class="claims learners">
      <h2>{words.play.settings}</h2>
      <table class="distances">
        <Head shown={numbers} />
        <tbody>
          {ids.map((id) => {
            const distance = distances[id];
            const nearest = distance !== undefined && words.play.apart(distance) === min;
            return (
              <LearnerRow
                key={id.startsWith("transformer") ? id : parseId(id).name}
                id={id}
                shown={numbers}
                nearest={numbers !== undefined && nearest}
                share={distance === undefined ? undefined : distance / largest}
                toggle={toggle(id)}
              >
                <LearnerSliders id={id} current={current} onBefore={onBefore} onBeside={setBeside} />
              </LearnerRow>
            );
          })}
        </tbody>
      </table>
      {numbers && <p class="quiet">{words.play.distanceMeans}</p>}
    </section>
  );
}

function Head({ shown }: { readonly shown: AnsweredQuery | undefined }) {
  const query = shown && [...shown.question.tracedQuery];
  return (
    <thead>
      <tr>
        <th scope="col">{words.play.learner}</th>
        {query && (
          <>
            <th scope="col" title={words.play.impliedMeans}>
              {words.play.implied}
            </th>
            <th scope="col" title={words.play.answerMeans(query)}>
              {words.play.answer(query)}
            </th>
            <th scope="col">{words.play.distance}</th>
          </>
        )}
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly id: string;
  readonly shown: AnsweredQuery | undefined; // undefined if the numbers are hidden
  readonly nearest: boolean;
  readonly share: number | undefined; // of the largest distance
  readonly toggle: ComponentChildren;
  readonly children: ComponentChildren; // what sets the learner
}

function LearnerRow({ id, shown, nearest, share, toggle, children }: RowProps) {
  const { looked = {}, weights = {}, distances = {} } = shown?.answers ?? {};
  const distance = distances[id];
  const known = looked[id] !== undefined;
  return (
    <>
      <tr class={nearest ? "nearest" : ""}>
        <th scope="row">
          {toggle} <LegendSwatch series={id} /> {learnerStyle(id).name}
        </th>
        {shown && (
          <>
            <td>{known && words.play.implies([...(weights[id] ?? [])])}</td>
            <td>{known && words.play.weight(looked[id] ?? 0)}</td>
            <td>
              {distance !== undefined && words.play.apart(distance)}
              {share !== undefined && (
                <span class="bar" aria-hidden="true" style={{ width: `${Math.min(100, 100 * share).toFixed(1)}%` }} />
              )}
            </td>
          </>
        )}
      </tr>
      {children}
    </>
  );
}

interface SliderProps {
  readonly id: string;
  readonly current: PlayPrompt<Answering>;
  readonly onBefore: Props["onBefore"];
  readonly onBeside: (beside: AlgorithmSettings) => void;
}

/** What sets a learner, as a row of the table; nothing for one without settings. */
function LearnerSliders(props: SliderProps) {
  const { name, values } = parseId(props.id);
  const { beside } = props.current.state;
  const of: Readonly<Record<string, () => ComponentChildren>> = {
    transformer: () => (props.current.steps.length > 1 && values.length === 0 ? <StepSliders {...props} /> : null),
    ridge: () => (
      <Slider
        label={words.play.lambda}
        values={LAMBDAS}
        value={beside.lambda}
        onChange={(lambda) => props.onBeside({ ...beside, lambda })}
      />
    ),
    gd: () => (
      <>
        <Slider
          label={words.play.rate}
          values={RATES}
          value={beside.rate}
          onChange={(rate) => props.onBeside({ ...beside, rate })}
        />
        <Slider
          label={words.play.steps}
          values={STEPS}
          value={beside.steps}
          onChange={(steps) => props.onBeside({ ...beside, steps })}
        />
      </>
    ),
  };
  const sliders = isHidden("answers") ? null : of[name]?.();
  if (!sliders) return null;
  return (
    <tr class={`sets ${name}`}>
      <td colSpan={4}>
        <LessonPart name="answers">{sliders}</LessonPart>
      </td>
    </tr>
  );
}

/** The step of training whose transformer answers, and another one for comparison. */
function StepSliders({ current, onBefore }: SliderProps) {
  const { model, steps, step, before, change } = current;
  const choose = onBefore ?? ((before: number | undefined) => change({ before }));
  return (
    <>
      <Slider
        label={words.play.after}
        values={steps}
        value={step}
        text={words.play.stepOf(step, model.config.training.steps)}
        onChange={(at) => change({ at })}
      />
      <label class="before">
        {words.play.before}{" "}
        <select
          value={before ?? ""}
          onChange={({ currentTarget: { value } }) => choose(value === "" ? undefined : Number(value))}
        >
          <option value="">{words.play.noOtherStep}</option>
          {steps.map((each) => (
            <option key={each} value={each}>
              {words.watch.storyStep(each)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
