// ProxySheet.tsx: the proxy grid with what can be done in it; the page and the model hub use it.
import { IconPlayerPause, IconPlayerPlay, IconPlugConnected, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataSheet } from "@/ui/data-sheet/DataSheet";
import type { BulkAction, RowAction, SheetQuery } from "@/ui/data-sheet/types";
import { proxy_columns } from "./columns";
import { type Proxy, proxy_source } from "./queries";
import type { useProxyActions } from "./use_proxy_actions";

interface ProxySheetProps {
  name?: string;
  fixed?: Record<string, string>;
  query: SheetQuery;
  set_query: (query: SheetQuery) => void;
  may_change: boolean;
  model_name: (id: number) => string | undefined;
  actions: ReturnType<typeof useProxyActions>;
  on_open: (proxy: Proxy) => void;
  open_id?: number;
  on_edit: (proxy: Proxy) => void;
  on_new_lines?: (text: string) => void;
  empty_action?: ReactNode;
  tools?: ReactNode;
}

const ICON = { size: 15, stroke: 1.6 } as const;

export function ProxySheet(props: ProxySheetProps) {
  const { t } = useTranslation();
  const { name, fixed, may_change, model_name, actions } = props;
  const source = useMemo(() => proxy_source(fixed, name), [fixed, name]);
  const columns = useMemo(() => proxy_columns({ may_change, model_name }), [may_change, model_name]);
  const many = (key: "test" | "enable" | "disable", icon: ReactNode): BulkAction => ({
    key,
    label: t(`proxies.action.${key}`),
    icon,
    run: (target, clear) => void actions.bulk(t(`proxies.action.${key}`), key, target).then(clear),
  });
  const bulk: BulkAction[] = [
    many("test", <IconPlugConnected {...ICON} />),
    many("enable", <IconPlayerPlay {...ICON} />),
    many("disable", <IconPlayerPause {...ICON} />),
    { key: "delete", label: t("proxies.action.delete"), icon: <IconTrash {...ICON} />, danger: true, run: actions.remove_many },
  ];
  const rows: RowAction<Proxy>[] = [
    { key: "test", label: t("proxies.action.test"), icon: <IconPlugConnected {...ICON} />, run: (proxy) => void actions.test(proxy) },
    { key: "edit", label: t("proxies.action.edit"), run: props.on_edit },
    { key: "delete", label: t("proxies.action.delete"), icon: <IconTrash {...ICON} />, danger: true, run: (proxy) => void actions.remove(proxy) },
  ];
  return (
    <DataSheet
      source={source}
      columns={columns}
      query={props.query}
      on_query={props.set_query}
      on_open={props.on_open}
      open_id={props.open_id}
      bulk_actions={may_change ? bulk : []}
      row_actions={may_change ? rows : []}
      tools={props.tools}
      on_new_lines={may_change ? props.on_new_lines : undefined}
      empty={{ title: t("proxies.empty.title"), text: t("proxies.empty.text"), action: props.empty_action }}
    />
  );
}
