// AuditPage.tsx: the audit log.
import { useTranslation } from "react-i18next";
import { AuditSheet } from "@/features/identity/audit/AuditSheet";
import { PageHeader } from "@/ui/PageHeader";

export function AuditPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("audit.title")} />
      <AuditSheet />
    </>
  );
}
