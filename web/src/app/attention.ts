// attention.ts: what needs a person now, counted once for the navigation, the notices and Home.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import { useLiveTopic } from "@/lib/use_live";
import { useSession } from "./use_session";

export interface Attention {
  review: number;
  without_proxy: number;
  failing_proxies: number;
}

async function read_attention(): Promise<Attention> {
  const failing = { limit: 1, filter: { status: "failing" } };
  const [stats, proxies] = await Promise.all([
    call(api.GET("/api/accounts/stats")),
    call(api.GET("/api/proxies", { params: { query: failing } })),
  ]);
  return { review: stats.requires_review, without_proxy: stats.without_proxy, failing_proxies: proxies.total };
}

const NOTHING: Attention = { review: 0, without_proxy: 0, failing_proxies: 0 };

export function useAttention(): Attention {
  const client = useQueryClient();
  const { may } = useSession();
  const query_key = ["attention", session.workspace_id()];
  const query = useQuery({ queryKey: query_key, queryFn: read_attention, staleTime: 20_000, refetchInterval: 60_000, enabled: may("read") });
  const refresh = () => void client.invalidateQueries({ queryKey: query_key }, { cancelRefetch: false });
  useLiveTopic("accounts", refresh);
  useLiveTopic("proxies", refresh);
  return query.data ?? NOTHING;
}
