// ProxyForm.tsx: adding a proxy or changing one, in a dialog.
import { Button, Group, Modal, NativeSelect, NumberInput, PasswordInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import { FormProblem } from "@/ui/FormProblem";
import { change_proxy, create_proxy, type Proxy } from "./queries";

interface ProxyFormProps {
  proxy: Proxy | null;
  close: () => void;
  on_saved: (proxy: Proxy) => void;
}

function initial(proxy: Proxy | null) {
  return {
    kind: proxy?.kind ?? ("http" as Proxy["kind"]),
    host: proxy?.host ?? "",
    port: proxy?.port ?? (8080 as number | string),
    username: proxy?.username ?? "",
    password: "",
    provider: proxy?.provider ?? "",
    country: proxy?.country ?? "",
    city: proxy?.city ?? "",
    max_accounts: proxy?.max_accounts ?? 3,
    max_concurrent: proxy?.max_concurrent ?? 1,
    cost: (proxy?.monthly_cost_cents ?? 0) / 100,
  };
}

export function ProxyForm({ proxy, close, on_saved }: ProxyFormProps) {
  const { t } = useTranslation();
  const form = useForm({ mode: "uncontrolled", initialValues: initial(proxy) });
  const save = useMutation({
    mutationFn: (values: ReturnType<typeof initial>) => {
      const { cost, password, ...fields } = values;
      const body = {
        ...fields,
        port: Number(fields.port),
        monthly_cost_cents: Math.round(cost * 100),
        ...(password === "" ? {} : { password }),
      };
      return proxy ? change_proxy(proxy.id, body) : create_proxy(body);
    },
    onSuccess: on_saved,
    onError: (error) => form.setErrors(explain(error).fields),
  });
  const text = (name: "host" | "username" | "provider" | "country" | "city", more: { description?: string } = {}) => (
    <TextInput label={t(`proxies.form.${name}`)} {...more} key={form.key(name)} {...form.getInputProps(name)} />
  );
  const number = (name: "max_accounts" | "max_concurrent" | "cost" | "port", min: number, max: number, decimals = 0) => (
    <NumberInput
      label={t(`proxies.form.${name}`)}
      min={min}
      max={max}
      decimalScale={decimals}
      hideControls
      key={form.key(name)}
      {...form.getInputProps(name)}
    />
  );
  return (
    <Modal opened onClose={close} title={proxy ? t("proxies.edit") : t("proxies.add")} size={520}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {text("host", { description: t("proxies.form.host_hint") })}
            <SimpleGrid cols={2} spacing="sm" style={{ alignItems: "end" }}>
              {number("port", 1, 65_535)}
              <NativeSelect
                label={t("proxies.form.kind")}
                data={[{ value: "http", label: "HTTP" }, { value: "socks5", label: "SOCKS5" }]}
                key={form.key("kind")}
                {...form.getInputProps("kind")}
              />
            </SimpleGrid>
            {text("username")}
            <PasswordInput
              label={t("proxies.form.password")}
              autoComplete="new-password"
              placeholder={proxy?.has_password ? t("proxies.form.password_kept") : undefined}
              visibilityToggleButtonProps={{ "aria-label": t("common.reveal") }}
              key={form.key("password")}
              {...form.getInputProps("password")}
            />
            {number("max_accounts", 1, 100_000)}
            {number("max_concurrent", 1, 1000)}
            {text("provider")}
            {number("cost", 0, 1_000_000, 2)}
            {text("country")}
            {text("city")}
          </SimpleGrid>
          <FormProblem error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {proxy ? t("common.save") : t("common.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
