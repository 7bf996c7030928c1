// PacingFields.tsx: how fast accounts are warmed up.
import { Group, NumberInput, SimpleGrid, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { format_duration } from "@/lib/format";
import { Section } from "@/ui/Section";
import { backoff_waits } from "./backoff";
import { DurationInput } from "./DurationInput";
import type { Warmup } from "./queries";

interface PacingFieldsProps {
  warmup: Warmup;
  errors: Record<string, string>;
  change: (changes: Partial<Warmup>) => void;
}

const DAY_S = 86_400;
const NINE_TO_SIX = { from: "09:00", to: "18:00" };

function Hours({ warmup, change }: Omit<PacingFieldsProps, "errors">) {
  const { t } = useTranslation();
  const { hours } = warmup;
  return (
    <Stack gap={8}>
      <Switch label={t("settings.hours")} checked={hours !== null} onChange={(event) => change({ hours: event.currentTarget.checked ? NINE_TO_SIX : null })} />
      {hours && (
        <Group gap="sm" align="end">
          <TextInput type="time" label={t("settings.from")} value={hours.from} onChange={(event) => change({ hours: { ...hours, from: event.currentTarget.value } })} />
          <TextInput type="time" label={t("settings.to")} value={hours.to} onChange={(event) => change({ hours: { ...hours, to: event.currentTarget.value } })} />
          {hours.to < hours.from && (
            <Text size="xs" c="dimmed" pb={8}>
              {t("settings.over_midnight")}
            </Text>
          )}
        </Group>
      )}
    </Stack>
  );
}

export function PacingFields({ warmup, errors, change }: PacingFieldsProps) {
  const { t } = useTranslation();
  const waits = backoff_waits(warmup).map((seconds) => format_duration(seconds));
  const number = (key: "cap_per_account_day" | "cap_per_proxy_day" | "max_retries", label: string, max: number, description?: string) => (
    <NumberInput label={label} description={description} min={0} max={max} value={warmup[key]} error={errors[`warmup.${key}`]} onChange={(value) => change({ [key]: Number(value) || 0 })} />
  );
  const duration = (key: "gap_s" | "backoff_base_s" | "backoff_max_s" | "lease_s", label: string, min: number, max: number) => (
    <DurationInput label={label} seconds={warmup[key]} min={min} max={max} error={errors[`warmup.${key}`]} on_change={(seconds) => change({ [key]: seconds })} />
  );
  return (
    <>
      <Section title={t("settings.warmup")} text={t("settings.warmup_hint")}>
        <Stack gap="md">
          <Switch label={t("settings.auto_start")} description={t("settings.auto_start_hint")} checked={warmup.auto_start} onChange={(event) => change({ auto_start: event.currentTarget.checked })} />
          <Switch label={t("settings.require_proxy")} checked={warmup.require_proxy} onChange={(event) => change({ require_proxy: event.currentTarget.checked })} />
          <Hours warmup={warmup} change={change} />
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" style={{ alignItems: "end" }}>
            {duration("gap_s", t("settings.gap"), 0, 30 * DAY_S)}
            {number("cap_per_account_day", t("settings.cap_account"), 1000, t("settings.cap_hint"))}
            {number("cap_per_proxy_day", t("settings.cap_proxy"), 100_000, t("settings.cap_hint"))}
          </SimpleGrid>
        </Stack>
      </Section>
      <Section title={t("settings.retries")} text={waits.length === 0 ? t("settings.no_retries") : t("settings.backoff_words", { waits: waits.join(", ") })}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" style={{ alignItems: "end" }}>
          {number("max_retries", t("settings.max_retries"), 20)}
          {duration("lease_s", t("settings.lease"), 2, DAY_S)}
          {duration("backoff_base_s", t("settings.backoff_base"), 0, DAY_S)}
          {duration("backoff_max_s", t("settings.backoff_max"), 0, 7 * DAY_S)}
        </SimpleGrid>
      </Section>
    </>
  );
}
