// notify.ts: short notices at the edge of the screen: something was done (with Undo), or refused (with why).
import { notifications } from "@mantine/notifications";
import { sentence } from "@/lib/errors";

export function notify_done(message: string): void {
  notifications.show({ message, autoClose: 4000, color: "green" });
}

export function notify_problem(title: string, error: unknown): void {
  notifications.show({ title, message: sentence(error), autoClose: 9000, color: "red" });
}

export function notify_text(title: string, message: string): void {
  notifications.show({ title, message, autoClose: 9000, color: "red" });
}
