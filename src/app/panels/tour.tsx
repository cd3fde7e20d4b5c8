import { presetConfig } from "../../config/presets.ts";
import { firstAlgorithms } from "../route/linePrompt.ts";
import { endTour, navigate, route } from "../route/navigation.ts";
import { defaultPreset, type Route } from "../route/route.ts";
import { TOUR_STOPS } from "../route/routeParts.ts";
import { showBundled } from "../route/shownSource.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { pauseAll } from "./scrubber.tsx";

const watch = { view: "watch", preset: defaultPreset, config: presetConfig(defaultPreset) } as const;

/** The route of each stop. */
const stops: readonly Partial<Route>[] = [
  { ...watch, at: 0 },
  { ...watch, at: watch.config.training.steps },
  { view: "play", prompt: [{ x: 1, y: 2 }], beside: firstAlgorithms },
  {
    view: "play",
    prompt: [
      { x: -2, y: -2.5 },
      { x: -1.4, y: -2.3 },
      { x: -0.8, y: -0.7 },
      { x: -0.3, y: -0.9 },
      { x: 0.5, y: 1.1 },
      { x: 1, y: 1 },
      { x: 1.6, y: 2.6 },
      { x: 2.1, y: 2.8 },
    ],
    beside: firstAlgorithms,
  },
  { view: "figures", experiment: "bayes" },
  { view: "train", preset: "quick", config: presetConfig("quick") },
];

/** Goes to a stop of the tour, which speaks of what comes with the page. */
export function goToStop(tour: number): void {
  showBundled();
  pauseAll();
  navigate({ ...stops[tour - 1], tour });
}

/** The current stop of the tour: its text, and buttons to the next and the previous one. */
export function Tour() {
  const { tour } = route.value;
  const stop = tour === undefined ? undefined : words.tour.stops[tour - 1];
  if (!stop || tour === undefined) return null;
  return (
    <aside class="tour" aria-label={words.tour.label}>
      <h1>
        <span>{words.tour.stop(tour, TOUR_STOPS)}</span> {stop.heading}
      </h1>
      <p>
        <GlossaryText text={stop.text} />
      </p>
      <div class="buttons">
        {tour < TOUR_STOPS && (
          <button type="button" class="primary" onClick={() => goToStop(tour + 1)}>
            {words.tour.next}
          </button>
        )}
        {tour > 1 && (
          <button type="button" onClick={() => goToStop(tour - 1)}>
            {words.tour.before}
          </button>
        )}
        <button type="button" title={words.tour.againHint} onClick={() => goToStop(tour)}>
          {words.tour.again}
        </button>
        <button type="button" onClick={endTour}>
          {words.tour.end}
        </button>
      </div>
    </aside>
  );
}
