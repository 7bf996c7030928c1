// PageHeader.tsx: the title row of a page: what this is, how many, and its actions.
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./PageHeader.module.css";

interface PageHeaderProps {
  title: string;
  lead?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, lead, note, actions }: PageHeaderProps) {
  return (
    <div className={classes.header}>
      <title>{`${title} · Roost`}</title>
      {lead}
      <Title order={1} fz={17} className={classes.title}>
        {title}
      </Title>
      {note && <span className={`${classes.note} tabular`}>{note}</span>}
      <div className={classes.actions}>{actions}</div>
    </div>
  );
}
