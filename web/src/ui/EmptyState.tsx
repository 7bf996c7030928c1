// EmptyState.tsx: what a list is, why it is empty, and the one button that fills it.
import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
}

export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap={6} py={56} px="md" ta="center">
      {icon && <span style={{ color: "var(--r-text-faint)", lineHeight: 0, marginBottom: 6 }}>{icon}</span>}
      <Title order={2} fz={15}>
        {title}
      </Title>
      <Text c="dimmed" size="sm" maw={420}>
        {text}
      </Text>
      {action && <div style={{ marginTop: 10 }}>{action}</div>}
    </Stack>
  );
}
