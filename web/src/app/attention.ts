// attention.ts: what needs a person now, counted once for the navigation, the notices and Home.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import { account_stats_query } from "@/features/accounts/queries";
import { useLiveQuery } from "@/lib/use_live";
import { useSession } from "./use_session";

export interface Attention {
  review: number;
  without_proxy: number;
  failing_proxies: number;
}

const failing_proxies_query = () =>
  queryOptions({
    queryKey: ["proxies", session.workspace_id(), "failing"],
    queryFn: async () => (await call(api.GET("/api/proxies", { params: { query: { limit: 1, filter: { status: "failing" } } } }))).total,
  });

const ASKED_MS = 60_000;

export function useAttention(): Attention {
  const { may } = useSession();
  const how = { staleTime: 20_000, refetchInterval: ASKED_MS, enabled: may("read") };
  const { data: stats } = useQuery({ ...account_stats_query(), ...how });
  const { data: failing } = useQuery({ ...failing_proxies_query(), ...how });
  useLiveQuery("accounts", account_stats_query().queryKey);
  useLiveQuery("proxies", failing_proxies_query().queryKey);
  return { review: stats?.requires_review ?? 0, without_proxy: stats?.without_proxy ?? 0, failing_proxies: failing ?? 0 };
}
