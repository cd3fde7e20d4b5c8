import { useEffect } from "preact/hooks";
import type { PromptQuery } from "../../inspect/askPrompt.ts";
import { navigate, route } from "../route/navigation.ts";
import { type Answering, currentStep, type Hand, nearest, remember, selectStep } from "../store/playState.ts";
import type { AnsweredQuery, ModelState } from "../store/promptModel.ts";

/** What Play has in hand, with the moment that answers. */
export interface InHand<State> extends ModelState {
  readonly held: State;
  readonly last: number; // step of the last moment
  readonly at: number | undefined; // the step that the link asks for
  readonly step: number; // the one shown
  readonly before: number | undefined; // another moment, beside it
  readonly change: (change: Partial<State>) => void;
}

/** Takes in hand what the link says. Without one, Play goes on where it was left. */
export function useInHand<State extends Answering>({ player, steps }: ModelState, hand: Hand<State>): InHand<State> {
  const linked = hand.of(route.value);
  const held = linked ?? hand.last.value;
  const { at } = held;
  const step = currentStep(player, steps, at);
  const before = held.before === undefined ? undefined : nearest(held.before, steps);
  const keep = ({ at: to = step, ...more }: Partial<State>) =>
    remember(hand, { ...held, before, ...more, ...selectStep(player, steps, at, to) });
  const isLinked = linked !== undefined;
  useEffect(() => {
    if (isLinked) keep({});
    else if (hand.isSaid(hand.last.value)) navigate(hand.last.value); // the address says what is shown
  }, [isLinked]);
  const change = (to: Partial<State>) => {
    keep(to);
    navigate(hand.last.value);
  };
  return { player, steps, held, last: steps.at(-1) as number, at, step, before, change };
}

/** The newest answers there are. The moments are asked whenever they, or the question, are others. */
export function useAnswers(
  { player, step, before }: Pick<InHand<unknown>, "player" | "step" | "before">,
  question: PromptQuery,
): AnsweredQuery | undefined {
  useEffect(() => player.ask(step, question, before), [player, question, step, before]);
  return player.answered.value;
}
