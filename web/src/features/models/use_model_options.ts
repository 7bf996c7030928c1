// use_model_options.ts: models as choices of a grid column or a field.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { StateOption } from "@/ui/data-sheet/types";
import { models_query } from "./queries";

const NONE: StateOption[] = [];

export function useModelOptions(): StateOption[] {
  const { data } = useQuery({ ...models_query(), staleTime: 60_000 });
  return useMemo(
    () => data?.items.map((model) => ({ value: String(model.id), label: model.name, tone: "grey" as const })) ?? NONE,
    [data],
  );
}
