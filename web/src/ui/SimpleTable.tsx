// SimpleTable.tsx: a short list that needs no grid.
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./SimpleTable.module.css";

interface SimpleTableProps<Row> {
  label: string;
  heads: string[];
  rows: Row[] | undefined;
  row_key: (row: Row) => string | number;
  cells: (row: Row) => ReactNode[];
}

export function SimpleTable<Row>({ label, heads, rows, row_key, cells }: SimpleTableProps<Row>) {
  if (rows === undefined) return <Skeleton h={92} />;
  return (
    // A frame that scrolls must be reachable by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head || String(index)} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row_key(row)}>
              {cells(row).map((cell, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
