// SideNav.tsx: the left navigation; entries a role has not are absent.
import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Logo } from "@/ui/Logo";
import { useSession } from "../use_session";
import { NAV, type NavEntry } from "./nav";
import { NavCount } from "./NavCount";
import classes from "./SideNav.module.css";

interface SideNavProps {
  is_narrow: boolean;
  on_toggle?: () => void;
  on_pick?: () => void;
}

function Entry({ entry, is_narrow, on_pick }: { entry: NavEntry; is_narrow: boolean; on_pick?: () => void }) {
  const { t } = useTranslation();
  const name = t(`shell.nav.${entry.key}`);
  const Icon = entry.icon;
  return (
    <Tooltip label={name} position="right" disabled={!is_narrow} openDelay={100}>
      <Link to={entry.to} className={classes.entry} activeOptions={{ exact: entry.to === "/" }} onClick={on_pick} aria-label={name}>
        <Icon size={17} stroke={1.600} aria-hidden />
        {!is_narrow && <span className={classes.name}>{name}</span>}
        {!is_narrow && <NavCount entry={entry.key} />}
      </Link>
    </Tooltip>
  );
}

export function SideNav({ is_narrow, on_toggle, on_pick }: SideNavProps) {
  const { t } = useTranslation();
  const { may } = useSession();
  const entries = NAV.filter((entry) => entry.right === undefined || may(entry.right));
  const list = (foot: boolean) =>
    entries
      .filter((entry) => (entry.foot ?? false) === foot)
      .map((entry) => <Entry key={entry.key} entry={entry} is_narrow={is_narrow} on_pick={on_pick} />);
  const toggle_name = is_narrow ? t("shell.nav.expand") : t("shell.nav.collapse");
  const ToggleIcon = is_narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes.nav} data-narrow={is_narrow || undefined} aria-label={t("shell.nav.label")}>
      <div className={classes.brand}>
        <Logo />
        {!is_narrow && <span>Roost</span>}
      </div>
      <div className={classes.list}>{list(false)}</div>
      <div className={classes.foot}>{list(true)}</div>
      {on_toggle && (
        <Tooltip label={toggle_name} position="right">
          <UnstyledButton className={classes.toggle} onClick={on_toggle} aria-label={toggle_name}>
            <ToggleIcon size={16} stroke={1.500} aria-hidden />
          </UnstyledButton>
        </Tooltip>
      )}
    </nav>
  );
}
