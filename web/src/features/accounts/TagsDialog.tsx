// TagsDialog.tsx: adding and removing tags on many accounts at once.
import { TagsInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { FormDialog } from "@/ui/FormDialog";
import type { DialogProps } from "./use_account_actions";

export function TagsDialog({ count, close, send }: DialogProps) {
  const { t } = useTranslation();
  const [add, set_add] = useState<string[]>([]);
  const [remove, set_remove] = useState<string[]>([]);
  return (
    <FormDialog
      title={t("accounts.dialog.tags_title", { count, number: format_number(count) })}
      submit={t("accounts.dialog.change")}
      can_submit={add.length + remove.length > 0}
      close={close}
      on_submit={() => send("tags", { add, remove })}
    >
      <TagsInput label={t("accounts.dialog.tags_add")} value={add} onChange={set_add} data-autofocus />
      <TagsInput label={t("accounts.dialog.tags_remove")} value={remove} onChange={set_remove} />
    </FormDialog>
  );
}
