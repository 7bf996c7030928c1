// bulk_notice.ts: what came of a change over many rows, in a sentence.
import type { BulkResult } from "@/api/types";
import { format_number } from "@/lib/format";
import { t } from "@/lib/i18n";
import { notify_done, notify_text } from "./notify";

export function notify_bulk(title: string, result: BulkResult | null, undo?: (() => void) | null): void {
  if (result === null) {
    notify_done(t("common.bulk.as_job", { title }));
    return;
  }
  const changed = t("common.bulk.changed", { count: result.changed, number: format_number(result.changed) });
  if (result.refused === 0) {
    notify_done(`${title}: ${changed}`, result.changed > 0 && undo ? undo : undefined);
    return;
  }
  const reason = result.refused_items[0]?.message ?? "";
  const refused = t("common.bulk.refused", { count: result.refused, number: format_number(result.refused), reason });
  notify_text(title, `${changed} ${refused}`, result.changed > 0 && undo ? undo : undefined);
}
