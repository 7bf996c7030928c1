// page_states.tsx: what stands in a page's place while it loads, when it failed, or when it is not there.
import { Button, Skeleton, Stack } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";

export function PagePending() {
  return (
    <Stack p="lg" gap="sm" aria-busy>
      <Skeleton h={22} w={180} />
      <Skeleton h={14} mt="md" />
      <Skeleton h={14} />
      <Skeleton h={14} w="70%" />
    </Stack>
  );
}

export function PageFailure({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} retry={reset} />;
}

export function PageMissing() {
  const { t } = useTranslation();
  const go_home = (
    <Button component={Link} to="/">
      {t("errors.go_home")}
    </Button>
  );
  return <EmptyState title={t("errors.page_missing")} text={t("errors.page_missing_hint")} action={go_home} />;
}
