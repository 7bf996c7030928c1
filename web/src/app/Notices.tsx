// Notices.tsx: where short notices appear.
import "@mantine/notifications/styles.css";
import { Notifications } from "@mantine/notifications";

export default function Notices() {
  return <Notifications position="bottom-right" containerWidth={380} />;
}
