// format.ts: numbers, money, sizes and times as people read them, in the language of the application.
import i18n from "./i18n";

const locale = () => i18n.language || "en";

export function format_number(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

export function format_percent(ratio: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(ratio);
}

export function format_money(cents: number, currency = "USD"): string {
  return new Intl.NumberFormat(locale(), { style: "currency", currency }).format(cents / 100);
}

export function format_bytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const options = { style: "unit", unit: units[power], unitDisplay: power === 0 ? "long" : "short", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), options).format(bytes / 1000 ** power);
}

export function format_time(at: string | number | Date): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "medium" }).format(new Date(at));
}

const WEEK_SECONDS = 604_800;

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "Oct 9", with the year when it is another one. */
function format_day(at: Date, now: number): string {
  const is_this_year = at.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: is_this_year ? undefined : "numeric" }).format(at);
}

/** "3 min. ago"; a day of the calendar for what is a week away and more, where "last month" would tell too little. */
export function format_relative(at: string | number | Date, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  if (Math.abs(seconds) >= WEEK_SECONDS) return format_day(new Date(at), now);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto", style: "short" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 10 ? words.format(0, "second") : words.format(Math.trunc(seconds), "second");
}

/** "2 h 5 min", "40 s": for what is left and what something took. */
export function format_duration(seconds: number): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale(), { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return unit(whole, "second");
  if (whole < 3600) return `${unit(Math.floor(whole / 60), "minute")} ${whole % 60 ? unit(whole % 60, "second") : ""}`.trim();
  const minutes = Math.floor((whole % 3600) / 60);
  return `${unit(Math.floor(whole / 3600), "hour")} ${minutes ? unit(minutes, "minute") : ""}`.trim();
}
