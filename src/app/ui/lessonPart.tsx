import type { ComponentChildren } from "preact";
import { changesPrompt } from "../route/lesson.ts";
import { address } from "../route/navigation.ts";

/** Whether the link in hand locks a part. */
export const isLocked = (part: string): boolean => address.value.lesson?.locked.includes(part) ?? false;

/** Whether the link in hand hides a part, or leaves it nothing to do. */
export const isHidden = (part: string): boolean =>
  (address.value.lesson?.hidden.includes(part) ?? false) || (isLocked("prompt") && changesPrompt.includes(part));

interface Props {
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A part of the page that a teacher's link may hide, or lock: then its controls stand as they are. */
export function Part({ name, children }: Props) {
  if (isHidden(name)) return null;
  if (!isLocked(name)) return <>{children}</>;
  return (
    <fieldset class="locked" disabled>
      {children}
    </fieldset>
  );
}
