// InviteDialog.tsx: an invitation link for a role, shown once.
import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import type { Role } from "@/lib/roles";
import { FormDialog } from "@/ui/FormDialog";
import { OnceSecret } from "@/ui/OnceSecret";
import { invite } from "./queries";
import { ROLES } from "./roles";

const DAYS = 7;

export function InviteDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [role, set_role] = useState<Role>("manager");
  const [email, set_email] = useState("");
  const [days, set_days] = useState<number | string>(DAYS);
  const make = useMutation({
    mutationFn: () => invite({ role, email: email.trim() === "" ? null : email.trim(), days: Number(days) || DAYS }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["team"] }),
  });
  if (make.data) {
    return <OnceSecret title={t("team.link_ready")} text={t("team.link_once")} values={[[t("team.link_ready"), make.data.url]]} close={close} />;
  }
  return (
    <FormDialog title={t("team.invite")} submit={t("team.make_link")} busy={make.isPending} error={make.error} close={close} on_submit={() => make.mutate()}>
      <NativeSelect
        label={t("team.role")}
        description={t(`team.role_hint.${role}`)}
        value={role}
        onChange={(event) => set_role(event.currentTarget.value as Role)}
        data={ROLES.map((value) => ({ value, label: t(`identity.role.${value}`) }))}
      />
      <TextInput
        label={t("team.email")}
        description={t("team.email_hint")}
        type="email"
        value={email}
        error={make.error ? explain(make.error).fields.email : undefined}
        onChange={(event) => set_email(event.currentTarget.value)}
      />
      <NumberInput label={t("team.days")} min={1} max={30} value={days} onChange={set_days} w={140} />
    </FormDialog>
  );
}
