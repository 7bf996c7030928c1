// DetailPanel.tsx: one object beside its list; Esc closes it, the whole page on demand.
import { ActionIcon, CloseButton, Tooltip } from "@mantine/core";
import { IconArrowsDiagonal } from "@tabler/icons-react";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DetailPanel.module.css";

interface DetailPanelProps {
  title: ReactNode;
  badge?: ReactNode;
  close: () => void;
  full_page?: () => void;
  actions?: ReactNode;
  children: ReactNode;
}

export function DetailPanel({ title, badge, close, full_page, actions, children }: DetailPanelProps) {
  const { t } = useTranslation();
  const on_key = useEffectEvent((event: KeyboardEvent) => {
    const elsewhere = event.target instanceof HTMLElement && event.target.closest("[role=dialog], [role=menu], #portal, input, textarea");
    if (event.key === "Escape" && !elsewhere) close();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => on_key(event);
    // In the capturing phase: the grid takes Escape for itself.
    document.addEventListener("keydown", listener, true);
    return () => document.removeEventListener("keydown", listener, true);
  }, []);
  return (
    <aside className={classes.panel} aria-label={typeof title === "string" ? title : t("common.details")}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {badge}
        <span className={classes.space} />
        {full_page && (
          <Tooltip label={t("common.full_page")}>
            <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("common.full_page")} onClick={full_page}>
              <IconArrowsDiagonal size={15} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        <CloseButton aria-label={t("common.close")} onClick={close} />
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
      {/* What scrolls must be reachable by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.body} tabIndex={0} role="group" aria-label={t("common.details")}>
        {children}
      </div>
    </aside>
  );
}
