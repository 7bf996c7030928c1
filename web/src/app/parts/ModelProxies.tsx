// ModelProxies.tsx: the proxies that a model can use: those kept for it, and those kept for none.
import { Button } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProxyForm } from "@/features/proxies/ProxyForm";
import { ProxyPanel } from "@/features/proxies/ProxyPanel";
import { ProxySheet } from "@/features/proxies/ProxySheet";
import type { Proxy } from "@/features/proxies/queries";
import { useProxyActions } from "@/features/proxies/use_proxy_actions";
import { useModelNames } from "@/features/models/use_model_names";
import { useSearchState, useSheetQuery } from "@/lib/use_search";
import { set_filter } from "@/ui/data-sheet/query";
import { SplitView } from "@/ui/SplitView";
import { useSession } from "../use_session";
import { ProxyAccounts } from "./ProxyAccounts";

export function ModelProxies({ model_id, head }: { model_id: number; head: ReactNode }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const { search, set } = useSearchState();
  const [query, set_query] = useSheetQuery();
  const [editing, set_editing] = useState<Proxy | null>(null);
  const kept = String(model_id);
  const fixed = useMemo(() => ({ assigned_model_id: `${model_id},null:` }), [model_id]);
  const is_kept = query.filters.assigned_model_id === kept;
  const model_name = useModelNames();
  const actions = useProxyActions();
  const open_id = search.open === undefined ? undefined : Number(search.open);
  return (
    <SplitView
      panel={
        open_id !== undefined && (
          <ProxyPanel
            id={open_id}
            close={() => set({ open: undefined })}
            may_change={may("change")}
            may_reveal={may("reveal")}
            on_edit={set_editing}
            on_test={(proxy) => void actions.test(proxy)}
            on_delete={(proxy) => void actions.remove(proxy)}
            accounts={<ProxyAccounts proxy_id={open_id} />}
          />
        )
      }
    >
      {head}
      <ProxySheet
        name="hub.proxies"
        fixed={fixed}
        query={query}
        set_query={set_query}
        may_change={may("change")}
        model_name={model_name}
        actions={actions}
        on_open={(proxy) => set({ open: String(proxy.id) })}
        open_id={open_id}
        on_edit={set_editing}
        tools={
          <Button
            variant={is_kept ? "light" : "subtle"}
            color={is_kept ? undefined : "gray"}
            size="compact-sm"
            fz={13}
            aria-pressed={is_kept}
            onClick={() => set_query(set_filter(query, "assigned_model_id", is_kept ? null : kept))}
          >
            {t("proxies.kept_for_model")}
          </Button>
        }
      />
      {editing && <ProxyForm proxy={editing} close={() => set_editing(null)} on_saved={() => set_editing(null)} />}
      {actions.dialog}
    </SplitView>
  );
}
