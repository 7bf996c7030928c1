// columns.ts: the columns of the proxy grid.
import { t } from "@/lib/i18n";
import { check_number, check_state, check_text } from "@/ui/data-sheet/checks";
import type { SheetColumn, StateOption } from "@/ui/data-sheet/types";
import type { Tone } from "@/ui/tokens";
import type { Proxy } from "./queries";

const TONES: Record<Proxy["status"], Tone> = { active: "green", failing: "red", disabled: "grey" };
export const status_tone = (status: Proxy["status"]): Tone => TONES[status];

export const proxy_statuses = (): StateOption[] =>
  (["active", "failing", "disabled"] as const).map((value) => ({ value, label: t(`proxies.status.${value}`), tone: TONES[value] }));

const kinds: StateOption[] = [
  { value: "http", label: "HTTP", tone: "grey" },
  { value: "socks5", label: "SOCKS5", tone: "grey" },
];

type TextKey = "provider" | "country" | "city" | "location";

const place = (key: TextKey, max: number, width = 130, hidden = false): SheetColumn<Proxy> => ({
  key,
  title: t(`proxies.column.${key}`),
  kind: "text",
  value: (proxy) => proxy[key],
  width,
  hidden,
  edit: { check: check_text({ max }) },
});

export interface ProxyColumnOptions {
  may_change: boolean;
  model_name: (id: number) => string | undefined;
}

export function proxy_columns({ may_change, model_name }: ProxyColumnOptions): SheetColumn<Proxy>[] {
  const c = (key: string) => t(`proxies.column.${key}` as "proxies.column.port");
  const columns: SheetColumn<Proxy>[] = [
    { key: "host", title: c("address"), kind: "text", value: (p) => p.host, width: 180, pinned: true, opens: true },
    { key: "port", title: c("port"), kind: "number", value: (p) => p.port, text: (p) => String(p.port), width: 80 },
    { key: "username", title: c("username"), kind: "text", value: (p) => p.username, width: 120 },
    { key: "status", title: c("status"), kind: "state", states: proxy_statuses(), value: (p) => p.status, width: 118,
      edit: { check: check_state(proxy_statuses().filter((state) => state.value !== "failing")) } },
    { key: "account_count", title: c("slots"), kind: "meter", value: (p) => p.account_count, summable: true, width: 140,
      meter: (p) => ({ used: p.account_count, of: p.max_accounts }) },
    place("provider", 100, 120),
    place("country", 100, 80),
    place("city", 100, 110),
    { key: "max_accounts", title: c("max_accounts"), kind: "number", value: (p) => p.max_accounts, summable: true, width: 112,
      edit: { check: check_number({ min: 1, max: 100_000 }) } },
    { key: "max_concurrent", title: c("max_concurrent"), kind: "number", value: (p) => p.max_concurrent, width: 90,
      edit: { check: check_number({ min: 1, max: 1000 }) } },
    place("location", 200, 130, true),
    { key: "monthly_cost_cents", title: c("cost"), kind: "money", value: (p) => p.monthly_cost_cents, summable: true, width: 130,
      text: (p) => `${(p.monthly_cost_cents / 100).toFixed(2)} ${p.currency}`,
      edit: { check: check_number({ min: 0, max: 100_000_000, scale: 100 }) } },
    { key: "kind", title: c("kind"), kind: "state", plain: true, states: kinds, value: (p) => p.kind, width: 100 },
    { key: "assigned_model_id", title: c("model"), kind: "number", value: (p) => p.assigned_model_id, width: 130, hidden: true,
      text: (p) => (p.assigned_model_id === null ? "" : (model_name(p.assigned_model_id) ?? String(p.assigned_model_id))) },
    { key: "last_tested_at", title: c("tested"), kind: "time", value: (p) => p.last_tested_at, width: 110 },
    { key: "latency_ms", title: c("latency"), kind: "number", value: (p) => p.latency_ms, width: 90,
      text: (p) => (p.latency_ms === null ? "" : t("proxies.latency", { ms: p.latency_ms })) },
    { key: "exit_address", title: c("exit"), kind: "text", value: (p) => p.exit_address, width: 140, hidden: true },
    { key: "last_error_message", title: c("error"), kind: "text", value: (p) => p.last_error_message, width: 240, tone: () => "red" },
    { key: "created_at", title: c("created"), kind: "time", value: (p) => p.created_at, width: 110, hidden: true },
  ];
  return may_change ? columns : columns.map((column) => ({ ...column, edit: undefined }));
}
