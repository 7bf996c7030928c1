// LostConnection.tsx: says on every page that the server has been away for a while, until it is back.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLiveStatus } from "@/lib/use_live";
import classes from "./Shell.module.css";

/** A restart of the server, or a change of networks, is over sooner and needs no words. */
const PATIENCE_MS = 3000;

export function LostConnection() {
  const { t } = useTranslation();
  const is_live = useLiveStatus() === "live";
  const [is_lost, set_lost] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => set_lost(!is_live), is_live ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [is_live]);
  return (
    <p role="status" className={classes.band} hidden={!is_lost || is_live}>
      {is_lost && !is_live && t("shell.lost")}
    </p>
  );
}
