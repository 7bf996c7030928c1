// Tokens.tsx: API tokens: made with a name, scopes and an end; shown once; revoked at once.
import { Anchor, Button, MultiSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import { EmptyState } from "@/ui/EmptyState";
import { FormDialog } from "@/ui/FormDialog";
import { notify_problem } from "@/ui/notify";
import { OnceSecret } from "@/ui/OnceSecret";
import { RelativeTime } from "@/ui/RelativeTime";
import { Section } from "@/ui/Section";
import { SimpleTable } from "@/ui/SimpleTable";
import { create_token, revoke_token, tokens_query } from "./queries";

const AREAS = ["accounts", "proxies", "content", "bots", "messages", "outreach", "insights", "admin"];
const SCOPES = AREAS.flatMap((area) => [`${area}:read`, `${area}:write`]);

function NewToken({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, set_name] = useState("");
  const [scopes, set_scopes] = useState<string[]>([]);
  const [expires, set_expires] = useState("");
  const make = useMutation({
    mutationFn: () => create_token({ name: name.trim(), scopes, expires_at: expires === "" ? null : `${expires}T00:00:00.000Z` }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["team"] }),
  });
  const fields = make.error ? explain(make.error).fields : {};
  if (make.data) {
    return <OnceSecret title={t("team.token_ready")} text={t("team.link_once")} values={[[make.data.api_token.name, make.data.token]]} close={close} />;
  }
  return (
    <FormDialog
      title={t("team.new_token")}
      submit={t("common.create")}
      can_submit={name.trim() !== ""}
      busy={make.isPending}
      error={make.error}
      close={close}
      on_submit={() => make.mutate()}
    >
      <TextInput label={t("team.token_name")} value={name} maxLength={100} error={fields.name} data-autofocus onChange={(event) => set_name(event.currentTarget.value)} />
      <MultiSelect label={t("team.token_scopes")} placeholder={scopes.length === 0 ? t("team.token_all") : undefined} data={SCOPES} value={scopes} onChange={set_scopes} searchable clearable />
      <TextInput label={t("team.token_expiry")} type="date" value={expires} error={fields.expires_at} onChange={(event) => set_expires(event.currentTarget.value)} w={180} />
    </FormDialog>
  );
}

export function Tokens() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(tokens_query());
  const [making, set_making] = useState(false);
  const revoke = (id: number) =>
    revoke_token(id).then(
      () => client.invalidateQueries({ queryKey: ["team"] }),
      (error: unknown) => notify_problem(t("team.revoke"), error),
    );
  const add = (
    <Button variant="default" onClick={() => set_making(true)}>
      {t("team.new_token")}
    </Button>
  );
  return (
    <Section title={t("team.tokens")} action={data && data.items.length > 0 && add}>
      {data?.items.length === 0 ? (
        <EmptyState title={t("team.no_tokens.title")} text={t("team.no_tokens.text")} action={add} />
      ) : (
        <SimpleTable
          label={t("team.tokens")}
          heads={[t("team.token_name"), t("team.email"), t("team.token_scopes"), t("team.last_used"), t("team.expires"), ""]}
          rows={data?.items}
          row_key={(token) => token.id}
          cells={(token) => [
            <strong key="name" style={{ fontWeight: 550 }}>{token.name}</strong>,
            token.email,
            token.scopes.length === 0 ? t("team.token_all") : token.scopes.join(", "),
            token.last_used_at === null ? t("team.never_used") : <RelativeTime key="used" at={token.last_used_at} />,
            token.expires_at === null ? t("common.never") : <RelativeTime key="expires" at={token.expires_at} />,
            <Button key="revoke" variant="subtle" color="red" size="compact-xs" onClick={() => void revoke(token.id)}>
              {t("team.revoke")}
            </Button>,
          ]}
        />
      )}
      <Anchor href="/api/docs" target="_blank" size="sm">{t("team.api_reference")}</Anchor>
      {making && <NewToken close={() => set_making(false)} />}
    </Section>
  );
}
