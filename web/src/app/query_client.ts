// query_client.ts: how long answers are fresh and when asking again makes sense.
import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/api/problem";

const worth_repeating = (error: unknown) => error instanceof ApiProblem && (error.status === 0 || error.status === 503);

export const query_client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && worth_repeating(error),
    },
  },
});
