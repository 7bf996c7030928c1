// ImportPage.tsx: a file of accounts, from dropping it to its result.
import { Alert, Button, Progress, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { take_pasted } from "@/lib/pasted";
import { DropZone } from "@/ui/DropZone";
import type { StateOption } from "@/ui/data-sheet/types";
import { ErrorState } from "@/ui/ErrorState";
import { FormProblem } from "@/ui/FormProblem";
import { JobProgress } from "@/ui/JobProgress";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";
import { usePaste } from "@/ui/use_paste";
import { CheckStep } from "./CheckStep";
import { ImportResultView } from "./ImportResultView";
import { type ImportState, useImport } from "./use_import";

interface ImportPageProps {
  models: StateOption[];
  model_id: string | null;
  undo: (undo_id: number) => void;
  show_accounts: () => void;
}

function FileStep({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  const [text, set_text] = useState("");
  const { send_file, progress } = state;
  const send_text = (lines: string) => send_file.mutate(new File([lines], t("accounts.importing.pasted"), { type: "text/plain" }));
  usePaste(send_text);
  const begin = useEffectEvent(() => {
    const lines = take_pasted();
    if (lines !== null) send_text(lines);
  });
  useEffect(() => begin(), []);
  if (send_file.isPending) {
    return (
      <Stack gap={8}>
        <Text fw={600}>{t("accounts.importing.uploading", { name: send_file.variables?.name })}</Text>
        <Progress value={progress * 100} size={10} radius={5} aria-label={t("accounts.importing.uploading", { name: send_file.variables?.name })} />
      </Stack>
    );
  }
  return (
    <Stack>
      <DropZone
        title={t("accounts.importing.drop")}
        or={t("accounts.importing.or")}
        choose={t("accounts.importing.choose")}
        hint={t("accounts.importing.formats")}
        accept=".txt,.csv,.tsv,text/plain,text/csv"
        on_file={(file) => send_file.mutate(file)}
      />
      <Textarea
        label={t("accounts.importing.or_paste")}
        description={t("accounts.importing.paste_hint")}
        value={text}
        onChange={(event) => set_text(event.currentTarget.value)}
        rows={5}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: "mono" }}
      />
      <Button variant="default" w="fit-content" disabled={text.trim() === ""} onClick={() => send_text(text)}>
        {t("accounts.importing.read_pasted")}
      </Button>
      <FormProblem error={send_file.error} />
    </Stack>
  );
}

function Outcome({ state, undo, show_accounts }: { state: ImportState } & Pick<ImportPageProps, "undo" | "show_accounts">) {
  const { t } = useTranslation();
  const { result, problem, job } = state;
  const undo_id = result?.undo_id ?? null;
  return (
    <Stack>
      {job?.state === "cancelled" && <Alert color="yellow">{t("accounts.importing.cancelled")}</Alert>}
      {problem && (
        <Alert color="red" title={t("accounts.importing.failed")}>
          {problem.detail ?? problem.title}
        </Alert>
      )}
      {result && (
        <ImportResultView result={result} dry_run={false} undo={undo_id === null ? undefined : () => undo(undo_id)}>
          <Button onClick={show_accounts}>{t("accounts.importing.to_accounts")}</Button>
        </ImportResultView>
      )}
      <Button variant="default" w="fit-content" onClick={state.reset}>
        {t("accounts.importing.again")}
      </Button>
    </Stack>
  );
}

export function ImportPage({ models, model_id, undo, show_accounts }: ImportPageProps) {
  const { t } = useTranslation();
  const state = useImport();
  const { preview, result, is_running, is_dry_run, job } = state;
  const is_done = !is_running && !is_dry_run && (result !== null || job !== undefined);
  const running_title = is_dry_run ? t("accounts.importing.checking") : t("accounts.importing.running");
  const body = () => {
    if (is_running) {
      return (
        <>
          <JobProgress
            job={job as never}
            title={running_title}
            cancel={t("accounts.importing.cancel")}
            speed={(number) => t("accounts.importing.speed", { number })}
            left={(time) => t("accounts.importing.left", { time })}
          />
          <Text size="sm" c="dimmed" mt="md">
            {t("accounts.importing.leave")}
          </Text>
        </>
      );
    }
    if (is_done) return <Outcome state={state} undo={undo} show_accounts={show_accounts} />;
    if (state.id === null) return <FileStep state={state} />;
    if (preview.error) return <ErrorState error={preview.error} retry={state.reset} />;
    if (preview.data === undefined) return <Skeleton h={300} />;
    return <CheckStep key={state.id} state={state} preview={preview.data} models={models} model_id={model_id} />;
  };
  return (
    <>
      <PageHeader title={t("accounts.importing.title")} />
      <PageBody width={1000}>{body()}</PageBody>
    </>
  );
}
