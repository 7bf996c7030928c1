// commands.tsx: what the palette offers this person.
import { useMantineColorScheme } from "@mantine/core";
import type { SpotlightActionData, SpotlightActionGroupData } from "@mantine/spotlight";
import { IconArrowRight, IconBolt } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/lib/paths";
import { useDensity } from "@/ui/density";
import { useLogOut } from "../use_log_out";
import { useSession } from "../use_session";
import { NAV } from "./nav";

export function useCommands(): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const [density, set_density] = useDensity();
  const log_out = useLogOut();
  const go = (href: string) => () => void navigate({ href });

  const action = (id: string, label: string, run: () => void): SpotlightActionData => ({
    id, label, onClick: run, leftSection: <IconBolt size={16} stroke={1.500} aria-hidden />,
  });
  const pages = NAV.filter((entry) => entry.right === undefined || may(entry.right)).map((entry) => ({
    id: entry.key,
    label: t(`shell.nav.${entry.key}`),
    onClick: go(entry.to),
    leftSection: <entry.icon size={16} stroke={1.500} aria-hidden />,
    rightSection: <IconArrowRight size={13} aria-hidden />,
  }));
  const changes = [
    action("import_accounts", t("shell.palette.import_accounts"), go(paths.account_import())),
    action("import_proxies", t("shell.palette.import_proxies"), go(paths.proxy_import())),
    action("new_model", t("shell.palette.new_model"), go(`${paths.models()}?new=1`)),
    action("new_bot", t("shell.palette.new_bot"), go(`${paths.bots()}?new=1`)),
  ];
  const invite = [action("invite", t("shell.palette.invite"), go(`${paths.team()}?new=1`))];
  const always = [
    action("light", t("shell.palette.theme_light"), () => setColorScheme("light")),
    action("dark", t("shell.palette.theme_dark"), () => setColorScheme("dark")),
    action("system", t("shell.palette.theme_system"), () => setColorScheme("auto")),
    action("density", t("shell.palette.density"), () => set_density(density === "compact" ? "comfortable" : "compact")),
    action("log_out", t("shell.palette.log_out"), () => void log_out()),
  ];
  const actions = [...(may("change") ? changes : []), ...(may("members") ? invite : []), ...always];
  return [
    { group: t("shell.palette.pages"), actions: pages },
    { group: t("shell.palette.actions"), actions },
  ];
}
