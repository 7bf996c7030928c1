// attention.ts: what needs a person now, counted once for the navigation, the notices and Home.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { http } from "@/api/http";
import { session } from "@/api/session";
import type { Page } from "@/api/types";
import { useLiveTopic } from "@/lib/use_live";

const count = async (path: string, filters: Record<string, string>) => {
  const query = { limit: 1, ...filters };
  return (await http.get<Page<unknown>>(path, { query })).total;
};

export interface Attention {
  review: number;
  without_proxy: number;
  failing_proxies: number;
}

async function read_attention(): Promise<Attention> {
  const [review, without_proxy, failing_proxies] = await Promise.all([
    count("/api/accounts", { "filter[requires_human_review]": "true" }),
    count("/api/accounts", { "filter[proxy_id]": "null:", "filter[lifecycle_state]": "imported,warming_up,ready,assigned" }),
    count("/api/proxies", { "filter[status]": "failing" }),
  ]);
  return { review, without_proxy, failing_proxies };
}

const NOTHING: Attention = { review: 0, without_proxy: 0, failing_proxies: 0 };

export function useAttention(): Attention {
  const client = useQueryClient();
  const query_key = ["attention", session.workspace_id()];
  const query = useQuery({ queryKey: query_key, queryFn: read_attention, staleTime: 20_000, refetchInterval: 60_000 });
  const refresh = () => void client.invalidateQueries({ queryKey: query_key }, { cancelRefetch: false });
  useLiveTopic("accounts", refresh);
  useLiveTopic("proxies", refresh);
  return query.data ?? NOTHING;
}
