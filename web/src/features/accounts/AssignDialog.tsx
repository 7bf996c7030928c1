// AssignDialog.tsx: which model accounts are to work for.
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import type { StateOption } from "@/ui/data-sheet/types";
import { FormDialog } from "@/ui/FormDialog";
import type { DialogProps } from "./use_account_actions";

export function AssignDialog({ count, close, send, models }: DialogProps & { models: StateOption[] }) {
  const { t } = useTranslation();
  const [model, set_model] = useState<string | null>(null);
  return (
    <FormDialog
      title={t("accounts.dialog.assign_title", { count, number: format_number(count) })}
      text={t("accounts.dialog.assign_text")}
      submit={t("accounts.dialog.assign")}
      can_submit={model !== null}
      close={close}
      on_submit={() => send("reassign", { model_id: Number(model) })}
    >
      <Select
        label={t("accounts.dialog.model")}
        data={models.map(({ value, label }) => ({ value, label }))}
        value={model}
        onChange={set_model}
        searchable
        data-autofocus
      />
    </FormDialog>
  );
}
