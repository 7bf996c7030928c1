// SettingsPage.tsx: the workspace's name, time zone, pacing and retries; saved together, with what is not saved yet in sight.
import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/lib/errors";
import { ErrorState } from "@/ui/ErrorState";
import { FormProblem } from "@/ui/FormProblem";
import { notify_done } from "@/ui/notify";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";
import { Section } from "@/ui/Section";
import { PacingFields } from "./PacingFields";
import { rename_workspace, save_settings, type Settings, settings_query } from "./queries";
import classes from "./SettingsPage.module.css";

interface Draft {
  name: string;
  settings: Settings;
}

export function SettingsPage({ name }: { name: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(settings_query());
  return (
    <>
      <PageHeader title={t("settings.title")} />
      <PageBody width={760}>
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {!data && !error && <Skeleton h={320} />}
        {data && <SettingsForm stored={{ name, settings: data }} />}
      </PageBody>
    </>
  );
}

function SettingsForm({ stored }: { stored: Draft }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, set_draft] = useState<Draft | null>(null);
  const { name, settings } = draft ?? stored;
  const zones = useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")], []);
  const change = (changes: Partial<Settings>) => set_draft({ name, settings: { ...settings, ...changes } });
  const save = useMutation({
    mutationFn: async () => {
      if (name !== stored.name) await rename_workspace(name.trim());
      return save_settings({ time_zone: settings.time_zone, warmup: settings.warmup });
    },
    onSuccess: async (saved) => {
      client.setQueryData(settings_query().queryKey, saved);
      await client.invalidateQueries({ queryKey: ["me"] });
      set_draft(null);
      notify_done(t("settings.saved"));
    },
  });
  const errors = save.error ? explain(save.error).fields : {};
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Section title={t("settings.workspace")}>
        <Stack gap="sm" maw={360}>
          <TextInput label={t("settings.name")} value={name} maxLength={100} error={errors.name} onChange={(event) => set_draft({ settings, name: event.currentTarget.value })} />
          <Select
            label={t("settings.time_zone")}
            description={t("settings.time_zone_hint")}
            data={zones}
            value={settings.time_zone}
            searchable
            allowDeselect={false}
            error={errors.time_zone}
            onChange={(zone) => change({ time_zone: zone ?? settings.time_zone })}
          />
        </Stack>
      </Section>
      <PacingFields
        warmup={settings.warmup}
        errors={errors}
        change={(changes) => change({ warmup: { ...settings.warmup, ...changes } })}
      />
      <FormProblem error={save.error} />
      {draft && (
        <div className={classes.bar} role="region" aria-label={t("settings.unsaved")}>
          <Text size="sm">{t("settings.unsaved")}</Text>
          <Group gap="xs">
            <Button variant="default" onClick={() => set_draft(null)}>
              {t("settings.discard")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("common.save")}
            </Button>
          </Group>
        </div>
      )}
    </form>
  );
}
