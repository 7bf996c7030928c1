// CreateBot.tsx: a new bot, and its id and token shown once.
import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import { FormDialog } from "@/ui/FormDialog";
import { OnceSecret } from "@/ui/OnceSecret";
import { create_bot } from "./queries";

export function CreateBot({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, set_name] = useState("");
  const make = useMutation({
    mutationFn: () => create_bot(name.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: ["bots"] }),
  });
  if (make.data) {
    const values: [string, string][] = [[t("bots.bot_id"), make.data.bot_id], [t("bots.token"), make.data.token]];
    return <OnceSecret title={t("bots.created_title")} text={t("bots.created_text")} values={values} close={close} />;
  }
  return (
    <FormDialog title={t("bots.create")} submit={t("common.create")} can_submit={name.trim() !== ""} busy={make.isPending} error={make.error} close={close} on_submit={() => make.mutate()}>
      <TextInput label={t("bots.name")} value={name} maxLength={100} data-autofocus error={make.error ? explain(make.error).fields.name : undefined} onChange={(event) => set_name(event.currentTarget.value)} />
    </FormDialog>
  );
}
