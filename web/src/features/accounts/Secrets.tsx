// Secrets.tsx: password and extra fields, shown on demand to those who may; every showing is audited.
import { Button, Code, CopyButton, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FieldList } from "@/ui/FieldList";
import { notify_problem } from "@/ui/notify";
import { reveal_account } from "./queries";

function Secret({ value }: { value: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <>
          <Code>{value}</Code>{" "}
          <Button variant="subtle" size="compact-xs" onClick={copy}>
            {copied ? t("common.copied") : t("common.copy")}
          </Button>
        </>
      )}
    </CopyButton>
  );
}

export function Secrets({ id }: { id: number }) {
  const { t } = useTranslation();
  const reveal = useMutation({
    mutationFn: () => reveal_account(id),
    onError: (error) => notify_problem(t("accounts.panel.reveal"), error),
  });
  if (reveal.data === undefined) {
    return (
      <Button variant="default" size="compact-sm" mt="sm" loading={reveal.isPending} onClick={() => reveal.mutate()}>
        {t("accounts.panel.reveal")}
      </Button>
    );
  }
  const extra = Object.entries(reveal.data.extra).map(([name, value]): [string, React.ReactNode] => [name, <Secret key={name} value={String(value)} />]);
  return (
    <>
      <FieldList fields={[[t("accounts.panel.password"), reveal.data.password && <Secret key="password" value={reveal.data.password} />], ...extra]} />
      <Text size="xs" c="dimmed" mt={6}>
        {t("accounts.panel.revealed")}
      </Text>
    </>
  );
}
