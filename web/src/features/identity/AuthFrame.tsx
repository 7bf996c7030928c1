// AuthFrame.tsx: the quiet page around log-in, first start and joining.
import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "@/ui/Logo";
import classes from "./AuthFrame.module.css";
import { auth_options_query } from "./queries";

interface AuthFrameProps {
  title: string;
  lead?: string;
  children: ReactNode;
  foot?: ReactNode;
}

export function AuthFrame({ title, lead, children, foot }: AuthFrameProps) {
  const { t } = useTranslation();
  const { data: options } = useQuery(auth_options_query);
  return (
    <main className={classes.page}>
      <title>{`${title} · Roost`}</title>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Logo size={28} />
          <span>Roost</span>
        </div>
        <Title order={1} fz={22} mt={28} lts="-0.02em">
          {title}
        </Title>
        {lead && (
          <Text size="sm" c="dimmed" mt={6}>
            {lead}
          </Text>
        )}
        <div className={classes.form}>{children}</div>
        {options?.demo && <p className={classes.foot}>{t("shell.demo")}</p>}
        {foot && <div className={classes.foot}>{foot}</div>}
      </div>
    </main>
  );
}
