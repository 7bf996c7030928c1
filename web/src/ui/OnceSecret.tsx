// OnceSecret.tsx: something that is shown this once, with a button to copy it.
import { Button, Code, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface OnceSecretProps {
  title: string;
  text: string;
  values: [label: string, value: string][];
  close: () => void;
}

export function OnceSecret({ title, text, values, close }: OnceSecretProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} size={560}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {text}
        </Text>
        {values.map(([label, value]) => (
          <div key={label}>
            <Text size="xs" c="dimmed" mb={3}>
              {label}
            </Text>
            <Group gap="xs" wrap="nowrap">
              <Code block style={{ flex: 1, overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
                {value}
              </Code>
              <CopyButton value={value}>
                {({ copied, copy }) => (
                  <Button variant="default" onClick={copy}>
                    {copied ? t("common.copied") : t("common.copy")}
                  </Button>
                )}
              </CopyButton>
            </Group>
          </div>
        ))}
        <Group justify="flex-end">
          <Button onClick={close}>{t("common.close")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
