// FloatingMenu.tsx: a menu at a place on the screen instead of at a button.
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";

interface FloatingMenuProps {
  at: { x: number; y: number; height?: number };
  label: string;
  close: () => void;
  children: ReactNode;
}

export function FloatingMenu({ at, label, close, children }: FloatingMenuProps) {
  return (
    <Menu opened onChange={(opened) => (opened ? undefined : close())} position="bottom-start" offset={2} width={252}>
      <Menu.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y + (at.height ?? 0), width: 1, height: 1 }} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
    </Menu>
  );
}
