// FormDialog.tsx: a small form in a dialog: fields, what it does, and one button that says so.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FormProblem } from "./FormProblem";

interface FormDialogProps {
  title: string;
  text?: string;
  submit: string;
  on_submit: () => void;
  close: () => void;
  can_submit?: boolean;
  busy?: boolean;
  danger?: boolean;
  error?: unknown;
  children?: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { t } = useTranslation();
  const on_submit = (event: FormEvent) => {
    event.preventDefault();
    props.on_submit();
  };
  return (
    <Modal opened onClose={props.close} title={props.title} size={440}>
      <form onSubmit={on_submit} noValidate>
        <Stack gap="sm">
          {props.text && (
            <Text size="sm" c="dimmed">
              {props.text}
            </Text>
          )}
          {props.children}
          <FormProblem error={props.error} />
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={props.close}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" color={props.danger ? "red" : undefined} loading={props.busy} disabled={props.can_submit === false}>
              {props.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
