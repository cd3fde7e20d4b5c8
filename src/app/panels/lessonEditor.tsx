import { useSignal } from "@preact/signals";
import { hideable, type Lesson, lockable, parts } from "../route/lesson.ts";
import { currentLink, route } from "../route/navigation.ts";
import { words } from "../text/common.ts";
import { CopyButton } from "../ui/copyButton.tsx";

const states = ["shown", "locked", "hidden"] as const;
const able = { shown: parts, locked: lockable, hidden: hideable };

/** For a teacher: a link to the current route, with some controls locked or hidden. */
export function LessonEditor() {
  const lesson = useSignal<Lesson>({ hidden: [], locked: [] });
  if (route.value.lesson) return null; // this link is one
  const { hidden, locked } = lesson.value;
  const stateOf = (part: string) => (hidden.includes(part) ? "hidden" : locked.includes(part) ? "locked" : "shown");
  const set = (part: string, state: string) => {
    const without = (all: readonly string[]) => all.filter((each) => each !== part);
    lesson.value = {
      hidden: state === "hidden" ? [...without(hidden), part] : without(hidden),
      locked: state === "locked" ? [...without(locked), part] : without(locked),
    };
  };
  const link = () => currentLink(route.value.at, lesson.value);
  return (
    <details class="teacher">
      <summary>{words.teacher.heading}</summary>
      <p class="quiet">{words.teacher.lead}</p>
      <div class="parts">
        {parts.map((part) => (
          <label key={part}>
            {words.teacher.parts[part]}{" "}
            <select value={stateOf(part)} onChange={(event) => set(part, event.currentTarget.value)}>
              {states
                .filter((state) => able[state].includes(part))
                .map((state) => (
                  <option key={state} value={state}>
                    {words.teacher.states[state]}
                  </option>
                ))}
            </select>
          </label>
        ))}
      </div>
      <div class="buttons">
        <a href={link()}>{words.teacher.open}</a>
        <CopyButton label={words.train.link} text={link} />
      </div>
    </details>
  );
}
