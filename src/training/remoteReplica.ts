import { errorMessage } from "../text/errorMessage.ts";
import type { ForwardPass } from "../transformer/forwardPass.ts";
import type { FlatMatrix } from "./muon.ts";
import type { Replica } from "./replica.ts";
import type { PartialSum, Shard } from "./shards.ts";

/** A channel to a thread, for Web Workers and Node's worker threads. Messages are copied, listed buffers are moved. */
export interface Port {
  post(message: unknown, moved: ArrayBufferLike[]): void;
  onMessage(listen: (message: unknown) => void): void;
  /** Calls `listen` once, when the thread at the other end has died. */
  onFailure(listen: (reason: string) => void): void;
  close(): void;
}

/** A request to a replica. */
export type Question =
  | { readonly type: "begin"; readonly setup: unknown }
  | {
      readonly type: "gradients";
      readonly parameters: Float32Array;
      readonly shards: readonly Shard[];
      readonly prompts: number;
    }
  | { readonly type: "forward"; readonly parameters: Float32Array; readonly passes: readonly ForwardPass[] }
  | { readonly type: "orthogonalize"; readonly matrices: readonly FlatMatrix[] };

/** An answer of a replica, one message per request, in order. */
export type Answer =
  | { readonly type: "begun" }
  | { readonly type: "gradients"; readonly gradients: readonly PartialSum[] }
  | { readonly type: "forwarded"; readonly outputs: readonly Float32Array[] }
  | { readonly type: "orthogonalized"; readonly updates: readonly Float32Array[] }
  | { readonly type: "failed"; readonly message: string };

/** A replica in another thread, started with a setup for its `serveReplica`. Its methods reject once the thread has died. */
export async function remoteReplica(port: Port, setup: unknown): Promise<Replica> {
  const waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  let dead: Error | undefined;
  const die = (reason: string) => {
    dead = new Error(reason);
    for (const { reject } of waiting.splice(0)) reject(dead);
  };
  port.onFailure(die);
  port.onMessage((message) => waiting.shift()?.resolve(message as Answer));
  const request = async <Type extends Answer["type"]>(
    question: Question,
    expected: Type,
  ): Promise<Extract<Answer, { type: Type }>> => {
    if (dead) throw dead;
    const answer = await new Promise<Answer>((resolve, reject) => {
      waiting.push({ resolve, reject });
      port.post(question, []);
    });
    if (answer.type === "failed") throw new Error(answer.message);
    if (answer.type !== expected) throw new Error(`invalid answer: expected ${expected}, got ${answer.type}`);
    return answer as Extract<Answer, { type: Type }>;
  };
  await request({ type: "begin", setup }, "begun");
  return {
    gradients: async (parameters, shards, prompts) =>
      (await request({ type: "gradients", parameters, shards, prompts }, "gradients")).gradients,
    forward: async (parameters, passes) =>
      (await request({ type: "forward", parameters, passes }, "forwarded")).outputs,
    orthogonalize: async (matrices) => (await request({ type: "orthogonalize", matrices }, "orthogonalized")).updates,
    close: () => port.close(),
  };
}

/** The other end: answers the requests from a port with the replica that `begin` makes from the setup. */
export function serveReplica(
  port: Pick<Port, "post" | "onMessage">,
  begin: (setup: unknown) => Promise<Replica>,
): void {
  let replica: Replica | undefined;
  let turn = Promise.resolve(); // questions are answered in the order they came
  const answer = async (question: Question): Promise<void> => {
    try {
      if (question.type === "begin") {
        replica = await begin(question.setup);
        port.post({ type: "begun" } satisfies Answer, []);
        return;
      }
      if (!replica) throw new Error("invalid question: the replica has not started");
      if (question.type === "gradients") {
        const gradients = await replica.gradients(question.parameters, question.shards, question.prompts);
        port.post(
          { type: "gradients", gradients } satisfies Answer,
          gradients.map((each) => each.gradient.buffer),
        );
      } else if (question.type === "forward") {
        const outputs = await replica.forward(question.parameters, question.passes);
        port.post(
          { type: "forwarded", outputs } satisfies Answer,
          outputs.map((each) => each.buffer),
        );
      } else {
        const updates = await replica.orthogonalize(question.matrices);
        port.post(
          { type: "orthogonalized", updates } satisfies Answer,
          updates.map((each) => each.buffer),
        );
      }
    } catch (error) {
      port.post({ type: "failed", message: errorMessage(error) } satisfies Answer, []);
    }
  };
  port.onMessage((message) => {
    turn = turn.then(() => answer(message as Question));
  });
}
