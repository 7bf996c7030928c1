// FieldList.tsx: names and values of one object, read top to bottom.
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./FieldList.module.css";

/** A field with a third part: its label is a name, and leads to that address. */
export function FieldList({ fields }: { fields: [label: string, value: ReactNode, href?: string][] }) {
  return (
    <dl className={classes.list}>
      {fields.map(([label, value, href], at) => (
        <div key={`${at}.${label}`} className={classes.field}>
          <dt>{href === undefined ? label : <Anchor component={Link} to={href} inherit>{label}</Anchor>}</dt>
          <dd>{value === null || value === undefined || value === "" ? <span className={classes.none}>–</span> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
