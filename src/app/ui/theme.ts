import { computed, effect, signal } from "@preact/signals";

export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const KEY = "icl-lab theme";
// State of the document, which has one theme, so it is in no store. An import changes nothing: `followTheme` does.
const systemDark = signal(false);

/** What the visitor chose; saved in this browser. */
export const themeChoice = signal<ThemeChoice>("system");

/** The theme that shows. */
export const theme = computed<"light" | "dark">(() => {
  if (themeChoice.value !== "system") return themeChoice.value;
  return systemDark.value ? "dark" : "light";
});

/** Gives the page the saved theme, and follows the choice and the system from now on. */
export function followTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  systemDark.value = system.matches;
  system.addEventListener("change", (event) => {
    systemDark.value = event.matches;
  });
  themeChoice.value = savedChoice();
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
}

/** Takes a choice, and saves it if the browser allows. */
export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
}

function savedChoice(): ThemeChoice {
  try {
    return themeChoices.find((each) => each === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}
