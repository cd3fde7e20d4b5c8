import { answerTable, type TableQuestion } from "../inspect/tablePrompt.ts";
import { announceAlive } from "./announceAlive.ts";

// A worker that reads one table, once, so that no table can block the page.

const scope = self as unknown as DedicatedWorkerGlobalScope;

announceAlive();

scope.onmessage = ({ data }: MessageEvent<TableQuestion>) => {
  scope.postMessage(answerTable(data));
};
