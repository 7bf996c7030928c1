// ModelsRoute.tsx: the models page with what this person may do.
import { ModelsPage } from "@/features/models/ModelsPage";
import { useSession } from "../use_session";

export function ModelsRoute() {
  const { may } = useSession();
  return <ModelsPage may_change={may("change")} />;
}
