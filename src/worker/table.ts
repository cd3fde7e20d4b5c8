import { type TableQuestion, tableInHand } from "../experiments/tableInHand.ts";
import type { FromTable } from "./messages.ts";

// A worker that reads one table, once: whatever it holds, the page goes on.

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = ({ data }: MessageEvent<TableQuestion>) => {
  let answer: FromTable;
  try {
    answer = { table: tableInHand(data) };
  } catch (error) {
    answer = { failed: error instanceof Error ? error.message : String(error) };
  }
  scope.postMessage(answer);
};
