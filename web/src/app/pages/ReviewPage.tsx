// ReviewPage.tsx: accounts that stopped and need a decision: retry, skip, go back or disable, one or many.
import { useTranslation } from "react-i18next";
import { UndoMenu } from "@/features/accounts/UndoMenu";
import { useAccountActions } from "@/features/accounts/use_account_actions";
import { useModelOptions } from "@/features/models/use_model_options";
import { PageHeader } from "@/ui/PageHeader";
import { AccountList } from "../parts/AccountList";

const SCOPE = { name: "accounts.review", fixed: { requires_human_review: "true" } };

export function ReviewPage() {
  const { t } = useTranslation();
  const actions = useAccountActions(useModelOptions());
  return (
    <AccountList
      scope={SCOPE}
      kind="review"
      actions={actions}
      head={<PageHeader title={t("accounts.review.title")} note={t("accounts.review.lead")} actions={<UndoMenu undo={actions.undo} />} />}
      empty={{ title: t("accounts.review.empty.title"), text: t("accounts.review.empty.text") }}
    />
  );
}
