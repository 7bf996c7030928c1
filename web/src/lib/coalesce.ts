// coalesce.ts: one piece of work for many calls: it runs a moment after the first, never twice at once, and always once after the last.

export function coalesce(work: () => Promise<unknown>, delay_ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let is_running = false;
  let is_wanted = false;

  const run = async () => {
    timer = undefined;
    is_running = true;
    is_wanted = false;
    // What fails says so where its answer is shown; here only its end counts.
    await work().catch(() => undefined);
    is_running = false;
    if (is_wanted) start();
  };
  const start = () => (timer = setTimeout(() => void run(), delay_ms));

  return () => {
    is_wanted = true;
    if (!is_running && timer === undefined) start();
  };
}
