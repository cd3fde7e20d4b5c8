/** Words of figure. */
export const figure = {
  logX: "log x",
  logY: "log y",
  frame: "Copy iframe",
  frameCode: (link: string, name: string) =>
    `<iframe src="${link.replaceAll("&", "&amp;")}" title="${name.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" width="720" height="640" loading="lazy"></iframe>`,
  save: "Save:",
  saveLabel: (name: string, format: string) => `Save the figure “${name}” as ${format}`,
  options: "Size and caption",
  size: "Size",
  sizes: { shown: "as shown", column: "column of a paper", slide: "slide (16:9)" },
  caption: "with caption",
  captionOf: (
    name: string,
    { experiment, preset, seed, step }: Readonly<Partial<Record<string, string | number>>>,
    version: string,
  ) => {
    const from = [experiment ?? preset, seed !== undefined && `seed ${seed}`, step !== undefined && `step ${step}`];
    return `${name}. ${from.filter((part) => part !== undefined && part !== false).join(", ")}; ICL Lab ${version}.`;
  },
  saveFailed: (reason: string) => `It could not be saved: ${reason}.`,
  scaleLabel: (axis: string, name: string) => `${axis}: ${name}`,
  read: (name: string) => `Read values of “${name}” with the arrow keys`,
  table: "Values as a table",
  nothing: "no values",
  interval: " value, and its 95 % interval",
  seeds: " mean of the seeds, the smallest and the largest",
  reading: (place: string, values: readonly string[]) => `${place}: ${values.join("; ")}`,
} as const;
