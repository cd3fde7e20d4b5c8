import { useEffect, useRef } from "preact/hooks";
import { difference } from "../config/config.ts";
import { presetConfig, presets } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import { version } from "../config/version.ts";
import { AboutView } from "./about/aboutView.tsx";
import { ConfirmDialog } from "./panels/confirmDialog.tsx";
import { LessonEditor } from "./panels/lessonEditor.tsx";
import { NewVersionNotice } from "./panels/newVersion.tsx";
import { Tour } from "./panels/tour.tsx";
import { currentLink, ignoredParameters, isRevisit, route } from "./route/navigation.ts";
import { type View, views } from "./route/route.ts";
import { type Stores, useStores } from "./store/stores.ts";
import { words } from "./text/common.ts";
import { TrainView } from "./train/trainView.tsx";
import { lazyView } from "./ui/lazyView.tsx";
import { isHidden, LessonPart } from "./ui/lessonPart.tsx";
import { Link } from "./ui/link.tsx";
import { chooseTheme, themeChoice, themeChoices } from "./ui/theme.ts";
import { WatchView, watchedRun } from "./watch/watchView.tsx";

const viewOf: Readonly<Record<View, () => preact.JSX.Element>> = {
  watch: WatchView,
  play: lazyView(() => import("./play/playView.tsx").then(({ PlayView }) => PlayView)),
  train: TrainView,
  runs: lazyView(() => import("./runs/runsView.tsx").then(({ RunsView }) => RunsView)),
  figures: lazyView(() => import("./figures/figuresView.tsx").then(({ FiguresView }) => FiguresView)),
  about: AboutView,
};

/** The page: its head, the current view, and the parts of the link that could not be read. */
export function App() {
  const { view, experiment } = route.value;
  const Shown = viewOf[view];
  const main = useRef<HTMLElement>(null);
  const place = `${view} ${experiment ?? ""}`;
  const before = useRef(place);
  useEffect(() => {
    document.title = words.documentTitle(words.views[view]);
    if (before.current === place) return;
    before.current = place;
    if (!isRevisit.peek()) scrollTo(0, 0);
    main.current?.focus({ preventScroll: true }); // a new view is read from its beginning
  }, [place]);
  if (view === "figures" && experiment !== undefined && route.value.embed !== undefined)
    return (
      <main id="content" class="embedded" tabIndex={-1} ref={main}>
        <Shown />
      </main>
    );
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {words.skip}
      </button>
      <Head />
      <main id="content" tabIndex={-1} ref={main}>
        <NewVersionNotice />
        {ignoredParameters.value.length > 0 && (
          <div class="notice" role="alert">
            <p>{words.ignored(ignoredParameters.value)}</p>
            <button
              type="button"
              onClick={() => {
                ignoredParameters.value = [];
              }}
            >
              {words.dismiss}
            </button>
          </div>
        )}
        <LessonPart name="tour">
          <Tour />
        </LessonPart>
        <Shown />
        <LessonEditor />
        <p class="on-paper quiet">{words.onPaper(version, currentLink())}</p>
      </main>
      <ConfirmDialog />
    </>
  );
}

/** The settings of the run that the view shows; else those of the route. */
function runShown({ runs, play }: Stores): { readonly preset: string; readonly config: Config } {
  const { view } = route.value;
  if (view === "play") return play.current();
  return view === "watch" ? watchedRun(runs.current.value) : route.value;
}

function currentSettings({ preset, config }: ReturnType<typeof runShown>): string {
  const title = presets.find(({ name }) => name === preset)?.title ?? preset;
  return words.currentSettings(title, preset, Object.keys(difference(config, presetConfig(preset))).length);
}

function Head() {
  const stores = useStores();
  const { view } = route.value;
  const shown = view === "figures" || view === "about" ? undefined : runShown(stores); // those are of no one run
  return (
    <header>
      <span class="brand">{words.title}</span>
      <nav aria-label={words.navigation}>
        {views
          .filter((each) => !isHidden(each))
          .map((each) => (
            <Link key={each} to={{ view: each }} current={each === view}>
              {words.views[each]}
            </Link>
          ))}
      </nav>
      <span class="current-settings">
        {shown && (
          <>
            <span class="hidden">{words.experiment}: </span>
            {currentSettings(shown)}
          </>
        )}
      </span>
      <label class="theme">
        <span>{words.theme.label} </span>
        <select
          aria-label={words.theme.label}
          value={themeChoice.value}
          onChange={(event) => {
            const chosen = themeChoices.find((each) => each === event.currentTarget.value);
            if (chosen) chooseTheme(chosen);
          }}
        >
          {themeChoices.map((each) => (
            <option key={each} value={each}>
              {words.theme[each]}
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}
