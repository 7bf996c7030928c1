// ModelCard.tsx: one model at a glance: who, how many accounts in which state, what needs a look.
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { paths } from "@/lib/paths";
import { ToneBadge } from "@/ui/ToneBadge";
import type { Tone } from "@/ui/tokens";
import { Avatar } from "./Avatar";
import classes from "./ModelCard.module.css";
import type { Model } from "./queries";

export interface ModelCardActions {
  on_edit: (model: Model) => void;
  on_archive: (model: Model) => void;
  on_restore: (model: Model) => void;
}

type CountKey = keyof Model["counts"];

const BARS: [CountKey, Tone][] = [
  ["assigned", "green"], ["ready", "green"], ["warming_up", "blue"], ["cleanup", "blue"], ["imported", "grey"], ["disabled", "red"],
];

function StateBar({ model }: { model: Model }) {
  const { t } = useTranslation();
  const shown = BARS.filter(([key]) => model.counts[key] > 0);
  return (
    <>
      <div className={classes.bar} aria-hidden>
        {shown.map(([key, tone]) => (
          <span key={key} data-tone={tone} data-soft={key === "ready" || key === "cleanup" || undefined} style={{ flexGrow: model.counts[key] }} />
        ))}
      </div>
      <div className={classes.counts}>
        {shown.map(([key, tone]) => (
          <span key={key} className="tabular">
            <i data-tone={tone} aria-hidden /> {format_number(model.counts[key])} {t(`accounts.state.${key}`).toLowerCase()}
          </span>
        ))}
      </div>
    </>
  );
}

export function ModelCard({ model, actions }: { model: Model; actions: ModelCardActions | null }) {
  const { t } = useTranslation();
  const { requires_review, without_proxy } = model.alerts;
  return (
    <article className={classes.card}>
      <div className={classes.head}>
        <Avatar name={model.name} photo_url={model.photo_url} size={40} />
        <div className={classes.names}>
          <Link to={paths.model_accounts(model.id)} className={classes.name}>
            {model.name}
          </Link>
          <span className={`${classes.total} tabular`}>{t("models.accounts", { count: model.accounts, number: format_number(model.accounts) })}</span>
        </div>
        {actions && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon className={classes.menu} variant="subtle" color="gray" aria-label={t("models.menu", { name: model.name })}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => actions.on_edit(model)}>{t("common.edit")}</Menu.Item>
              {model.archived_at === null ? (
                <Menu.Item onClick={() => actions.on_archive(model)}>{t("models.archive")}</Menu.Item>
              ) : (
                <Menu.Item onClick={() => actions.on_restore(model)}>{t("models.restore")}</Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <p className={classes.description}>{model.description}</p>
      <StateBar model={model} />
      <div className={classes.alerts}>
        {requires_review > 0 && <ToneBadge tone="violet">{t("models.alert_review", { count: requires_review })}</ToneBadge>}
        {without_proxy > 0 && <ToneBadge tone="amber">{t("models.alert_proxy", { count: without_proxy })}</ToneBadge>}
        {model.archived_at !== null && <ToneBadge tone="grey">{t("models.archived")}</ToneBadge>}
      </div>
    </article>
  );
}
