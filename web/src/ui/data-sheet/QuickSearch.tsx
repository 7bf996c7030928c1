// QuickSearch.tsx: the search field of a grid; asks a moment after the last key.
import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

const DELAY_MS = 220;

export function QuickSearch({ value, on_change }: { value: string; on_change: (value: string) => void }) {
  const { t } = useTranslation();
  const [draft, set_draft] = useState({ text: value, of: value });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // A search that changed elsewhere (the address, a saved view) replaces what stands in the field.
  const text = draft.of === value ? draft.text : value;
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: string, delay_ms: number) => {
    set_draft({ text: next, of: value });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => on_change(next.trim()), delay_ms);
  };
  return (
    <TextInput
      size="xs"
      w={220}
      value={text}
      type="search"
      aria-label={t("sheet.search")}
      placeholder={t("sheet.search")}
      leftSection={<IconSearch size={14} stroke={1.700} />}
      rightSection={text === "" ? null : <CloseButton size="xs" aria-label={t("sheet.clear_search")} onClick={() => change("", 0)} />}
      onChange={(event) => change(event.currentTarget.value, DELAY_MS)}
      onKeyDown={(event) => (event.key === "Enter" ? change(text, 0) : undefined)}
    />
  );
}
