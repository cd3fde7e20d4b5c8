import { useEffect } from "preact/hooks";
import type { PromptQuery } from "../../inspect/askPrompt.ts";
import { navigate, route } from "../route/navigation.ts";
import type { Route } from "../route/route.ts";
import { type Answering, nearest } from "../store/playState.ts";
import type { AnsweredQuery, ModelState } from "../store/promptModel.ts";
import { useStores } from "../store/stores.ts";

/** The current prompt of Play, and the steps of training that answer it. */
export interface PlayPrompt<State> extends ModelState {
  readonly state: State;
  readonly last: number; // of the last snapshot
  readonly at: number | undefined; // the step that the link asks for
  readonly step: number; // the one shown
  readonly before: number | undefined; // another step, for comparison
  readonly change: (change: Partial<State>) => void;
}

/** The prompt of the link. */
export function usePlayPrompt<State extends Answering>(
  { model, steps }: ModelState,
  promptOf: (link: Route) => State,
): PlayPrompt<State> {
  const { play } = useStores();
  const state = promptOf(route.value);
  const { at } = state;
  const step = play.currentStep(model, steps, at);
  const before = state.before === undefined ? undefined : nearest(state.before, steps);
  const change = ({ at: to = step, ...more }: Partial<State>) =>
    navigate({ ...state, before, ...more, ...play.selectStep(model, steps, at, to) });
  return { model, steps, state, last: steps.at(-1) as number, at, step, before, change };
}

/** The newest answers. The model is queried again if the steps or the question change. */
export function useAnswers(
  { model, step, before }: Pick<PlayPrompt<unknown>, "model" | "step" | "before">,
  question: PromptQuery,
): AnsweredQuery | undefined {
  useEffect(() => model.ask(step, question, before), [model, question, step, before]);
  return model.answered.value;
}
