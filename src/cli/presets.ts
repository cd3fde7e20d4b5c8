import { cost } from "../config/cost.ts";
import { presetConfig, presets } from "../config/presets.ts";
import { deviationsOf } from "../tasks/families.ts";
import type { Command } from "./command.ts";

/** `icl presets`: the named configs. */
export const listPresets: Command = {
  name: "presets",
  summary: "lists the named configs with the figure of each",
  usage: "[--json]",
  flags: {},
  async run(args) {
    const listed = presets.map(({ name, title, figure }) => {
      const config = presetConfig(name);
      return { name, title, figure, parameters: cost(config).parameters, config };
    });
    if (args.has("json")) {
      process.stdout.write(`${JSON.stringify({ presets: listed })}\n`);
      return;
    }
    for (const { name, title, figure, parameters, config } of listed) {
      const { dim, exemplars } = config.prompts;
      const { sigma } = deviationsOf(config.prompts);
      const { layers, hiddenSize, heads } = config.model;
      const shape = `D${dim} N${exemplars} σ${sigma} L${layers} H${hiddenSize} K${heads}`;
      process.stdout.write(
        `${name.padEnd(11)} ${figure.padEnd(12)} ${shape.padEnd(26)} ${String(parameters).padStart(8)} parameters ` +
          `${String(config.training.steps).padStart(6)} steps  ${title}\n`,
      );
    }
  },
};
