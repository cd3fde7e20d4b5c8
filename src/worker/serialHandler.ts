/** A handler of messages that takes each once the one before is done: tfjs does not bear two engines started at once. */
export function serialHandler<T>(take: (data: T) => Promise<void>): (event: MessageEvent<T>) => void {
  let turn: Promise<void> = Promise.resolve();
  return ({ data }) => {
    turn = turn.then(() => take(data));
  };
}
