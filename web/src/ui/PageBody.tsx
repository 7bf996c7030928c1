// PageBody.tsx: a scrolling page of bounded width, for everything that is not a grid.
import type { ReactNode } from "react";
import classes from "./PageBody.module.css";

export function PageBody({ children, width = 960 }: { children: ReactNode; width?: number }) {
  return (
    <div className={classes.scroll}>
      <div className={classes.body} style={{ maxWidth: width }}>
        {children}
      </div>
    </div>
  );
}
