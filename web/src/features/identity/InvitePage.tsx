// InvitePage.tsx: joining a workspace through a link that an owner copied.
import { useTranslation } from "react-i18next";
import { AuthFrame } from "./AuthFrame";
import { JoinForm } from "./JoinForm";

export function InvitePage({ token, on_done }: { token: string; on_done: () => void }) {
  const { t } = useTranslation();
  if (token === "") {
    return <AuthFrame title={t("identity.invite.no_token")}>{t("identity.invite.no_token_hint")}</AuthFrame>;
  }
  return (
    <AuthFrame title={t("identity.invite.title_plain")}>
      <JoinForm
        submit={t("identity.invite.submit")}
        with_workspace={false}
        extra={{ invitation_token: token }}
        on_done={on_done}
      />
    </AuthFrame>
  );
}
