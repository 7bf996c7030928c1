// ProxiesPage.tsx: all proxies, with the accounts on the one that is open.
import { Button } from "@mantine/core";
import { IconPlus, IconUpload } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProxyForm } from "@/features/proxies/ProxyForm";
import { ProxyPanel } from "@/features/proxies/ProxyPanel";
import { ProxySheet } from "@/features/proxies/ProxySheet";
import type { Proxy } from "@/features/proxies/queries";
import { useProxyActions } from "@/features/proxies/use_proxy_actions";
import { Utilization } from "@/features/proxies/Utilization";
import { useModelNames } from "@/features/models/use_model_names";
import { hold_pasted } from "@/lib/pasted";
import { paths } from "@/lib/paths";
import { useSearchState, useSheetQuery } from "@/lib/use_search";
import { PageHeader } from "@/ui/PageHeader";
import { SplitView } from "@/ui/SplitView";
import { ProxyAccounts } from "../parts/ProxyAccounts";
import { useSession } from "../use_session";

export function ProxiesPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const { search, set } = useSearchState();
  const [query, set_query] = useSheetQuery();
  const [editing, set_editing] = useState<Proxy | "new" | null>(null);
  const model_name = useModelNames();
  const actions = useProxyActions();
  const open_id = search.open === undefined ? undefined : Number(search.open);
  const go_import = () => void navigate({ href: paths.proxy_import() });
  const import_button = (
    <Button leftSection={<IconUpload size={14} />} onClick={go_import}>
      {t("proxies.import")}
    </Button>
  );
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
            on_delete={(proxy) => void actions.remove(proxy).then(() => set({ open: undefined }))}
            accounts={<ProxyAccounts proxy_id={open_id} />}
          />
        )
      }
    >
      <PageHeader
        title={t("proxies.title")}
        actions={
          may("change") && (
            <>
              <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => set_editing("new")}>
                {t("proxies.add")}
              </Button>
              {import_button}
            </>
          )
        }
      />
      <Utilization query={query} set_query={set_query} open_without={() => void navigate({ href: `${paths.accounts()}?f.proxy_id=null:` })} />
      <ProxySheet
        query={query}
        set_query={set_query}
        may_change={may("change")}
        model_name={model_name}
        actions={actions}
        on_open={(proxy) => set({ open: String(proxy.id) })}
        open_id={open_id}
        on_edit={set_editing}
        on_new_lines={(text) => {
          hold_pasted(text);
          go_import();
        }}
        empty_action={may("change") && import_button}
      />
      {editing !== null && (
        <ProxyForm proxy={editing === "new" ? null : editing} close={() => set_editing(null)} on_saved={() => set_editing(null)} />
      )}
      {actions.dialog}
    </SplitView>
  );
}
