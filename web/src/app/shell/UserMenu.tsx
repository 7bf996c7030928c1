// UserMenu.tsx: the person: theme, row density, API reference, log out.
import { Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconBook2, IconLogout } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDensity } from "@/ui/density";
import type { Density } from "@/ui/tokens";
import { useLogOut } from "../use_log_out";
import { useSession } from "../use_session";
import classes from "./UserMenu.module.css";

function Choice<Value extends string>(props: { label: string; value: Value; values: [Value, string][]; on_pick: (value: Value) => void }) {
  return (
    <div className={classes.choice}>
      <span>{props.label}</span>
      <SegmentedControl
        size="xs"
        aria-label={props.label}
        value={props.value}
        onChange={(value) => props.on_pick(value as Value)}
        data={props.values.map(([value, label]) => ({ value, label }))}
      />
    </div>
  );
}

export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, set_density] = useDensity();
  const log_out = useLogOut();
  const themes: [typeof colorScheme, string][] = [
    ["light", t("shell.user.light")], ["dark", t("shell.user.dark")], ["auto", t("shell.user.system")],
  ];
  const densities: [Density, string][] = [
    ["compact", t("shell.user.compact")], ["comfortable", t("shell.user.comfortable")],
  ];
  return (
    <Menu position="bottom-end" width={290}>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={`${t("shell.user.label")}: ${user.name}`}>
          {user.name.trim().slice(0, 1).toUpperCase() || "?"}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.person}>
          <Text size="sm" fw={600} truncate>{user.name}</Text>
          <Text size="xs" c="dimmed" truncate>{user.email}</Text>
        </div>
        <Menu.Divider />
        <Choice label={t("shell.user.theme")} value={colorScheme} values={themes} on_pick={setColorScheme} />
        <Choice label={t("shell.user.density")} value={density} values={densities} on_pick={set_density} />
        <Menu.Divider />
        <Menu.Item component="a" href="/api/docs" target="_blank" leftSection={<IconBook2 size={15} stroke={1.600} />}>
          {t("shell.user.api")}
        </Menu.Item>
        <Menu.Item onClick={log_out} leftSection={<IconLogout size={15} stroke={1.600} />}>
          {t("shell.user.log_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
