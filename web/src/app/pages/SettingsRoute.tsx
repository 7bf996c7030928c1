// SettingsRoute.tsx: the settings of the chosen workspace.
import { SettingsPage } from "@/features/identity/settings/SettingsPage";
import { useSession } from "../use_session";

export function SettingsRoute() {
  const { workspace } = useSession();
  return <SettingsPage name={workspace?.name ?? ""} />;
}
