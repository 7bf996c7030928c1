// HomePage.tsx: what needs a person now, in order, with one action each.
import { useTranslation } from "react-i18next";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";

export function HomePage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("shell.nav.home")} />
      <PageBody>{null}</PageBody>
    </>
  );
}
