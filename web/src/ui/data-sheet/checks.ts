// checks.ts: the usual checks of typed and pasted cell text.
import { t } from "@/lib/i18n";
import type { Checked, StateOption } from "./types";

interface TextRule {
  required?: boolean;
  max?: number;
  pattern?: RegExp;
  reason?: string;
}

export const check_text =
  ({ required = false, max, pattern, reason }: TextRule) =>
  (text: string): Checked => {
    const value = text.trim();
    if (value === "") return required ? { reason: t("sheet.check.required") } : { value: null };
    if (max !== undefined && value.length > max) return { reason: t("sheet.check.too_long", { max }) };
    if (pattern !== undefined && !pattern.test(value)) return { reason: reason ?? t("sheet.check.pattern") };
    return { value };
  };

interface NumberRule {
  min: number;
  max: number;
  required?: boolean;
  /** 100 for money that is typed in whole units and kept in cents. */
  scale?: number;
}

export const check_number =
  ({ min, max, required = true, scale = 1 }: NumberRule) =>
  (text: string): Checked => {
    const written = text.trim().replace(/[\s',](?=\d{3}(\D|$))/g, "");
    if (written === "") return required ? { reason: t("sheet.check.required") } : { value: null };
    const number = Number(written);
    if (!Number.isFinite(number)) return { reason: t("sheet.check.number") };
    const value = Math.round(number * scale);
    if (scale === 1 && !Number.isInteger(number)) return { reason: t("sheet.check.whole") };
    if (number < min || number > max) return { reason: t("sheet.check.range", { min, max }) };
    return { value };
  };

/** Takes the word as shown or as stored, in any case. */
export const check_state =
  (states: StateOption[]) =>
  (text: string): Checked => {
    const wanted = text.trim().toLowerCase();
    const found = states.find((state) => state.value.toLowerCase() === wanted || state.label.toLowerCase() === wanted);
    return found ? { value: found.value } : { reason: t("sheet.check.state", { text }) };
  };
