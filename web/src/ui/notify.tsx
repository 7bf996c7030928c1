// notify.tsx: short notices at the edge of the screen: something was done (with Undo), or refused (with why).
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { sentence } from "@/lib/errors";
import { t } from "@/lib/i18n";

let count = 0;

export function notify_done(message: string, undo?: () => void): void {
  count += 1;
  const id = `done-${count}`;
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
  notifications.show({ id, message: with_undo ?? message, autoClose: undo ? 10_000 : 4000, color: "green" });
}

export function notify_problem(title: string, error: unknown): void {
  notify_text(title, sentence(error));
}

export function notify_text(title: string, message: string): void {
  notifications.show({ title, message, autoClose: 9000, color: "red" });
}
