// HomePage.tsx: what needs a person now, in order, with one action each; then where the accounts are.
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { account_stats_query } from "@/features/accounts/queries";
import { STATE_TONES, STATES } from "@/features/accounts/states";
import { format_number } from "@/lib/format";
import { paths } from "@/lib/paths";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";
import { Section } from "@/ui/Section";
import { StatCards } from "@/ui/StatCards";
import { ToneBadge } from "@/ui/ToneBadge";
import { useAttention } from "../attention";
import { attention_links } from "../attention_links";
import { useSession } from "../use_session";
import { FirstSteps } from "./FirstSteps";
import classes from "./HomePage.module.css";

function Attention() {
  const { t } = useTranslation();
  const links = attention_links(useAttention());
  if (links.length === 0) return <p className={classes.calm}>{t("home.nothing")}</p>;
  return (
    <ul className={classes.list}>
      {links.map((link) => (
        <li key={link.key} className={classes.entry}>
          <ToneBadge tone={link.tone}>{t(`shell.notices.${link.key}`, { count: link.count, number: format_number(link.count) })}</ToneBadge>
          <Button component={Link} to={link.href} variant="default" size="compact-sm" rightSection={<IconChevronRight size={13} />}>
            {t("home.open")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

export function HomePage() {
  const { t } = useTranslation();
  const { user, may } = useSession();
  const navigate = useNavigate();
  const { data } = useQuery({ ...account_stats_query(), enabled: may("read") });
  const name = user.name.split(" ")[0] ?? user.name;
  if (!may("read")) return <PageHeader title={t("home.greeting", { name })} />;
  return (
    <>
      <PageHeader title={t("home.greeting", { name })} />
      <PageBody width={1080}>
        <Section title={t("home.now")}>
          <Attention />
        </Section>
        <Section title={t("home.accounts")}>
          <div className={classes.cards}>
            <StatCards
              label={t("home.accounts")}
              stats={STATES.map((state) => ({
                key: state,
                label: t(`accounts.state.${state}`),
                value: data ? format_number(data.by_state[state] ?? 0) : null,
                tone: STATE_TONES[state],
                on_pick: () => void navigate({ href: `${paths.accounts()}?f.lifecycle_state=${state}` }),
              }))}
            />
          </div>
        </Section>
        {may("change") && <FirstSteps has_accounts={(data?.total ?? 0) > 0} />}
      </PageBody>
    </>
  );
}
