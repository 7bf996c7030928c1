// coalesce.ts: one piece of work for many calls: it runs a moment after the first, never twice at once, and always once after the last.

/** Work that takes long is done more rarely, so that a stream of news keeps it busy for a tenth of the time at most. */
const REST = 9;

export function coalesce(work: () => Promise<unknown>, delay_ms: number, now = () => performance.now()): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let is_running = false;
  let is_wanted = false;
  let rest_until = 0;

  const run = async () => {
    timer = undefined;
    is_running = true;
    is_wanted = false;
    const began = now();
    // What fails says so where its answer is shown; here only its end counts.
    await work().catch(() => undefined);
    rest_until = now() + REST * (now() - began);
    is_running = false;
    if (is_wanted) start();
  };
  const start = () => (timer = setTimeout(() => void run(), Math.max(delay_ms, rest_until - now())));

  return () => {
    is_wanted = true;
    if (!is_running && timer === undefined) start();
  };
}
