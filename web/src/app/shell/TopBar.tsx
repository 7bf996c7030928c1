// TopBar.tsx: workspace, search and commands, live dot, jobs, notices, the person.
import { ActionIcon, Kbd, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { mod_key } from "@/ui/hotkeys";
import { LiveDot } from "./LiveDot";
import classes from "./TopBar.module.css";
import { WorkspaceName } from "./WorkspaceName";

const WorkspaceMenu = lazy(() => import("./WorkspaceMenu"));
const TopBarMenus = lazy(() => import("./TopBarMenus"));

const open_palette = () => void import("@mantine/spotlight").then(({ spotlight }) => spotlight.open());

export function TopBar({ on_menu }: { on_menu: () => void }) {
  const { t } = useTranslation();
  // Here and not in the palette: the keys work before the palette has been loaded.
  useHotkeys([["mod+K", open_palette]], []);
  return (
    <header className={classes.bar}>
      <ActionIcon className={classes.menu} variant="subtle" color="gray" size="lg" onClick={on_menu} aria-label={t("shell.nav.open")}>
        <IconMenu2 size={19} stroke={1.600} />
      </ActionIcon>
      <Suspense fallback={<WorkspaceName />}>
        <WorkspaceMenu />
      </Suspense>
      <UnstyledButton className={classes.search} onClick={open_palette} aria-label={t("shell.palette.open")}>
        <IconSearch size={15} stroke={1.700} aria-hidden />
        <span className={classes.search_text}>{t("shell.palette.open")}</span>
        <Kbd className={classes.keys} size="xs">
          {mod_key} K
        </Kbd>
      </UnstyledButton>
      <div className={classes.right}>
        <LiveDot />
        <Suspense fallback={<span className={classes.menus_space} />}>
          <TopBarMenus />
        </Suspense>
      </div>
    </header>
  );
}
