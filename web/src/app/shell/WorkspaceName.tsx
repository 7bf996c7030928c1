// WorkspaceName.tsx: the name of the workspace, in the top bar.
import { useSession } from "../use_session";
import classes from "./WorkspaceMenu.module.css";

export function WorkspaceName() {
  const { workspace } = useSession();
  return <span className={classes.name}>{workspace?.name}</span>;
}
