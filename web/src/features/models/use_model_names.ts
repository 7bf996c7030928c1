// use_model_names.ts: names for the model ids that stand in other lists.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { models_query } from "./queries";

export function useModelNames(): (id: number) => string | undefined {
  const { data } = useQuery({ ...models_query(), staleTime: 60_000 });
  return useMemo(() => {
    const names = new Map(data?.items.map((model) => [model.id, model.name]));
    return (id: number) => names.get(id);
  }, [data]);
}
