// JobsTray.tsx: long work in progress, with its bars; it can be left and found again here.
import { ActionIcon, Popover, RingProgress, ScrollArea, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconProgressCheck } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { is_open, job_query, running_jobs_query, type TrackedJob, useTrackedJobs } from "@/api/jobs";
import { useLiveQuery } from "@/lib/use_live";
import { useSession } from "../use_session";
import { JobRow } from "./JobRow";
import classes from "./JobsTray.module.css";

/** Those this person started, then whatever else runs in the workspace. */
function useEveryJob(): TrackedJob[] {
  const { t } = useTranslation();
  const { may } = useSession();
  const own = useTrackedJobs();
  const { data } = useQuery({ ...running_jobs_query(), enabled: may("read") });
  useLiveQuery("jobs", running_jobs_query().queryKey);
  const name = (kind: string) => t(`shell.jobs.kind.${kind}` as "shell.jobs.kind.other", { defaultValue: kind.replaceAll(/[._]/g, " ") });
  const others = (data?.items ?? []).filter((job) => !own.some((entry) => entry.id === job.id));
  return [...own, ...others.map((job) => ({ id: job.id, title: name(job.kind) }))];
}

export function JobsTray() {
  const { t } = useTranslation();
  const [is_shown, shown] = useDisclosure();
  const tracked = useEveryJob();
  const jobs = useQueries({ queries: tracked.map((entry) => job_query(entry.id)) });
  const open = jobs.flatMap((query) => (query.data && is_open(query.data) ? [query.data] : []));
  const percent = open.length > 0 ? open.reduce((sum, job) => sum + (job.percent ?? 0), 0) / open.length : 0;
  const label = open.length > 0 ? `${t("shell.jobs.label")}: ${open.length}` : t("shell.jobs.label");
  return (
    <Popover position="bottom-end" onOpen={shown.open} onClose={shown.close} width={340} trapFocus>
      <Popover.Target>
        <Tooltip disabled={is_shown} label={label}>
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={label}>
            {open.length > 0 ? (
              <RingProgress size={20} thickness={3} sections={[{ value: Math.max(4, percent), color: "accent" }]} aria-hidden />
            ) : (
              <IconProgressCheck size={17} stroke={1.600} />
            )}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={classes.title}>{t("shell.jobs.title")}</div>
        <ScrollArea.Autosize mah={420}>
          {tracked.length === 0 && (
            <Text size="sm" c="dimmed" px={14} pb={14}>
              {t("shell.jobs.none")}
            </Text>
          )}
          {tracked.map((entry) => (
            <JobRow key={entry.id} entry={entry} />
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
