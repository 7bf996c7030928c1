// FieldList.tsx: names and values of one object, read top to bottom.
import type { ReactNode } from "react";
import classes from "./FieldList.module.css";

export function FieldList({ fields }: { fields: [label: string, value: ReactNode][] }) {
  return (
    <dl className={classes.list}>
      {fields.map(([label, value]) => (
        <div key={label} className={classes.field}>
          <dt>{label}</dt>
          <dd>{value === null || value === undefined || value === "" ? <span className={classes.none}>–</span> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
