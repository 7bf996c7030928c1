// columns.ts: the columns of the account grid.
import { t } from "@/lib/i18n";
import { check_text } from "@/ui/data-sheet/checks";
import type { Checked, SheetColumn, StateOption } from "@/ui/data-sheet/types";
import { full_address, known_proxy, parse_address, short_address } from "./proxy_names";
import { proxy_words } from "./proxy_words";
import type { Account } from "./queries";
import { error_words, next_states, progress, state_options, step_name } from "./states";

export interface AccountColumnOptions {
  may_change: boolean;
  models: StateOption[];
  hide_model?: boolean;
}

type Column = SheetColumn<Account>;
type TimeKey = "created_at" | "updated_at" | "due_at" | "warmup_started_at" | "warmup_completed_at" | "last_error_at" | "last_bot_action_at" | "assigned_to_model_at" | "proxy_assigned_at";

const title = (key: string) => t(`accounts.column.${key}` as "accounts.column.username");
const time = (key: TimeKey, hidden = true): Column => ({ key, title: title(key), kind: "time", value: (a) => a[key], width: 120, hidden });

const check_username = (text: string): Checked =>
  check_text({ required: true, pattern: /^[a-z0-9._]{1,30}$/, reason: t("accounts.check.username") })(
    text.trim().toLowerCase().replace(/^@/, ""),
  );

function check_lifecycle(text: string, account: Account): Checked {
  const wanted = text.trim().toLowerCase();
  const found = state_options().find((state) => state.value === wanted || state.label.toLowerCase() === wanted);
  if (found === undefined) return { reason: t("sheet.check.state", { text }) };
  const allowed = next_states(account);
  if (found.value === account.lifecycle_state || allowed.some((state) => state === found.value)) return { value: found.value };
  const words = allowed.map((state) => t(`accounts.state.${state}`)).join(", ");
  return { reason: t("accounts.check.transition", { allowed: words }) };
}

const check_model = (models: StateOption[]) => (text: string): Checked => {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return { value: null };
  const found = models.find((model) => model.label.toLowerCase() === wanted || model.value === wanted);
  return found ? { value: found.value } : { reason: t("accounts.check.model", { text }) };
};

/** While an edit is on its way, or was refused, the row holds the typed address itself. */
const proxy_cell = ({ proxy_id }: Account): string | number | null => proxy_id;

function proxy_of(account: Account) {
  const id = proxy_cell(account);
  return typeof id === "number" ? known_proxy(id) : undefined;
}

function proxy_text(account: Account, words: (proxy: NonNullable<ReturnType<typeof known_proxy>>) => string): string {
  const id = proxy_cell(account);
  const proxy = proxy_of(account);
  return proxy === undefined ? (typeof id === "number" ? `#${id}` : (id ?? "")) : words(proxy);
}

/** Nothing, the number of a proxy, or its address: which proxy that is, the server knows. */
function check_proxy(text: string, account: Account): Checked {
  const written = text.trim();
  if (written === "") return { value: null };
  if (written === proxy_text(account, full_address)) return { value: account.proxy_id };
  const number = /^#?(\d{1,15})$/.exec(written)?.[1];
  if (number !== undefined) return { value: Number(number) };
  return parse_address(written) ? { value: written } : { reason: t("accounts.check.proxy") };
}

export function account_columns({ may_change, models, hide_model = false }: AccountColumnOptions): Column[] {
  const columns: Column[] = [
    { key: "username", title: title("username"), kind: "text", value: (a) => a.username, width: 200, pinned: true, opens: true,
      edit: { check: check_username } },
    { key: "lifecycle_state", title: title("state"), kind: "state", states: state_options(), value: (a) => a.lifecycle_state, width: 128,
      edit: { check: check_lifecycle } },
    { key: "warmup_step", title: title("warmup"), kind: "steps", value: (a) => a.warmup_step ?? (a.warmup_completed_at ? 6 : 0),
      steps: progress, text: (a) => step_name(a) ?? "", width: 134, filterable: true },
    { key: "requires_human_review", title: title("review"), kind: "state", width: 144, value: (a) => (a.requires_human_review ? "true" : null),
      states: [{ value: "true", label: t("accounts.needs_person"), tone: "violet" }, { value: "false", label: t("common.no"), tone: "grey" }] },
    { key: "model_id", title: title("model"), kind: "state", plain: true, states: models, value: (a) => (a.model_id === null ? null : String(a.model_id)),
      width: 140, hidden: hide_model, edit: { check: check_model(models) } },
    { key: "proxy_id", title: title("proxy"), kind: "number", align: "left", value: (a) => a.proxy_id, width: 196,
      text: (a) => proxy_text(a, short_address), copy: (a) => proxy_text(a, full_address),
      note: (a) => (proxy_of(a) === undefined ? undefined : proxy_text(a, (proxy) => `${proxy_words(proxy)} · #${proxy.id}`)),
      edit: { check: check_proxy } },
    { key: "last_error_message", title: title("error"), kind: "text", value: (a) => a.last_error_message, width: 260, tone: () => "red" },
    { key: "retry_count", title: title("retries"), kind: "number", value: (a) => a.retry_count, text: (a) => (a.retry_count === 0 ? "" : String(a.retry_count)), width: 84, summable: true },
    time("last_bot_action_at", false),
    { key: "email", title: title("email"), kind: "text", value: (a) => a.email, width: 200,
      edit: { check: check_text({ max: 254, pattern: /^\S+@\S+\.\S+$/, reason: t("accounts.check.email") }) } },
    { key: "tags", title: title("tags"), kind: "text", value: (a) => tags_text(a), width: 130, edit: { check: check_text({ max: 300 }) } },
    time("created_at", false),
    time("due_at"),
    { key: "last_error_code", title: title("error_code"), kind: "text", value: (a) => a.last_error_code, text: (a) => error_words(a.last_error_code), width: 140, hidden: true },
    { key: "last_bot_action_by", title: title("bot"), kind: "text", value: (a) => a.last_bot_action_by, width: 130, hidden: true },
    { key: "cleanup_step", title: title("cleanup_step"), kind: "number", value: (a) => a.cleanup_step, width: 100, hidden: true },
    { key: "import_id", title: title("import"), kind: "number", value: (a) => a.import_id, width: 90, hidden: true },
    time("warmup_started_at"),
    time("warmup_completed_at"),
    time("assigned_to_model_at"),
    time("proxy_assigned_at"),
    time("last_error_at"),
    time("updated_at"),
    { key: "id", title: title("id"), kind: "number", value: (a) => a.id, text: (a) => String(a.id), width: 90, hidden: true },
  ];
  return may_change ? columns : columns.map((column) => ({ ...column, edit: undefined }));
}

/** While an edit is on its way the row holds the typed text itself. */
function tags_text(account: Account): string {
  const tags = account.tags as string[] | string | null;
  return Array.isArray(tags) ? tags.join(", ") : (tags ?? "");
}
