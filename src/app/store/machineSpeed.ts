import { signal } from "@preact/signals";
import {
  type MachineSpeed,
  type PredictedTime,
  parseSpeed,
  predictTime,
  REFERENCE_SPEED,
} from "../../config/predictedTime.ts";
import type { Config } from "../../config/schema.ts";
import { threadsToTrain } from "../../config/threads.ts";
import type { FromSpeed } from "../../worker/messages.ts";
import { callOnce } from "../workers/callOnce.ts";

const KEY = "icl-lab machine speed";
const MS_BEFORE = 1500; // until the page is drawn and its first requests are answered

/** How fast this machine trains. It is measured once a visit; until then the last visit's measurement counts. */
export type MachineSpeedStore = ReturnType<typeof createMachineSpeed>;

/** `measure` measures the speed; `isBusy` says whether something trains, which would disturb it. */
export function createMachineSpeed(isBusy: () => boolean, measure: () => Promise<MachineSpeed> = measureInWorker) {
  const speed = signal(storedSpeed() ?? REFERENCE_SPEED);
  const measured = signal(storedSpeed() !== undefined);
  let begun = false;

  async function measureNow(): Promise<void> {
    if (begun || isBusy()) return;
    begun = true;
    try {
      const found = await measure();
      if (isBusy()) return; // training has disturbed it
      speed.value = found;
      measured.value = true;
      storeSpeed(found);
    } catch {
      // What cannot be measured stays a rough estimate, and is called one.
    }
  }

  return {
    /** Whether the speed was measured on this machine. */
    measured,
    /** The predicted time of a run, by default on as many threads as one gets that runs alone. */
    predict(config: Config, workers: "auto" | number = "auto"): PredictedTime {
      const threads = threadsToTrain(config, { workers, cores: navigator.hardwareConcurrency });
      return predictTime(config, speed.value, threads);
    },
    /** Measures the speed, once a visit, if nothing trains by then. */
    measureSoon: (): void => void setTimeout(() => void measureNow(), MS_BEFORE),
  };
}

async function measureInWorker(): Promise<MachineSpeed> {
  const worker = new Worker(new URL("../../worker/speedWorker.ts", import.meta.url), { type: "module" });
  return (await callOnce<FromSpeed>(worker, undefined)).speed;
}

function storedSpeed(): MachineSpeed | undefined {
  try {
    return parseSpeed(localStorage.getItem(KEY) ?? "");
  } catch {
    return undefined;
  }
}

function storeSpeed(speed: MachineSpeed): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(speed));
  } catch {
    // A browser that keeps nothing measures at the next visit.
  }
}
