// filter_words.ts: a filter as a person would say it.
import { t } from "@/lib/i18n";
import { parse_filter } from "./filter_text";
import type { SheetColumn } from "./types";

export function filter_words<Row>(column: SheetColumn<Row>, text: string): string {
  const { operator, values } = parse_filter(text);
  const name = (value: string) => {
    if (column.kind === "yes_no") return value === "true" ? t("common.yes") : t("common.no");
    if (column.kind === "money" && value !== "") return String(Number(value) / 100);
    return column.states?.find((state) => state.value === value)?.label ?? value.replace(/T00:00:00(\.000)?Z$/, "");
  };
  const named = values.map(name);
  switch (operator) {
    case "null":
      return t("sheet.words.empty");
    case "not_null":
      return t("sheet.words.filled");
    case "any_of":
    case "is":
      return named.join(", ");
    case "between":
      return `${named[0]} – ${named[1]}`;
    default:
      return t(`sheet.words.${operator}`, { value: named[0] });
  }
}
