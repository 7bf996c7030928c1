// BackDialog.tsx: sending accounts in review back to an earlier step.
import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { FormDialog } from "@/ui/FormDialog";
import { WARMUP_STEPS } from "./states";
import type { DialogProps } from "./use_account_actions";

export function BackDialog({ count, close, send }: DialogProps) {
  const { t } = useTranslation();
  const [step, set_step] = useState("1");
  const [note, set_note] = useState("");
  return (
    <FormDialog
      title={t("accounts.review.back_title", { count, number: format_number(count) })}
      submit={t("accounts.review.send_back")}
      close={close}
      on_submit={() => send("review", { action: "back", step: Number(step), ...(note === "" ? {} : { note }) })}
    >
      <NativeSelect
        label={t("accounts.review.back_to")}
        value={step}
        onChange={(event) => set_step(event.currentTarget.value)}
        data={WARMUP_STEPS.map((name, index) => ({ value: String(index + 1), label: `${index + 1} · ${t(`accounts.step.${name}`)}` }))}
      />
      <TextInput label={t("accounts.review.note")} value={note} maxLength={500} onChange={(event) => set_note(event.currentTarget.value)} />
    </FormDialog>
  );
}
