// FilterEditor.tsx: the filter of one column, by its type.
import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FilterOperator, format_filter, parse_filter } from "./filter_text";
import { StateFilter } from "./StateFilter";
import type { SheetColumn } from "./types";

interface FilterEditorProps<Row> {
  column: SheetColumn<Row>;
  text: string;
  apply: (text: string | null) => void;
}

const TEXT_OPERATORS = ["contains", "starts", "is", "ne", "null", "not_null"] as const;
const ORDER_OPERATORS = ["between", "is", "gte", "lte", "null", "not_null"] as const;

function to_server<Row>(column: SheetColumn<Row>, value: string): string {
  if (value === "") return "";
  if (column.kind === "time") return `${value}T00:00:00Z`;
  if (column.kind === "money") return String(Math.round(Number(value) * 100));
  return value.trim();
}

function to_field<Row>(column: SheetColumn<Row>, value: string): string {
  if (column.kind === "time") return value.slice(0, 10);
  if (column.kind === "money" && value !== "") return String(Number(value) / 100);
  return value;
}

export function FilterEditor<Row>(props: FilterEditorProps<Row>) {
  const { column } = props;
  if (column.states || column.kind === "yes_no") return <StateFilter {...props} />;
  return <ValueFilter {...props} />;
}

function ValueFilter<Row>({ column, text, apply }: FilterEditorProps<Row>) {
  const { t } = useTranslation();
  const operators: readonly FilterOperator[] = column.kind === "text" ? TEXT_OPERATORS : ORDER_OPERATORS;
  const parsed = parse_filter(text);
  const first = text === "" || !operators.includes(parsed.operator) ? (operators[0] ?? "is") : parsed.operator;
  const [operator, set_operator] = useState<FilterOperator>(first);
  const [values, set_values] = useState(() => parsed.values.map((value) => to_field(column, value)));
  const type = column.kind === "time" ? "date" : column.kind === "text" ? "text" : "number";
  const fields = operator === "null" || operator === "not_null" ? 0 : operator === "between" ? 2 : 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const written = format_filter({ operator, values: values.map((value) => to_server(column, value)) });
    apply(written === "" ? null : written);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={8} w={230}>
        <NativeSelect
          size="xs"
          aria-label={t("sheet.condition")}
          value={operator}
          onChange={(event) => set_operator(event.currentTarget.value as FilterOperator)}
          data={operators.map((value) => ({ value, label: t(`sheet.operator.${value}`) }))}
        />
        {Array.from({ length: fields }, (_, index) => (
          <TextInput
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            size="xs"
            type={type}
            step="any"
            data-autofocus={index === 0 || undefined}
            aria-label={fields === 2 ? t(index === 0 ? "sheet.from" : "sheet.to") : t("sheet.value")}
            value={values[index] ?? ""}
            onChange={(event) => {
              const next = [...values];
              next[index] = event.currentTarget.value;
              set_values(next.map((value) => value ?? ""));
            }}
          />
        ))}
        <Group justify="flex-end" gap={6}>
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => apply(null)}>
            {t("sheet.clear")}
          </Button>
          <Button type="submit" size="compact-xs">
            {t("sheet.apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
