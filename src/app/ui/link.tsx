import type { ComponentChildren } from "preact";
import { navigate, route } from "../route/navigation.ts";
import { formatRoute, persistentParts, type Route } from "../route/route.ts";

interface Props {
  readonly to: Partial<Route>;
  readonly class?: string;
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A link within the page: the current route with a change. With a modifier key the browser opens it in a new tab. */
export function Link({ to, class: name, current, children }: Props) {
  return (
    <a
      href={formatRoute({ ...persistentParts(route.value), ...to })}
      class={name}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </a>
  );
}
