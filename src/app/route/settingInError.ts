/** The setting a ConfigError's sentence is about: "invalid model.heads: …" → "model.heads"; undefined where it is about none. */
export function settingInError(sentence: string): string | undefined {
  const name = /^(?:invalid|unknown setting|ambiguous setting|missing) ([\w.]+)/.exec(sentence)?.[1];
  return name === "config" ? undefined : name;
}
