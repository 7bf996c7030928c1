// Members.tsx: who is in the workspace, in which role.
import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import type { Role } from "@/lib/roles";
import { FormDialog } from "@/ui/FormDialog";
import { notify_problem } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import { Section } from "@/ui/Section";
import { SimpleTable } from "@/ui/SimpleTable";
import { change_role, members_query, remove_member } from "./queries";
import { ROLES } from "./roles";

type Member = Schemas["Member"];

export function Members({ own_id, may_change }: { own_id: number; may_change: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(members_query());
  const [leaving, set_leaving] = useState<Member | null>(null);
  const changed = () => client.invalidateQueries({ queryKey: ["team"] });
  const set_role = async (member: Member, role: Role) => {
    try {
      await change_role(member.id, role);
    } catch (error) {
      notify_problem(member.name, error);
    }
    await changed();
  };
  const remove = useMutation({
    mutationFn: (member: Member) => remove_member(member.id),
    onSuccess: async () => {
      set_leaving(null);
      await changed();
    },
  });
  return (
    <Section title={t("team.members")}>
      <SimpleTable
        label={t("team.members")}
        heads={[t("team.name"), t("team.email"), t("team.role"), t("team.joined"), ""]}
        rows={data?.items}
        row_key={(member) => member.id}
        cells={(member) => [
          <strong key="name" style={{ fontWeight: 550 }}>{`${member.name}${member.id === own_id ? ` (${t("team.you")})` : ""}`}</strong>,
          member.email,
          may_change ? (
            <NativeSelect
              key="role"
              size="xs"
              w={130}
              aria-label={`${t("team.role")}: ${member.name}`}
              value={member.role}
              onChange={(event) => void set_role(member, event.currentTarget.value as Role)}
              data={ROLES.map((role) => ({ value: role, label: t(`identity.role.${role}`) }))}
            />
          ) : (
            t(`identity.role.${member.role}`)
          ),
          <RelativeTime key="joined" at={member.joined_at} />,
          may_change && member.id !== own_id && (
            <Button key="remove" variant="subtle" color="red" size="compact-xs" onClick={() => set_leaving(member)}>
              {t("team.remove")}
            </Button>
          ),
        ]}
      />
      {leaving && (
        <FormDialog
          title={t("team.remove_title", { name: leaving.name })}
          text={t("team.remove_text", { name: leaving.name })}
          submit={t("team.remove")}
          danger
          busy={remove.isPending}
          error={remove.error}
          close={() => set_leaving(null)}
          on_submit={() => remove.mutate(leaving)}
        />
      )}
    </Section>
  );
}
