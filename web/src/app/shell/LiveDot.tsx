// LiveDot.tsx: whether changes by others arrive by themselves.
import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLiveStatus } from "@/lib/use_live";
import classes from "./LiveDot.module.css";

export function LiveDot() {
  const { t } = useTranslation();
  const status = useLiveStatus();
  const text = t(`shell.live.${status}`);
  return (
    <Tooltip label={text}>
      <span className={classes.holder} role="status" aria-label={text}>
        <span className={classes.dot} data-status={status} />
      </span>
    </Tooltip>
  );
}
