// JobProgress.tsx: a running job with its numbers, speed, time left and a way to cancel it.
import { Button, Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCancelJob } from "@/api/jobs";
import type { Job } from "@/api/types";
import { format_duration, format_number } from "@/lib/format";
import { notify_problem } from "./notify";

interface JobProgressProps {
  job: Job | undefined;
  title: string;
  cancel: string;
  /** What is counted, as "{{number}} lines per second". */
  speed: (number: string) => string;
  left: (time: string) => string;
}

export function JobProgress({ job, title, cancel, speed, left }: JobProgressProps) {
  const { t } = useTranslation();
  const cancel_job = useCancelJob();
  // The clock is read once per answer of the server; between answers nothing moves.
  // oxlint-disable-next-line react-hooks/purity
  const seconds = job?.started_at ? (Date.now() - new Date(job.started_at).getTime()) / 1000 : 0;
  const per_second = job && seconds > 0.5 ? Math.round(job.done / seconds) : null;
  const count = job && (job.total === null ? format_number(job.done) : t("shell.jobs.count", { done: format_number(job.done), total: format_number(job.total) }));
  const parts = [
    count,
    per_second === null ? null : speed(format_number(per_second)),
    job && job.eta_s !== null ? left(format_duration(job.eta_s)) : null,
  ].filter(Boolean);
  const stop = () => job && void cancel_job(job.id).catch((error: unknown) => notify_problem(cancel, error));
  return (
    <div>
      <Group justify="space-between" mb={8}>
        <Text fw={600}>{title}</Text>
        <Button variant="default" size="compact-sm" onClick={stop} disabled={job === undefined}>
          {cancel}
        </Button>
      </Group>
      <Progress value={job?.percent ?? 0} size={10} radius={5} animated={(job?.percent ?? null) === null} aria-label={title} transitionDuration={200} />
      <Text size="sm" c="dimmed" mt={8} className="tabular" role="status">
        {parts.join(" · ")}
      </Text>
    </div>
  );
}
