// JobRow.tsx: one job of the tray: name, progress in numbers, time left, cancel.
import { CloseButton, Progress, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { forget_job, is_open, job_query, type TrackedJob, useCancelJob } from "@/api/jobs";
import type { Job, JobState } from "@/api/types";
import { sentence } from "@/lib/errors";
import { format_duration, format_number } from "@/lib/format";
import { useLiveQuery } from "@/lib/use_live";
import { notify_problem } from "@/ui/notify";
import type { Tone } from "@/ui/tokens";
import { ToneBadge } from "@/ui/ToneBadge";
import classes from "./JobRow.module.css";

const TONE: Record<JobState, Tone> = { queued: "grey", running: "blue", succeeded: "green", failed: "red", cancelled: "grey" };

function Numbers({ job }: { job: Job }) {
  const { t } = useTranslation();
  const done = format_number(job.done);
  const count = job.total === null ? done : t("shell.jobs.count", { done, total: format_number(job.total) });
  const left = job.eta_s === null || !is_open(job) ? null : t("shell.jobs.left", { time: format_duration(job.eta_s) });
  return <span className="tabular">{[count, left].filter(Boolean).join(" · ")}</span>;
}

export function JobRow({ entry }: { entry: TrackedJob }) {
  const { t } = useTranslation();
  const cancel = useCancelJob();
  const { data: job, error } = useQuery(job_query(entry.id));
  useLiveQuery(`jobs/${entry.id}`, ["jobs", entry.id]);
  const running = job !== undefined && is_open(job);
  const close_name = running ? t("shell.jobs.cancel", { name: entry.title }) : t("shell.jobs.dismiss");
  const close = () =>
    running ? void cancel(entry.id).catch((reason: unknown) => notify_problem(close_name, reason)) : forget_job(entry.id);
  return (
    <div className={classes.row}>
      <div className={classes.top}>
        <Text size="sm" fw={550} truncate>{entry.title}</Text>
        <CloseButton size="sm" aria-label={close_name} title={close_name} onClick={close} />
      </div>
      {job && running && <Progress value={job.percent ?? 0} size={4} animated={job.percent === null} aria-label={entry.title} />}
      <div className={classes.below}>
        {job && <ToneBadge tone={TONE[job.state]}>{t(`shell.jobs.state.${job.state}`)}</ToneBadge>}
        {job && <Numbers job={job} />}
        {error !== null && sentence(error)}
      </div>
      {job?.problem && <Text size="xs" c="red">{job.problem.detail ?? job.problem.title}</Text>}
    </div>
  );
}
