// UndoMenu.tsx: the changes of the last 24 hours, each to be undone or done again, also after a reload.
import { ActionIcon, Button, Popover, ScrollArea, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { RelativeTime } from "@/ui/RelativeTime";
import { undos_query } from "./queries";
import classes from "./UndoMenu.module.css";
import type { AccountActions } from "./use_account_actions";

function Undos({ undo }: Pick<AccountActions, "undo">) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...undos_query(), staleTime: 0 });
  if (data === undefined || data.items.length === 0) {
    return (
      <Text size="sm" c="dimmed" p={14}>
        {t("accounts.undo.none")}
      </Text>
    );
  }
  return data.items.map((entry) => (
    <div key={entry.id} className={classes.entry}>
      <div className={classes.words}>
        <strong>{entry.label}</strong>
        <span>
          {t("accounts.undo.accounts", { count: entry.accounts, number: format_number(entry.accounts) })} · {entry.actor} · <RelativeTime at={entry.created_at} />
        </span>
      </div>
      <Button variant="default" size="compact-xs" onClick={() => void undo(entry.id, entry.undone_at === null ? "undo" : "redo")}>
        {entry.undone_at === null ? t("common.undo") : t("common.redo")}
      </Button>
    </div>
  ));
}

export function UndoMenu({ undo }: Pick<AccountActions, "undo">) {
  const { t } = useTranslation();
  const [is_shown, { open, close }] = useDisclosure();
  return (
    <Popover position="bottom-end" onOpen={open} onClose={close} width={360} trapFocus>
      <Popover.Target>
        <Tooltip disabled={is_shown} label={t("accounts.undo.label")}>
          <ActionIcon variant="default" size={30} aria-label={t("accounts.undo.label")}>
            <IconHistory size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <ScrollArea.Autosize mah={400}>
          <Undos undo={undo} />
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
