// SplitView.tsx: a list with a panel beside it (over it on a phone).
import type { ReactNode } from "react";

export function SplitView({ children, panel }: { children: ReactNode; panel?: ReactNode }) {
  return (
    <div style={{ flex: 1, minHeight: 0, display: "flex", position: "relative" }}>
      <div style={{ flex: 1, minWidth: 0, minHeight: 0, display: "flex", flexDirection: "column" }}>{children}</div>
      {panel}
    </div>
  );
}
