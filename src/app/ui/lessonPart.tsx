import type { ComponentChildren } from "preact";
import { promptEditors } from "../route/lesson.ts";
import { route } from "../route/navigation.ts";

/** Whether the current link locks a part. */
export const isLocked = (part: string): boolean => route.value.lesson?.locked.includes(part) ?? false;

/** Whether the current link hides a part, or leaves it nothing to do. */
export const isHidden = (part: string): boolean =>
  (route.value.lesson?.hidden.includes(part) ?? false) || (isLocked("prompt") && promptEditors.includes(part));

interface Props {
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A part of the page that a teacher's link may hide or lock. The controls of a locked part are disabled. */
export function LessonPart({ name, children }: Props) {
  if (isHidden(name)) return null;
  if (!isLocked(name)) return <>{children}</>;
  return (
    <fieldset class="locked" disabled>
      {children}
    </fieldset>
  );
}
