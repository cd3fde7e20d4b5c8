/** A message handler that handles messages one after another: tfjs cannot start two engines at the same time. */
export function serialHandler<T>(handle: (data: T) => Promise<void>): (event: MessageEvent<T>) => void {
  let turn: Promise<void> = Promise.resolve();
  return ({ data }) => {
    turn = turn.then(() => handle(data));
  };
}
