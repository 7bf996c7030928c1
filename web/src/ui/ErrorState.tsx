// ErrorState.tsx: a failure in place of what could not be shown: what happened, what to do, and the request id a click away.
import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const [shown, set_shown] = useState(false);
  const { title, hint, request_id } = explain(error);
  return (
    <Stack align="center" gap={6} py={48} px="md" ta="center" role="alert">
      <Title order={2} fz={15}>
        {title}
      </Title>
      <Text c="dimmed" size="sm" maw={460}>
        {hint}
      </Text>
      <Group mt={8} gap={8}>
        {retry && (
          <Button variant="default" onClick={retry}>
            {t("common.try_again")}
          </Button>
        )}
        {request_id && !shown && (
          <Button variant="subtle" color="gray" onClick={() => set_shown(true)}>
            {t("common.show_request_id")}
          </Button>
        )}
      </Group>
      {shown && <Code>{request_id}</Code>}
    </Stack>
  );
}
