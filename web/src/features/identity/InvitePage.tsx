// InvitePage.tsx: joining a workspace through a link that an owner copied: as a new person, or as the one who is logged in.
import { Anchor, Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import { AuthFrame } from "./AuthFrame";
import { FormProblem } from "@/ui/FormProblem";
import { JoinForm } from "./JoinForm";
import { accept_invitation, auth_options_query, invitation_query, join_workspace, me_query } from "./queries";

interface InvitePageProps {
  token: string;
  on_done: () => void;
}

export function InvitePage({ token, on_done }: InvitePageProps) {
  const { t } = useTranslation();
  const invitation = useQuery({ ...invitation_query(token), enabled: token !== "" });
  // Only somebody who is logged in is asked who they are: to anybody else the server would have to refuse.
  const options = useQuery(auth_options_query);
  const me = useQuery({ ...me_query, enabled: options.data?.logged_in === true });
  if (token === "") {
    return <AuthFrame title={t("identity.invite.no_token")}>{t("identity.invite.no_token_hint")}</AuthFrame>;
  }
  if (invitation.error) {
    const { title } = explain(invitation.error);
    return <AuthFrame title={title}>{t("identity.invite.bad_token_hint")}</AuthFrame>;
  }
  if (invitation.data === undefined || options.isPending || me.isLoading) {
    return (
      <AuthFrame title={t("identity.invite.title_plain")}>
        <Skeleton h={180} />
      </AuthFrame>
    );
  }
  const { workspace, role, email } = invitation.data;
  const lead = t("identity.invite.lead", { role: t(`identity.role.${role}`) });
  return (
    <AuthFrame title={t("identity.invite.title", { workspace })} lead={lead}>
      {me.data ? (
        <JoinAsSelf token={token} name={me.data.user.name} on_done={on_done} />
      ) : (
        <>
          <JoinForm
            submit={t("identity.invite.submit")}
            email={email ?? ""}
            with_workspace={false}
            send={({ workspace: _, ...person }) => accept_invitation({ ...person, token })}
            on_done={on_done}
          />
          <Anchor size="sm" mt="md" display="block" href={`/login?next=${encodeURIComponent(`/invite?token=${token}`)}`}>
            {t("identity.invite.have_login")}
          </Anchor>
        </>
      )}
    </AuthFrame>
  );
}

function JoinAsSelf({ token, name, on_done }: InvitePageProps & { name: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const join = useMutation({
    mutationFn: () => join_workspace(token),
    onSuccess: async () => {
      await client.fetchQuery({ ...me_query, staleTime: 0 });
      on_done();
    },
  });
  return (
    <>
      <FormProblem error={join.error} />
      <Button size="md" fullWidth mt="sm" loading={join.isPending} onClick={() => join.mutate()}>
        {t("identity.invite.submit_as", { name })}
      </Button>
    </>
  );
}
