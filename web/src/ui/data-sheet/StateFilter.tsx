// StateFilter.tsx: a filter by picking states, or yes and no.
import { Button, Checkbox, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ToneBadge } from "../ToneBadge";
import { parse_filter } from "./filter_text";
import type { SheetColumn, StateOption } from "./types";

interface StateFilterProps<Row> {
  column: SheetColumn<Row>;
  text: string;
  apply: (text: string | null) => void;
}

export function StateFilter<Row>({ column, text, apply }: StateFilterProps<Row>) {
  const { t } = useTranslation();
  const [chosen, set_chosen] = useState<string[]>(() => parse_filter(text).values);
  const options: StateOption[] = column.states ?? [
    { value: "true", label: t("common.yes"), tone: "blue" },
    { value: "false", label: t("common.no"), tone: "grey" },
  ];
  return (
    <Stack gap={10} w={210}>
      <Checkbox.Group value={chosen} onChange={set_chosen} aria-label={column.title}>
        <Stack gap={7} mah={300} style={{ overflowY: "auto" }}>
          {options.map((option) => (
            <Checkbox
              key={option.value}
              size="xs"
              value={option.value}
              label={column.plain ? option.label : <ToneBadge tone={option.tone}>{option.label}</ToneBadge>}
              styles={{ body: { alignItems: "center" } }}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Group justify="flex-end" gap={6}>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => apply(null)}>
          {t("sheet.clear")}
        </Button>
        <Button size="compact-xs" onClick={() => apply(chosen.length === 0 ? null : chosen.join(","))}>
          {t("sheet.apply")}
        </Button>
      </Group>
    </Stack>
  );
}
