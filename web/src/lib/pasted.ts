// pasted.ts: lines on their way from a list to the import that takes them; kept in memory only, as there may be passwords among them.
let held: string | null = null;

export function hold_pasted(text: string): void {
  held = text;
}

/** Null when nothing was handed over, or it was already taken. */
export function take_pasted(): string | null {
  const text = held;
  held = null;
  return text;
}
