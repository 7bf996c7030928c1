// use_proxy_actions.tsx: test, enable, disable and delete, for one proxy or many, with the dialogs they need.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkTarget } from "@/api/bulk";
import { is_status } from "@/lib/errors";
import { format_number } from "@/lib/format";
import { notify_bulk } from "@/ui/bulk_notice";
import { notify_done, notify_problem, notify_text } from "@/ui/notify";
import { DeleteProxies } from "./DeleteProxies";
import { bulk_proxies, delete_proxy, type Proxy, test_proxy } from "./queries";

type Deletion = { proxy: Proxy } | { target: BulkTarget; clear: () => void };

export function useProxyActions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [deletion, set_deletion] = useState<Deletion | null>(null);
  const changed = () => client.invalidateQueries({ queryKey: ["proxies"] });

  const test = async (proxy: Proxy) => {
    try {
      const result = await test_proxy(proxy.id);
      if (result.ok) notify_done(t("proxies.test_ok", { host: proxy.host, ms: result.latency_ms ?? 0 }));
      else notify_text(t("proxies.test_failed", { host: proxy.host }), result.error_message ?? "");
      await changed();
    } catch (error) {
      notify_problem(t("proxies.action.test"), error);
    }
  };
  const bulk = async (title: string, action: string, target: BulkTarget, params?: Record<string, unknown>) => {
    try {
      notify_bulk(title, await bulk_proxies(title, action, target, params));
      await changed();
    } catch (error) {
      notify_problem(title, error);
    }
  };
  /** A proxy that nobody uses goes at once; one in use asks what becomes of its accounts. */
  const remove = async (proxy: Proxy) => {
    try {
      await delete_proxy(proxy.id);
      await changed();
    } catch (error) {
      if (is_status(error, 409)) set_deletion({ proxy });
      else notify_problem(t("proxies.action.delete"), error);
    }
  };
  const decide = useMutation({
    mutationFn: async (accounts: "move" | "leave") => {
      if (deletion === null) return;
      if ("proxy" in deletion) await delete_proxy(deletion.proxy.id, accounts);
      else {
        await bulk(t("proxies.action.delete"), "delete", deletion.target, { accounts });
        deletion.clear();
      }
      await changed();
    },
    onSuccess: () => set_deletion(null),
    onError: (error) => notify_problem(t("proxies.action.delete"), error),
  });

  const single = deletion !== null && "proxy" in deletion;
  const dialog: ReactNode = deletion && (
    <DeleteProxies
      title={single ? t("proxies.in_use.title", { host: deletion.proxy.host }) : t("proxies.in_use.many", { number: format_number(deletion.target.count) })}
      text={single ? t("proxies.in_use.text") : t("proxies.in_use.many_text")}
      busy={decide.isPending}
      choose={(accounts) => decide.mutate(accounts)}
      close={() => set_deletion(null)}
    />
  );
  return {
    test,
    remove,
    bulk,
    remove_many: (target: BulkTarget, clear: () => void) => set_deletion({ target, clear }),
    dialog,
  };
}
