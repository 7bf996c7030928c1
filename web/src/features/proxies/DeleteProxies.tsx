// DeleteProxies.tsx: the choice that deleting proxies in use needs: what becomes of their accounts.
import { Button, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface DeleteProxiesProps {
  title: string;
  text: string;
  busy: boolean;
  choose: (accounts: "move" | "leave") => void;
  close: () => void;
}

export function DeleteProxies({ title, text, busy, choose, close }: DeleteProxiesProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} size={440}>
      <Text size="sm">{text}</Text>
      <Stack gap="xs" mt="md">
        <Button loading={busy} onClick={() => choose("move")}>
          {t("proxies.in_use.move")}
        </Button>
        <Button variant="default" color="red" loading={busy} onClick={() => choose("leave")}>
          {t("proxies.in_use.leave")}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t("common.cancel")}
        </Button>
      </Stack>
    </Modal>
  );
}
