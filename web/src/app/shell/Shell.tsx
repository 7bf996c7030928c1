// Shell.tsx: the frame around every page: navigation on the left, the bar on top.
import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../use_session";
import { PagePending } from "../page_states";
import { LostConnection } from "./LostConnection";
import { SideNav } from "./SideNav";
import classes from "./Shell.module.css";
import { TopBar } from "./TopBar";

const NavDrawer = lazy(() => import("./NavDrawer"));
const CommandPalette = lazy(() => import("./CommandPalette"));

export function Shell() {
  const { t } = useTranslation();
  const { is_demo } = useSession();
  const [is_narrow, set_narrow] = useLocalStorage({ key: "roost.nav.narrow", defaultValue: false });
  const [drawer_open, drawer] = useDisclosure(false);
  return (
    <div className={classes.shell} data-narrow={is_narrow || undefined}>
      <a className={classes.skip} href="#content">
        {t("shell.skip")}
      </a>
      <div className={classes.side}>
        <SideNav is_narrow={is_narrow} on_toggle={() => set_narrow(!is_narrow)} />
      </div>
      <Suspense>{drawer_open && <NavDrawer on_close={drawer.close} />}</Suspense>
      <TopBar on_menu={drawer.open} />
      <main id="content" className={classes.main} tabIndex={-1}>
        <LostConnection />
        {is_demo && <p className={classes.band}>{t("shell.demo")}</p>}
        <Suspense fallback={<PagePending />}>
          <Outlet />
        </Suspense>
      </main>
      <Suspense>
        <CommandPalette />
      </Suspense>
    </div>
  );
}
