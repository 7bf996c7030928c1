// SetupPage.tsx: the first start: the one-time link makes the owner and the first workspace.
import { useTranslation } from "react-i18next";
import { AuthFrame } from "./AuthFrame";
import { JoinForm } from "./JoinForm";
import { set_up } from "./queries";

export function SetupPage({ token, on_done }: { token: string; on_done: () => void }) {
  const { t } = useTranslation();
  if (token === "") {
    return <AuthFrame title={t("identity.setup.no_token")}>{t("identity.setup.no_token_hint")}</AuthFrame>;
  }
  return (
    <AuthFrame title={t("identity.setup.title")} lead={t("identity.setup.lead")}>
      <JoinForm
        submit={t("identity.setup.submit")}
        with_workspace
        send={(person) => set_up({ ...person, token })}
        on_done={on_done}
      />
    </AuthFrame>
  );
}
