// views.ts: saved views of lists: own ones and those that others share.
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "./client";
import { session } from "./session";

const views_query = (list: string) =>
  queryOptions({
    queryKey: ["views", session.workspace_id(), list],
    staleTime: 60_000,
    queryFn: () => call(api.GET("/api/views", { params: { query: { list } } })),
  });

export function useViews(list: string) {
  const client = useQueryClient();
  const query = useQuery(views_query(list));
  const changed = () => client.invalidateQueries({ queryKey: views_query(list).queryKey });
  return {
    views: query.data?.items ?? [],
    save: async (name: string, shared: boolean, definition: Record<string, unknown>) => {
      const known = query.data?.items.find((view) => view.own && view.name === name);
      await (known
        ? call(api.PUT("/api/views/{id}", { params: { path: { id: known.id } }, body: { shared, definition } }))
        : call(api.POST("/api/views", { body: { list, name, shared, definition } })));
      await changed();
    },
    remove: async (id: number) => {
      await api.DELETE("/api/views/{id}", { params: { path: { id } } });
      await changed();
    },
  };
}
