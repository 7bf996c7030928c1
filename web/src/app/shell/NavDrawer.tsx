// NavDrawer.tsx: the navigation on a phone.
import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SideNav } from "./SideNav";

export default function NavDrawer({ on_close }: { on_close: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={on_close} size={264} withCloseButton={false} padding={0} aria-label={t("shell.nav.label")}>
      <SideNav is_narrow={false} on_pick={on_close} />
    </Drawer>
  );
}
