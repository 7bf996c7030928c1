// errors.ts: turns any failure into a sentence for a person: what happened, what was kept, what to do.
import type { Problem } from "@/api/types";
import { ApiProblem } from "@/api/problem";
import { t } from "./i18n";

export interface Explained {
  title: string;
  hint: string;
  request_id?: string;
  fields: Record<string, string>;
}

const BY_STATUS: Record<number, string> = {
  401: "signed_out",
  402: "plan",
  403: "forbidden",
  404: "missing",
  409: "conflict",
  412: "race",
  413: "too_large",
  415: "wrong_type",
  422: "invalid",
  429: "pace",
  503: "unavailable",
};

/** A gateway that finds no Roost behind it answers without the request's id: nothing was recorded that one could pass on. */
const is_unreached = ({ status, request_id }: Problem) => status === 0 || ((status === 502 || status === 503) && request_id === undefined);

function hint_for(problem: Problem): string {
  const kind = is_unreached(problem) ? "offline" : BY_STATUS[problem.status] ?? (problem.status >= 500 ? "server" : "other");
  return t(`errors.hint.${kind}` as "errors.hint.other", { seconds: problem.retry_after_s ?? 5 });
}

export function explain(error: unknown): Explained {
  if (!(error instanceof ApiProblem)) {
    return { title: t("errors.unexpected"), hint: t("errors.hint.server"), fields: {} };
  }
  const problem = error.problem;
  const fields: Record<string, string> = {};
  for (const entry of problem.errors ?? []) fields[entry.field.replace(/^\//, "")] = entry.message;
  const own = is_unreached(problem) ? t("errors.offline") : (problem.detail ?? problem.title);
  return { title: own || t("errors.unexpected"), hint: hint_for(problem), request_id: problem.request_id, fields };
}

/** One line, for a tooltip or a notice. */
export function sentence(error: unknown): string {
  const { title, fields } = explain(error);
  const details = Object.values(fields);
  return details.length > 0 ? `${title}: ${details.join("; ")}` : title;
}

export function is_status(error: unknown, status: number): error is ApiProblem {
  return error instanceof ApiProblem && error.status === status;
}
