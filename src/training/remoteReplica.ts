import { errorMessage } from "../text/errorMessage.ts";
import { QuestionError, type Replica } from "./replica.ts";

/** A channel to a thread, for Web Workers and Node's worker threads. Messages are copied, listed buffers are moved. */
export interface Port {
  post(message: unknown, moved: ArrayBufferLike[]): void;
  onMessage(listen: (message: unknown) => void): void;
  /** Calls `listen` once, when the thread at the other end has died. */
  onFailure(listen: (reason: string) => void): void;
  close(): void;
}

/** What a replica can be asked. */
type Method = Exclude<keyof Replica, "close">;

/** A request to a replica: the call of a method. */
export type Question =
  | { readonly type: "begin"; readonly setup: unknown }
  | { readonly [M in Method]: { readonly type: M; readonly args: Parameters<Replica[M]> } }[Method];

/** An answer of a replica, one message per request, in order. */
export type Answer =
  | { readonly type: "answered"; readonly value?: unknown }
  | { readonly type: "failed"; readonly message: string };

/**
 * A replica in another thread, started with a setup for its `serveReplica`. Its methods reject with a QuestionError if the
 * thread could not compute something, and with another error once it has died.
 */
export async function remoteReplica(port: Port, setup: unknown): Promise<Replica> {
  const waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  let dead: Error | undefined;
  const die = (reason: string) => {
    dead = new Error(reason);
    for (const { reject } of waiting.splice(0)) reject(dead);
  };
  port.onFailure(die);
  port.onMessage((message) => waiting.shift()?.resolve(message as Answer));
  const request = async (question: Question): Promise<unknown> => {
    if (dead) throw dead;
    const answer = await new Promise<Answer>((resolve, reject) => {
      waiting.push({ resolve, reject });
      port.post(question, []);
    });
    if (answer.type === "failed") throw new QuestionError(answer.message);
    return answer.value;
  };
  const call =
    <M extends Method>(type: M) =>
    (...args: Parameters<Replica[M]>) =>
      request({ type, args } as Question) as ReturnType<Replica[M]>;
  try {
    await request({ type: "begin", setup });
  } catch (error) {
    port.close();
    throw error;
  }
  return {
    gradients: call("gradients"),
    forward: call("forward"),
    orthogonalize: call("orthogonalize"),
    answers: call("answers"),
    weights: call("weights"),
    probes: call("probes"),
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
  const valueFor = async (question: Question): Promise<unknown> => {
    if (question.type === "begin") {
      replica = await begin(question.setup);
      return undefined;
    }
    if (!replica) throw new Error("invalid question: the replica has not started");
    const method = replica[question.type] as (...args: readonly unknown[]) => Promise<unknown>;
    return method(...question.args);
  };
  const answer = async (question: Question): Promise<void> => {
    try {
      const value = await valueFor(question);
      port.post({ type: "answered", value } satisfies Answer, [...new Set(buffersIn(value))]);
    } catch (error) {
      port.post({ type: "failed", message: errorMessage(error) } satisfies Answer, []);
    }
  };
  port.onMessage((message) => {
    turn = turn.then(() => answer(message as Question));
  });
}

/** The memory of every array in an answer. */
function buffersIn(value: unknown): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return [value.buffer];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}
