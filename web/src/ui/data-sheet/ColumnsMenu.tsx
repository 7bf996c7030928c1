// ColumnsMenu.tsx: which columns are shown, and back to the standard.
import { ActionIcon, Button, Checkbox, Popover, Stack, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconColumns3 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { is_hidden, ordered, set_hidden, type SheetLayout } from "./layout";
import type { SheetColumn } from "./types";

interface ColumnsMenuProps<Row> {
  columns: SheetColumn<Row>[];
  layout: SheetLayout;
  set_layout: (layout: SheetLayout) => void;
}

export function ColumnsMenu<Row>({ columns, layout, set_layout }: ColumnsMenuProps<Row>) {
  const { t } = useTranslation();
  const [is_shown, { open, close }] = useDisclosure();
  return (
    <Popover position="bottom-end" onOpen={open} onClose={close} trapFocus>
      <Popover.Target>
        <Tooltip disabled={is_shown} label={t("sheet.columns")}>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("sheet.columns")}>
            <IconColumns3 size={16} stroke={1.600} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <Stack gap={8} mah={420} style={{ overflowY: "auto" }}>
          {ordered(columns, layout).map((column) => (
            <Checkbox
              key={column.key}
              size="xs"
              label={column.title}
              checked={!is_hidden(column, layout)}
              onChange={(event) => set_layout(set_hidden(columns, layout, column.key, !event.currentTarget.checked))}
            />
          ))}
        </Stack>
        <Button mt={10} fullWidth variant="default" size="compact-xs" onClick={() => set_layout({})}>
          {t("sheet.reset_columns")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
