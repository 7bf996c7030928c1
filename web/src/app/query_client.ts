// query_client.ts: how long answers are fresh and when asking again makes sense.
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/api/problem";

const worth_repeating = (error: unknown) => error instanceof ApiProblem && (error.status === 0 || error.status === 503);

/** A session that ended while pages were open: the log-in brings the person back to where they were. */
function leave_when_logged_out(error: unknown, query: { queryKey: readonly unknown[] }): void {
  if (query.queryKey[0] === "me" || !(error instanceof ApiProblem) || error.status !== 401) return;
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export const query_client = new QueryClient({
  queryCache: new QueryCache({ onError: leave_when_logged_out }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && worth_repeating(error),
    },
  },
});
