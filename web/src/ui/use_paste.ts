// use_paste.ts: text pasted anywhere on a page, but not into a field or a dialog.
import { useEffect, useEffectEvent } from "react";

const TAKES_IT_ITSELF = "input, textarea, [contenteditable], [role=dialog]";

/** `on_text` undefined: what is pasted is left alone. */
export function usePaste(on_text: ((text: string) => void) | undefined): void {
  const handle = useEffectEvent((event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const is_taken = event.defaultPrevented || (event.target instanceof Element && event.target.closest(TAKES_IT_ITSELF) !== null);
    if (on_text === undefined || is_taken || text.trim() === "") return;
    event.preventDefault();
    on_text(text);
  });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => handle(event);
    document.addEventListener("paste", listener);
    return () => document.removeEventListener("paste", listener);
  }, []);
}
