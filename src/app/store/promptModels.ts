import { effect, signal } from "@preact/signals";
import type { Config } from "../../config/config.ts";
import { type HeldRun, parametersOf } from "../runData/runEntry.ts";
import type { LiveRun } from "../runData/runState.ts";
import { live } from "./currentRun.ts";
import { type GrowingPlayer, type Player, playerOf } from "./promptModel.ts";

/** The run of this tab as Play asks it; undefined where there is none, or none that can be asked. */
export const ownPlayer = signal<Player | undefined>(undefined);

/** A run out of Runs that Play asks, and its name there. */
export const takenPlayer = signal<{ readonly name: string; readonly player: Player } | undefined>(undefined);

let taken: GrowingPlayer | undefined;

/** Gives a run whose parameters are here to Play, in the place of the one given before. */
export function takeToPlay(run: HeldRun, name: string): void {
  const bytes = parametersOf(run);
  if (!bytes) return;
  const step = run.checkpoint?.step ?? run.config.training.steps;
  taken?.close();
  taken = playerOf(run.preset, run.config, () => Promise.resolve([{ step, bytes }]));
  takenPlayer.value = { name, player: taken };
}

/** Whether Play can hold prompts such as a run was trained on: lines or planes with Gaussian weights. */
export const isPlayable = ({ prompts, model }: Config): boolean =>
  prompts.dim <= 2 && prompts.family === "linear" && model.tokens === "interleaved";

let asked: { readonly run: LiveRun["losses"]; readonly player: GrowingPlayer } | undefined; // a run keeps its losses

effect(() => {
  const run = live.value;
  if (asked && asked.run !== run?.losses) {
    asked.player.close();
    asked = undefined;
  }
  if (run && run.moments.length > 0 && isPlayable(run.config)) {
    asked ??= {
      run: run.losses,
      player: playerOf(run.preset, run.config, () => Promise.resolve(live.peek()?.moments ?? [])),
    };
    asked.player.take(run.moments);
  }
  ownPlayer.value = asked?.player;
});
