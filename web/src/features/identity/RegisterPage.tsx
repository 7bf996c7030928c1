// RegisterPage.tsx: signing up with a new workspace, where the server allows it.
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AuthFrame } from "./AuthFrame";
import { JoinForm } from "./JoinForm";
import { register } from "./queries";

export function RegisterPage({ on_done }: { on_done: () => void }) {
  const { t } = useTranslation();
  const foot = <Anchor size="sm" href="/login">{t("identity.login.have_login")}</Anchor>;
  return (
    <AuthFrame title={t("identity.login.register")} lead={t("identity.login.register_lead")} foot={foot}>
      <JoinForm submit={t("identity.setup.submit")} with_workspace send={register} on_done={on_done} />
    </AuthFrame>
  );
}
