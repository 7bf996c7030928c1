// notify.tsx: short notices at the edge of the screen: something was done (with Undo), or refused (with why).
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { sentence } from "@/lib/errors";
import { t } from "@/lib/i18n";

let count = 0;

interface Notice {
  title?: string;
  message: string;
  color: "green" | "red";
  stays_ms: number;
  undo?: () => void;
}

const UNDO_MS = 10_000;

function show({ title, message, color, stays_ms, undo }: Notice): void {
  count += 1;
  const id = `notice-${count}`;
  const take_back = () => {
    notifications.hide(id);
    undo?.();
  };
  const with_undo = undo && (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <span>{message}</span>
      <Button variant="subtle" size="compact-xs" onClick={take_back}>
        {t("common.undo")}
      </Button>
    </Group>
  );
  notifications.show({ id, title, message: with_undo ?? message, autoClose: undo ? Math.max(UNDO_MS, stays_ms) : stays_ms, color });
}

export const notify_done = (message: string, undo?: () => void) => show({ message, color: "green", stays_ms: 4000, undo });

/** Something was refused, wholly or in part: what was done can still be undone. */
export const notify_text = (title: string, message: string, undo?: () => void) => show({ title, message, color: "red", stays_ms: 9000, undo });

export const notify_problem = (title: string, error: unknown) => notify_text(title, sentence(error));
