// WorkspaceMenu.tsx: which workspace this is, and the others of this person.
import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { switch_workspace } from "../session_guard";
import { useSession } from "../use_session";
import { WorkspaceName } from "./WorkspaceName";
import classes from "./WorkspaceMenu.module.css";

export default function WorkspaceMenu() {
  const { t } = useTranslation();
  const { workspace, workspaces } = useSession();
  if (workspace === undefined) return null;
  if (workspaces.length < 2) return <WorkspaceName />;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={`${t("shell.workspace.switch")}: ${workspace.name}`}>
          <WorkspaceName />
          <IconSelector size={14} stroke={1.600} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("shell.workspace.label")}</Menu.Label>
        {workspaces.map((entry) => (
          <Menu.Item
            key={entry.id}
            onClick={() => switch_workspace(entry.id)}
            rightSection={entry.id === workspace.id ? <IconCheck size={14} /> : null}
          >
            {entry.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
