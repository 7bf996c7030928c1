// CheckStep.tsx: the recognised file: fix the mapping, choose a model, check, attest, import.
import { Button, Checkbox, Group, NativeSelect, Paper, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { format_bytes, format_number } from "@/lib/format";
import type { StateOption } from "@/ui/data-sheet/types";
import { FormProblem } from "@/ui/FormProblem";
import { ImportResultView } from "./ImportResultView";
import { MappingTable } from "./MappingTable";
import type { Preview } from "./queries";
import type { ImportState } from "./use_import";

interface CheckStepProps {
  state: ImportState;
  preview: Preview;
  models: StateOption[];
  model_id: string | null;
}

const DELIMITERS = { ",": "comma", ";": "semicolon", ":": "colon", "|": "bar", "\t": "tab" } as const;
type Delimiter = keyof typeof DELIMITERS;

export function CheckStep({ state, preview, models, model_id }: CheckStepProps) {
  const { t } = useTranslation();
  const [model, set_model] = useState<string | null>(model_id);
  const [attest, set_attest] = useState(false);
  const columns = state.reading.columns?.split(",") ?? preview.columns;
  const delimiter_name = (text: string) => (text in DELIMITERS ? t(`accounts.importing.delimiters.${DELIMITERS[text as Delimiter]}`) : text);
  const start = (dry_run: boolean) => state.start.mutate({ dry_run, attest, model_id: model === null ? null : Number(model) });
  const checked = state.is_dry_run && state.result !== null ? state.result : null;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="end">
        <Text size="sm" c="dimmed">
          {t("accounts.importing.recognised", {
            name: preview.file_name,
            size: format_bytes(preview.bytes),
            encoding: preview.encoding.toUpperCase().replace("UTF", "UTF-"),
            delimiter: delimiter_name(preview.delimiter).toLowerCase(),
            header: preview.header ? t("accounts.importing.header") : t("accounts.importing.no_header"),
          })}
        </Text>
        <Group gap="xs">
          <NativeSelect
            size="xs"
            aria-label={t("accounts.importing.delimiter")}
            value={preview.delimiter}
            onChange={(event) => state.set_reading({ delimiter: event.currentTarget.value, columns: undefined })}
            data={Object.keys(DELIMITERS).map((value) => ({ value, label: delimiter_name(value) }))}
          />
          <Button variant="default" onClick={state.reset}>
            {t("accounts.importing.other_file")}
          </Button>
        </Group>
      </Group>
      <MappingTable preview={preview} columns={columns} set_columns={(next) => state.set_reading({ columns: next.join(",") })} />
      <Text size="xs" c="dimmed">
        {t("accounts.importing.first_rows")}
      </Text>
      <Select
        label={t("accounts.importing.model")}
        description={t("accounts.importing.model_hint")}
        placeholder={t("accounts.importing.no_model")}
        data={models.map(({ value, label }) => ({ value, label }))}
        value={model}
        onChange={set_model}
        searchable
        clearable
        maw={360}
      />
      <Checkbox
        label={t("accounts.importing.attest")}
        description={t("accounts.importing.attest_hint")}
        checked={attest}
        onChange={(event) => set_attest(event.currentTarget.checked)}
      />
      {checked && (
        <Paper withBorder p="md" bg="var(--r-sunken)">
          <ImportResultView result={checked} dry_run />
        </Paper>
      )}
      <FormProblem error={state.start.error} />
      <Group gap="xs">
        {!checked && (
          <Button disabled={!attest} loading={state.start.isPending && state.start.variables?.dry_run} onClick={() => start(true)}>
            {t("accounts.importing.check")}
          </Button>
        )}
        <Button
          variant={checked ? "filled" : "default"}
          loading={state.start.isPending && !state.start.variables?.dry_run}
          disabled={!attest || checked?.imported === 0}
          onClick={() => start(false)}
        >
          {checked ? t("accounts.importing.run", { count: checked.imported, number: format_number(checked.imported) }) : t("accounts.importing.run_plain")}
        </Button>
        {!attest && (
          <Text size="sm" c="dimmed">
            {t("accounts.importing.attest_first")}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
