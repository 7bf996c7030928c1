// ModelHubPage.tsx: a model's account hub: Overview, Available, Warm-up and Proxies, each with its own address.
import { Button, Tabs } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AccountStatsCards } from "@/features/accounts/AccountStatsCards";
import { FailingNow } from "@/features/accounts/FailingNow";
import { UndoMenu } from "@/features/accounts/UndoMenu";
import { useAccountActions } from "@/features/accounts/use_account_actions";
import type { LifecycleState } from "@/features/accounts/queries";
import type { AccountScope } from "@/features/accounts/source";
import { Avatar } from "@/features/models/Avatar";
import { model_query } from "@/features/models/queries";
import { useModelOptions } from "@/features/models/use_model_options";
import { HUB_TABS, type HubTab, paths } from "@/lib/paths";
import { useSearchState, useSheetQuery } from "@/lib/use_search";
import { ErrorState } from "@/ui/ErrorState";
import { PageHeader } from "@/ui/PageHeader";
import { AccountList } from "../parts/AccountList";
import { ModelProxies } from "../parts/ModelProxies";
import { useSession } from "../use_session";

const is_tab = (text: string | undefined): text is HubTab => HUB_TABS.some((tab) => tab === text);

type AccountTab = Exclude<HubTab, "proxies">;

/** The states whose accounts a tab lists and counts; all without an entry. */
const SHOWN_STATES: Record<AccountTab, LifecycleState[] | undefined> = {
  overview: undefined,
  available: ["imported", "ready"],
  warmup: ["warming_up"],
};

function scope_of(tab: AccountTab, model_id: number): AccountScope {
  const fixed = { lifecycle_state: (SHOWN_STATES[tab] ?? []).join(","), model_id: `${model_id},null:` };
  switch (tab) {
    case "overview":
      return { name: "hub.overview", fixed: { model_id: String(model_id) } };
    case "available":
      return { name: "hub.available", fixed };
    case "warmup":
      return { name: "hub.warmup", fixed };
  }
}

/** Filters stay from tab to tab, but what accounts are filtered by says nothing about proxies. */
function search_of_tab(search: Record<string, string>, from: HubTab, to: string | null): Record<string, string | undefined> {
  const is_other_list = (from === "proxies") !== (to === "proxies");
  const query = Object.keys(search).filter((name) => is_other_list && (name === "q" || name === "sort" || name.startsWith("f.")));
  const cleared = Object.fromEntries(query.map((name) => [name, undefined]));
  return { ...cleared, tab: to === null || to === "overview" ? undefined : to, open: undefined };
}

export function ModelHubPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const id = Number((useParams({ strict: false }) as { modelId?: string }).modelId);
  const { search, set } = useSearchState();
  const [query, set_query] = useSheetQuery();
  const { data: model, error, refetch } = useQuery(model_query(id));
  const actions = useAccountActions(useModelOptions());
  const tab = is_tab(search.tab) ? search.tab : "overview";
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;

  const import_button = may("change") && (
    <Button leftSection={<IconUpload size={14} />} onClick={() => void navigate({ href: paths.account_import(id) })}>
      {t("accounts.import")}
    </Button>
  );
  const head = (
    <>
      <PageHeader
        title={model?.name ?? "…"}
        lead={model && <Avatar name={model.name} photo_url={model.photo_url} size={28} />}
        actions={
          <>
            {may("change") && <UndoMenu undo={actions.undo} />}
            {may("change") && (
              <Button variant="default" onClick={() => set({ tab: "available", "f.lifecycle_state": "ready" })}>
                {t("models.hub.assign")}
              </Button>
            )}
            {import_button}
          </>
        }
      />
      <Tabs value={tab} onChange={(value) => set(search_of_tab(search, tab, value))} px={20} mb={10}>
        <Tabs.List aria-label={t("models.hub.tabs")}>
          {HUB_TABS.map((key) => (
            <Tabs.Tab key={key} value={key}>
              {t(`models.hub.${key}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
    </>
  );
  if (tab === "proxies") return <ModelProxies model_id={id} head={head} />;
  const scope = scope_of(tab, id);
  return (
    <AccountList
      key={`${id}.${tab}`}
      scope={scope}
      actions={actions}
      import_href={paths.account_import(id)}
      hide_model={tab === "overview"}
      head={
        <>
          {head}
          <AccountStatsCards
            models={tab === "overview" ? [id] : [id, null]}
            states={SHOWN_STATES[tab]}
            query={query}
            set_query={set_query}
            by_step={tab === "warmup"}
          />
          {tab === "warmup" && (
            <FailingNow
              models={`${id},null:`}
              actions={actions}
              may_change={may("change")}
              open={(account_id) => set({ open: String(account_id) })}
              show_all={() => set_query({ ...query, sort: [{ column: "requires_human_review", descending: true }, { column: "retry_count", descending: true }] })}
            />
          )}
        </>
      }
      empty={{ title: t(`models.hub.empty_${tab}.title`), text: t(`models.hub.empty_${tab}.text`), action: import_button }}
    />
  );
}
