// ModelForm.tsx: creating a model or changing one.
import { Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import { FormDialog } from "@/ui/FormDialog";
import { change_model, create_model, type Model } from "./queries";

interface ModelFormProps {
  model: Model | null;
  close: () => void;
}

export function ModelForm({ model, close }: ModelFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, set_name] = useState(model?.name ?? "");
  const [description, set_description] = useState(model?.description ?? "");
  const save = useMutation({
    mutationFn: () => {
      const fields = { name: name.trim(), description: description.trim() };
      return model ? change_model(model.id, fields) : create_model(fields);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["models"] });
      close();
    },
  });
  const fields = save.error ? explain(save.error).fields : {};
  return (
    <FormDialog
      title={model ? t("models.edit") : t("models.create")}
      submit={model ? t("common.save") : t("common.create")}
      can_submit={name.trim() !== ""}
      busy={save.isPending}
      error={save.error}
      close={close}
      on_submit={() => save.mutate()}
    >
      <TextInput label={t("models.name")} value={name} maxLength={100} error={fields.name} data-autofocus onChange={(event) => set_name(event.currentTarget.value)} />
      <Textarea
        label={t("models.description")}
        value={description}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={6}
        error={fields.description}
        onChange={(event) => set_description(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
