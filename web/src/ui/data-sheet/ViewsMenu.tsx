// ViewsMenu.tsx: saved views: a query and a layout under a name.
import { ActionIcon, Button, CloseButton, Group, Popover, Stack, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SheetQuery } from "./types";
import type { useSheetLayout } from "./use_sheet_layout";
import classes from "./ViewsMenu.module.css";

interface ViewsMenuProps {
  layout: Pick<ReturnType<typeof useSheetLayout>, "views" | "layout" | "save_view" | "delete_view" | "open_view">;
  query: SheetQuery;
}

export function ViewsMenu({ layout, query }: ViewsMenuProps) {
  const { t } = useTranslation();
  const [name, set_name] = useState("");
  const save = (event: FormEvent) => {
    event.preventDefault();
    const id = name.trim();
    if (id === "") return;
    layout.save_view({ id, name: id, query, layout: layout.layout });
    set_name("");
  };
  return (
    <Popover position="bottom-end" width={270} trapFocus>
      <Popover.Target>
        <Tooltip label={t("sheet.views")}>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("sheet.views")}>
            <IconBookmark size={16} stroke={1.600} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <Stack gap={4}>
          {layout.views.length === 0 && (
            <Text size="xs" c="dimmed">
              {t("sheet.no_views")}
            </Text>
          )}
          {layout.views.map((view) => (
            <div key={view.id} className={classes.view}>
              <UnstyledButton className={classes.name} onClick={() => layout.open_view(view)}>
                {view.name}
              </UnstyledButton>
              <CloseButton size="xs" aria-label={t("sheet.delete_view", { name: view.name })} onClick={() => layout.delete_view(view.id)} />
            </div>
          ))}
        </Stack>
        <form onSubmit={save}>
          <Group gap={6} mt={10} wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              maxLength={60}
              aria-label={t("sheet.view_name")}
              placeholder={t("sheet.view_name")}
              value={name}
              onChange={(event) => set_name(event.currentTarget.value)}
            />
            <Button type="submit" size="xs" disabled={name.trim() === ""}>
              {t("common.save")}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
