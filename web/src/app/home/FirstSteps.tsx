// FirstSteps.tsx: what a new workspace does first; each step says when it is done, and all together disappear.
import { IconCircleCheckFilled, IconCircleDashed } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { bots_query } from "@/features/bots/queries";
import { models_query } from "@/features/models/queries";
import { utilization_query } from "@/features/proxies/queries";
import { paths } from "@/lib/paths";
import { Section } from "@/ui/Section";
import classes from "./HomePage.module.css";

export function FirstSteps({ has_accounts }: { has_accounts: boolean }) {
  const { t } = useTranslation();
  const models = useQuery(models_query());
  const utilization = useQuery(utilization_query());
  const bots = useQuery(bots_query());
  if (!models.data || !utilization.data || !bots.data) return null;
  const steps = [
    { key: "model", to: `${paths.models()}?new=1`, is_done: models.data.total > 0 },
    { key: "proxies", to: paths.proxy_import(), is_done: utilization.data.slots + utilization.data.used > 0 },
    { key: "accounts", to: paths.account_import(), is_done: has_accounts },
    { key: "bot", to: `${paths.bots()}?new=1`, is_done: bots.data.total > 0 },
  ] as const;
  if (steps.every((step) => step.is_done)) return null;
  return (
    <Section title={t("home.start.title")} text={t("home.start.text")}>
      <div className={classes.steps}>
        {steps.map((step) => (
          <Link key={step.key} to={step.to} className={classes.step}>
            <strong>
              {step.is_done ? (
                <IconCircleCheckFilled size={17} color="var(--r-green-mark)" aria-label={t("home.start.done")} />
              ) : (
                <IconCircleDashed size={17} color="var(--r-text-faint)" aria-hidden />
              )}
              {t(`home.start.${step.key}`)}
            </strong>
            <span>{t(`home.start.${step.key}_text`)}</span>
          </Link>
        ))}
      </div>
    </Section>
  );
}
