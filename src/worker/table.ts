import { answerTable, type TableQuestion } from "../experiments/tableInHand.ts";

// A worker that reads one table, once: whatever it holds, the page goes on.

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = ({ data }: MessageEvent<TableQuestion>) => {
  scope.postMessage(answerTable(data));
};
