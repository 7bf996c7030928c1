// MappingTable.tsx: the first lines of the file, and above each column what it is taken for.
import { NativeSelect, ScrollArea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./MappingTable.module.css";
import type { Preview } from "./queries";

interface MappingTableProps {
  preview: Preview;
  columns: string[];
  set_columns: (columns: string[]) => void;
}

const SKIP = "-";
const KNOWN = ["username", "password", "email"];

export function MappingTable({ preview, columns, set_columns }: MappingTableProps) {
  const { t } = useTranslation();
  const choices = (index: number) => {
    const own = preview.columns[index] ?? "";
    const extra = own === "" || own === SKIP || KNOWN.includes(own) ? `extra_${index + 1}` : own;
    return [...KNOWN, extra].map((name) => ({ value: name, label: name })).concat({ value: SKIP, label: t("accounts.importing.skip") });
  };
  const pick = (index: number, name: string) => {
    // A name belongs to one column: taking it leaves the column that had it skipped.
    set_columns(columns.map((old, place) => (place === index ? name : old === name && name !== SKIP ? SKIP : old)));
  };
  return (
    <ScrollArea className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("accounts.importing.line")}</th>
            {columns.map((name, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <th key={index} scope="col">
                <NativeSelect
                  size="xs"
                  aria-label={t("accounts.importing.column", { n: index + 1 })}
                  value={name}
                  onChange={(event) => pick(index, event.currentTarget.value)}
                  data={choices(index)}
                />
              </th>
            ))}
            <th scope="col">{t("accounts.importing.problem")}</th>
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <tr key={row.line} data-bad={row.code !== null || undefined}>
              <td className="tabular">{row.line}</td>
              {columns.map((name, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={index} data-skipped={name === SKIP || undefined}>
                  {row.fields[index] ?? ""}
                </td>
              ))}
              <td className={classes.problem}>{row.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
