// AccountImportPage.tsx: the account import with the models to choose from.
import { useNavigate } from "@tanstack/react-router";
import { ImportPage } from "@/features/accounts/importing/ImportPage";
import { useAccountActions } from "@/features/accounts/use_account_actions";
import { useModelOptions } from "@/features/models/use_model_options";
import { paths } from "@/lib/paths";
import { useSearchState } from "@/lib/use_search";

export function AccountImportPage() {
  const navigate = useNavigate();
  const { search } = useSearchState();
  const models = useModelOptions();
  const { undo } = useAccountActions(models);
  return (
    <ImportPage
      models={models}
      model_id={search.model_id ?? null}
      undo={(id) => void undo(id)}
      show_accounts={() => void navigate({ href: `${paths.accounts()}?sort=-created_at` })}
    />
  );
}
