// JoinForm.tsx: name, e-mail and a new password; the form behind the first start and behind an invitation.
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import { FormProblem } from "@/ui/FormProblem";
import { me_query } from "./queries";
import { check_email, check_filled, check_password } from "./rules";

export interface NewPerson {
  name: string;
  email: string;
  password: string;
  workspace: string;
}

interface JoinFormProps {
  submit: string;
  email?: string;
  with_workspace: boolean;
  send: (person: NewPerson) => Promise<unknown>;
  on_done: () => void;
}

export function JoinForm({ submit, email = "", with_workspace, send, on_done }: JoinFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: "", email, workspace: "", password: "" },
    validate: {
      name: check_filled,
      email: check_email,
      password: check_password,
      workspace: (text) => (with_workspace ? check_filled(text) : null),
    },
  });
  const mutation = useMutation({
    mutationFn: async (values: NewPerson) => {
      await send(values);
      await client.fetchQuery({ ...me_query, staleTime: 0 });
    },
    onSuccess: on_done,
    onError: (error) => form.setErrors(explain(error).fields),
  });
  return (
    <form onSubmit={form.onSubmit((values) => mutation.mutate(values))} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("identity.name")}
          autoComplete="name"
          autoFocus
          size="md"
          key={form.key("name")}
          {...form.getInputProps("name")}
        />
        {with_workspace && (
          <TextInput
            label={t("identity.workspace")}
            description={t("identity.workspace_hint")}
            size="md"
            key={form.key("workspace")}
            {...form.getInputProps("workspace")}
          />
        )}
        <TextInput
          label={t("identity.email")}
          type="email"
          autoComplete="username"
          size="md"
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("identity.password")}
          description={t("identity.password_rule")}
          autoComplete="new-password"
          size="md"
          visibilityToggleButtonProps={{ "aria-label": t("identity.show_password") }}
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <FormProblem error={mutation.error} />
        <Button type="submit" size="md" fullWidth mt={4} loading={mutation.isPending}>
          {submit}
        </Button>
      </Stack>
    </form>
  );
}
