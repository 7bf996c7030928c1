// StateDialog.tsx: moving accounts to another state by hand, with a reason for the timeline.
import { NativeSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { FormDialog } from "@/ui/FormDialog";
import { state_options, WARMUP_STEPS } from "./states";
import type { DialogProps } from "./use_account_actions";

export function StateDialog({ count, close, send }: DialogProps) {
  const { t } = useTranslation();
  const [state, set_state] = useState<string | null>(null);
  const [step, set_step] = useState("1");
  const [reason, set_reason] = useState("");
  const params = {
    lifecycle_state: state,
    ...(state === "warming_up" ? { step: Number(step) } : {}),
    ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
  };
  return (
    <FormDialog
      title={t("accounts.dialog.state_title", { count, number: format_number(count) })}
      text={t("accounts.dialog.illegal")}
      submit={t("accounts.dialog.change")}
      can_submit={state !== null}
      close={close}
      on_submit={() => send("lifecycle", params)}
    >
      <Select
        label={t("accounts.dialog.state")}
        data={state_options().filter((option) => option.value !== "imported").map(({ value, label }) => ({ value, label }))}
        value={state}
        onChange={set_state}
        data-autofocus
      />
      {state === "warming_up" && (
        <NativeSelect
          label={t("accounts.dialog.step")}
          value={step}
          onChange={(event) => set_step(event.currentTarget.value)}
          data={WARMUP_STEPS.map((name, index) => ({ value: String(index + 1), label: `${index + 1} · ${t(`accounts.step.${name}`)}` }))}
        />
      )}
      <TextInput label={t("accounts.dialog.reason")} value={reason} maxLength={500} onChange={(event) => set_reason(event.currentTarget.value)} />
    </FormDialog>
  );
}
