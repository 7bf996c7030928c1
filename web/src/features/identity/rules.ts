// rules.ts: what a log-in form can tell before it asks the server.
import { t } from "@/lib/i18n";

export const PASSWORD_MIN = 8;

export const check_filled = (text: string) => (text.trim() === "" ? t("identity.invalid.required") : null);
export const check_email = (text: string) => (/^\S+@\S+\.\S+$/.test(text.trim()) ? null : t("identity.invalid.email"));
export const check_password = (text: string) => (text.length < PASSWORD_MIN ? t("identity.invalid.password") : null);
