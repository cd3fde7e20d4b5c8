/** Makes a picture, away from the page, and gives what puts it there. */
export type DrawTask = () => () => void;

const MS_A_FRAME = 3; // of drawing: what the browser makes of the drawn takes as long again, and a training takes the cores

const waiting = new Set<DrawTask>();
let under = false; // a picture is on its way
let spent = 0; // ms of drawing since the last frame

/**
 * Draws before the next frame, or a later one: some milliseconds of drawing a frame, at least one picture, each once. A
 * picture is made in a task of its own, and shown at the frame after it, so that neither holds up what a person does.
 */
export function scheduleDraw(draw: DrawTask): void {
  waiting.add(draw);
  if (under) return;
  under = true;
  setTimeout(drawWaiting);
}

/** Draws immediately if the frame budget allows, otherwise schedules it. */
export function drawIfIdle(draw: DrawTask): void {
  if (spent >= MS_A_FRAME) {
    scheduleDraw(draw);
    return;
  }
  if (spent === 0)
    requestAnimationFrame(() => {
      spent = 0;
    });
  timed(draw)();
}

/** Cancels a scheduled drawing. */
export function cancelDraw(draw: DrawTask): void {
  waiting.delete(draw);
}

function drawWaiting(): void {
  const show: (() => void)[] = [];
  spent = 0;
  for (const draw of waiting) {
    waiting.delete(draw);
    show.push(timed(draw));
    if (spent >= MS_A_FRAME) break;
  }
  requestAnimationFrame(() => {
    for (const each of show) each();
    spent = 0;
    under = waiting.size > 0;
    if (under) setTimeout(drawWaiting);
  });
}

function timed<T>(draw: () => T): T {
  const start = performance.now();
  const drawn = draw();
  spent += performance.now() - start;
  return drawn;
}
