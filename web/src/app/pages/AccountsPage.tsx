// AccountsPage.tsx: all accounts of the workspace, or its trash.
import { Button } from "@mantine/core";
import { IconTrash, IconUpload, IconUsers } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AccountStatsCards } from "@/features/accounts/AccountStatsCards";
import { UndoMenu } from "@/features/accounts/UndoMenu";
import { useAccountActions } from "@/features/accounts/use_account_actions";
import { useModelOptions } from "@/features/models/use_model_options";
import { paths } from "@/lib/paths";
import { useSearchState, useSheetQuery } from "@/lib/use_search";
import { PageHeader } from "@/ui/PageHeader";
import { AccountList } from "../parts/AccountList";
import { useSession } from "../use_session";

export function AccountsPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const { search, set } = useSearchState();
  const [query, set_query] = useSheetQuery();
  const actions = useAccountActions(useModelOptions());
  const trashed = search.trashed === "true";
  const import_button = may("change") && (
    <Button leftSection={<IconUpload size={14} />} onClick={() => void navigate({ href: paths.account_import() })}>
      {t("accounts.import")}
    </Button>
  );
  const head = (
    <>
      <PageHeader
        title={trashed ? t("accounts.trash") : t("accounts.title")}
        actions={
          <>
            {may("change") && <UndoMenu undo={actions.undo} />}
            <Button
              variant="default"
              leftSection={trashed ? <IconUsers size={14} /> : <IconTrash size={14} />}
              onClick={() => set({ trashed: trashed ? undefined : "true", open: undefined })}
            >
              {trashed ? t("accounts.title") : t("accounts.trash")}
            </Button>
            {!trashed && import_button}
          </>
        }
      />
      {!trashed && <AccountStatsCards query={query} set_query={set_query} />}
    </>
  );
  return (
    <AccountList
      key={String(trashed)}
      scope={trashed ? { name: "accounts.trash", trashed } : { name: "accounts" }}
      kind={trashed ? "trash" : "accounts"}
      actions={actions}
      import_href={trashed ? undefined : paths.account_import()}
      head={head}
      empty={
        trashed
          ? { title: t("accounts.empty_trash.title"), text: t("accounts.empty_trash.text") }
          : { title: t("accounts.empty.title"), text: t("accounts.empty.text"), action: import_button }
      }
    />
  );
}
