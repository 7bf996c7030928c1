// ViewsMenu.tsx: saved views: a query and a layout under a name, own or shared with the workspace.
import { ActionIcon, Button, Checkbox, CloseButton, Popover, Stack, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBookmark, IconUsers } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useViews } from "@/api/views";
import { notify_problem } from "../notify";
import type { ViewDefinition } from "./layout";
import classes from "./ViewsMenu.module.css";

interface ViewsMenuProps {
  list: string;
  current: ViewDefinition;
  open: (view: ViewDefinition) => void;
}

export function ViewsMenu(props: ViewsMenuProps) {
  const { t } = useTranslation();
  const [is_shown, { open, close }] = useDisclosure();
  return (
    <Popover position="bottom-end" onOpen={open} onClose={close} width={280} trapFocus>
      <Popover.Target>
        <Tooltip disabled={is_shown} label={t("sheet.views")}>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("sheet.views")}>
            <IconBookmark size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <Views {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Views({ list, current, open }: ViewsMenuProps) {
  const { t } = useTranslation();
  const { views, save, remove } = useViews(list);
  const [name, set_name] = useState("");
  const [shared, set_shared] = useState(false);
  const failed = (error: unknown) => notify_problem(t("sheet.views"), error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(name.trim(), shared, { ...current }).then(() => set_name(""), failed);
  };
  return (
    <>
      <Stack gap={2}>
        {views.length === 0 && (
          <Text size="xs" c="dimmed">
            {t("sheet.no_views")}
          </Text>
        )}
        {views.map((view) => (
          <div key={view.id} className={classes.view}>
            <UnstyledButton className={classes.name} onClick={() => open(view.definition as unknown as ViewDefinition)}>
              {view.name}
            </UnstyledButton>
            {view.shared && <IconUsers size={13} aria-label={t("sheet.shared_view")} />}
            {view.own && (
              <CloseButton
                size="xs"
                aria-label={t("sheet.delete_view", { name: view.name })}
                onClick={() => void remove(view.id).catch(failed)}
              />
            )}
          </div>
        ))}
      </Stack>
      <form onSubmit={submit}>
        <Stack gap={8} mt={10}>
          <TextInput
            size="xs"
            maxLength={60}
            aria-label={t("sheet.view_name")}
            placeholder={t("sheet.view_name")}
            value={name}
            onChange={(event) => set_name(event.currentTarget.value)}
          />
          <Checkbox size="xs" label={t("sheet.share_view")} checked={shared} onChange={(event) => set_shared(event.currentTarget.checked)} />
          <Button type="submit" size="compact-xs" disabled={name.trim() === ""}>
            {t("sheet.save_view")}
          </Button>
        </Stack>
      </form>
    </>
  );
}
