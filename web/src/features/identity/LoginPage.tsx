// LoginPage.tsx: e-mail and password to a session.
import { Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AuthFrame } from "./AuthFrame";
import { FormProblem } from "@/ui/FormProblem";
import { auth_options_query, log_in, me_query } from "./queries";
import { check_email, check_filled } from "./rules";

export function LoginPage({ on_done }: { on_done: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: { email: check_email, password: check_filled },
  });
  const mutation = useMutation({
    mutationFn: log_in,
    onSuccess: async () => {
      await client.fetchQuery({ ...me_query, staleTime: 0 });
      on_done();
    },
  });
  const { data: options } = useQuery(auth_options_query);
  const foot = options?.setup_required ? (
    t("identity.login.setup")
  ) : options?.registration === "open" ? (
    <Anchor size="sm" href="/register">{t("identity.login.register")}</Anchor>
  ) : (
    t("identity.login.no_account")
  );
  return (
    <AuthFrame title={t("identity.login.title")} foot={foot}>
      <form onSubmit={form.onSubmit((values) => mutation.mutate(values))} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t("identity.email")}
            type="email"
            autoComplete="username"
            autoFocus
            size="md"
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("identity.password")}
            autoComplete="current-password"
            size="md"
            visibilityToggleButtonProps={{ "aria-label": t("identity.show_password") }}
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
          <FormProblem error={mutation.error} />
          <Button type="submit" size="md" fullWidth mt={4} loading={mutation.isPending}>
            {t("identity.login.submit")}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  );
}
