// ProxyImportPage.tsx: proxies from pasted lines or a file: check, import, see what was rejected.
import { Button, Group, NativeSelect, NumberInput, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { is_job_started, is_open, job_query, track_job } from "@/api/jobs";
import { format_number } from "@/lib/format";
import { take_pasted } from "@/lib/pasted";
import { DropZone } from "@/ui/DropZone";
import { FormProblem } from "@/ui/FormProblem";
import { JobProgress } from "@/ui/JobProgress";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";
import { ProxyImportView } from "./ProxyImportView";
import { import_proxies, type ProxyImportOptions, type ProxyImportResult } from "./queries";

type Options = Omit<ProxyImportOptions, "dry_run">;

export function ProxyImportPage({ on_done }: { on_done: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, set_text] = useState(() => take_pasted() ?? "");
  const [file, set_file] = useState<File | null>(null);
  const [options, set_options] = useState<Options>({ kind: "http", max_accounts: 3, provider: "" });
  const body = file ?? new Blob([text]);
  const run = useMutation({
    mutationFn: async (dry_run: boolean) => {
      const answer = await import_proxies(body, { ...options, dry_run });
      if (is_job_started(answer)) track_job(answer.job_id, t("proxies.importing.title"));
      await client.invalidateQueries({ queryKey: ["proxies"] });
      return { dry_run, answer };
    },
  });
  const { data } = run;
  const job_id = data && is_job_started(data.answer) ? data.answer.job_id : null;
  const { data: job } = useQuery({ ...job_query<ProxyImportResult>(job_id ?? 0), enabled: job_id !== null });
  const result = data === undefined ? null : is_job_started(data.answer) ? (job?.result ?? null) : data.answer;
  const change = (next: Partial<Options>) => {
    set_options({ ...options, ...next });
    run.reset();
  };
  const checked = data?.dry_run === true && result !== null;
  const is_done = data?.dry_run === false && result !== null;
  const reset = () => {
    run.reset();
    set_text("");
    set_file(null);
  };
  if (job_id !== null && (job === undefined || is_open(job as never))) {
    return (
      <PageBody width={760}>
        <JobProgress
          job={job as never}
          title={t("proxies.importing.title")}
          cancel={t("common.cancel")}
          speed={(number) => t("accounts.importing.speed", { number })}
          left={(time) => t("accounts.importing.left", { time })}
        />
      </PageBody>
    );
  }
  return (
    <>
      <PageHeader title={t("proxies.importing.title")} />
      <PageBody width={760}>
        {is_done && result ? (
          <ProxyImportView result={result} dry_run={false}>
            <Button onClick={on_done}>{t("proxies.importing.done")}</Button>
            <Button variant="default" onClick={reset}>
              {t("proxies.importing.again")}
            </Button>
          </ProxyImportView>
        ) : (
          <Stack gap="md">
            {file ? (
              <Group gap="xs">
                <Text size="sm">{file.name}</Text>
                <Button variant="subtle" size="compact-xs" onClick={reset}>
                  {t("accounts.importing.other_file")}
                </Button>
              </Group>
            ) : (
              <>
                <DropZone
                  title={t("accounts.importing.drop")}
                  or={t("accounts.importing.or")}
                  choose={t("accounts.importing.choose")}
                  hint={t("proxies.importing.formats")}
                  accept=".txt,.csv,text/plain,text/csv"
                  on_file={set_file}
                />
                <Textarea
                  label={t("proxies.importing.or_paste")}
                  description={t("proxies.importing.paste_hint")}
                  value={text}
                  onChange={(event) => {
                    set_text(event.currentTarget.value);
                    run.reset();
                  }}
                  rows={7}
                  spellCheck={false}
                  classNames={{ input: "mono" }}
                />
              </>
            )}
            <Group gap="sm" align="end">
              <NativeSelect
                label={t("proxies.importing.kind")}
                value={options.kind}
                onChange={(event) => change({ kind: event.currentTarget.value as Options["kind"] })}
                data={[{ value: "http", label: "HTTP" }, { value: "socks5", label: "SOCKS5" }]}
              />
              <NumberInput label={t("proxies.form.max_accounts")} min={1} max={100_000} value={options.max_accounts} onChange={(value) => change({ max_accounts: Number(value) || 1 })} w={150} />
              <TextInput label={t("proxies.form.provider")} value={options.provider} maxLength={100} onChange={(event) => change({ provider: event.currentTarget.value })} />
            </Group>
            {checked && <ProxyImportView result={result} dry_run />}
            <FormProblem error={run.error} />
            <Group gap="xs">
              {!checked && (
                <Button variant="default" disabled={body.size === 0} loading={run.isPending && run.variables} onClick={() => run.mutate(true)}>
                  {t("proxies.importing.check")}
                </Button>
              )}
              <Button disabled={body.size === 0 || (checked && result.imported === 0)} loading={run.isPending && !run.variables} onClick={() => run.mutate(false)}>
                {checked ? t("proxies.importing.run", { count: result.imported, number: format_number(result.imported) }) : t("proxies.import")}
              </Button>
            </Group>
          </Stack>
        )}
      </PageBody>
    </>
  );
}
