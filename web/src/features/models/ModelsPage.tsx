// ModelsPage.tsx: all models as cards; create, edit, archive, bring back.
import { Button, Skeleton, TextInput } from "@mantine/core";
import { IconArchive, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { is_status } from "@/lib/errors";
import { useLiveQuery } from "@/lib/use_live";
import { useSearchState } from "@/lib/use_search";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { FormDialog } from "@/ui/FormDialog";
import { notify_done, notify_problem } from "@/ui/notify";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";
import { ModelCard, type ModelCardActions } from "./ModelCard";
import classes from "./ModelCard.module.css";
import { ModelForm } from "./ModelForm";
import { archive_model, type Model, models_query, restore_model } from "./queries";

const SKELETONS = ["a", "b", "c", "d", "e", "f"];

export function ModelsPage({ may_change }: { may_change: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { search, set } = useSearchState();
  const archived = search.archived === "true";
  const { data, error, refetch } = useQuery(models_query(archived));
  const [editing, set_editing] = useState<Model | null>(null);
  const [in_use, set_in_use] = useState<Model | null>(null);
  const [needle, set_needle] = useState("");
  const refresh = () => client.invalidateQueries({ queryKey: ["models"] });
  useLiveQuery("models", ["models"]);
  useLiveQuery("accounts", ["models"]);

  const restore = (model: Model) => restore_model(model.id).then(refresh, (reason: unknown) => notify_problem(t("models.restore"), reason));
  const archive = async (model: Model, accounts?: "unassign") => {
    try {
      await archive_model(model.id, accounts);
      set_in_use(null);
      notify_done(`${t("models.archived")}: ${model.name}`, () => void restore(model));
      await refresh();
    } catch (reason) {
      if (is_status(reason, 409) && accounts === undefined) set_in_use(model);
      else notify_problem(t("models.archive"), reason);
    }
  };
  const actions: ModelCardActions | null = may_change
    ? { on_edit: set_editing, on_archive: (model) => void archive(model), on_restore: (model) => void restore(model) }
    : null;
  const create = may_change && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => set({ new: "1" })}>
      {t("models.create")}
    </Button>
  );
  const found = data?.items.filter((model) => model.name.toLowerCase().includes(needle.trim().toLowerCase()));
  return (
    <>
      <PageHeader
        title={t("models.title")}
        actions={
          <>
            <TextInput
              size="xs"
              w={190}
              type="search"
              aria-label={t("common.search")}
              placeholder={t("common.search")}
              leftSection={<IconSearch size={14} />}
              value={needle}
              onChange={(event) => set_needle(event.currentTarget.value)}
            />
            <Button variant="default" leftSection={<IconArchive size={14} />} onClick={() => set({ archived: archived ? undefined : "true" })}>
              {archived ? t("models.show_active") : t("models.show_archived")}
            </Button>
            {create}
          </>
        }
      />
      <PageBody width={1400}>
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        <div className={classes.grid}>
          {!data && !error && SKELETONS.map((key) => <Skeleton key={key} h={156} radius={10} />)}
          {found?.map((model) => <ModelCard key={model.id} model={model} actions={actions} />)}
        </div>
        {data?.items.length === 0 && (
          <EmptyState
            title={archived ? t("models.empty_archived.title") : t("models.empty.title")}
            text={archived ? t("models.empty_archived.text") : t("models.empty.text")}
            action={!archived && create}
          />
        )}
      </PageBody>
      {(editing || search.new) && (
        <ModelForm
          model={editing}
          close={() => {
            set_editing(null);
            if (search.new) set({ new: undefined }, true);
          }}
        />
      )}
      {in_use && (
        <FormDialog
          title={t("models.in_use.title", { name: in_use.name })}
          text={t("models.in_use.text")}
          submit={t("models.in_use.archive")}
          close={() => set_in_use(null)}
          on_submit={() => void archive(in_use, "unassign")}
        />
      )}
    </>
  );
}
