// index.ts: the message catalogue. Keys are grouped by feature; a language is one folder beside en/.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { type Catalogue, start } from "./en";

const NAMESPACE = "translation";

void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { [NAMESPACE]: start } },
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** The texts of the pages behind the log-in; every one of them waits for this. */
export async function load_inside_texts(): Promise<void> {
  if (i18next.exists("shell.skip")) return;
  const { inside } = await import("./en/inside");
  i18next.addResourceBundle("en", NAMESPACE, inside, true);
}

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: Catalogue };
  }
}

export const t = i18next.t;
export default i18next;
