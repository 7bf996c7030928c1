// fill.ts: what dragging the fill handle writes: numbers in equal steps go on, everything else repeats.
function as_numbers(texts: readonly string[]): number[] | null {
  if (texts.length < 2) return null;
  const numbers = texts.map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  return numbers.every(Number.isFinite) ? numbers : null;
}

function equal_step(numbers: readonly number[]): number | null {
  const step = (numbers[1] ?? 0) - (numbers[0] ?? 0);
  const regular = numbers.every((n, i) => i === 0 || Math.abs(n - (numbers[i - 1] ?? 0) - step) < 1e-9);
  return regular ? step : null;
}

/** `count` texts that follow `pattern`; with `backwards` they stand before it, nearest first. */
export function continue_pattern(pattern: readonly string[], count: number, backwards = false): string[] {
  const numbers = as_numbers(pattern);
  const step = numbers === null ? null : equal_step(numbers);
  const filled: string[] = [];
  for (let i = 0; i < count; i += 1) {
    if (numbers !== null && step !== null) {
      const edge = backwards ? (numbers[0] ?? 0) : (numbers.at(-1) ?? 0);
      const value = edge + (backwards ? -1 : 1) * step * (i + 1);
      filled.push(String(Number(value.toPrecision(12))));
    } else {
      const place = i % pattern.length;
      filled.push(pattern[backwards ? pattern.length - 1 - place : place] ?? "");
    }
  }
  return filled;
}
