// setup.ts: before every unit test.
import { load_inside_texts } from "@/lib/i18n";

await load_inside_texts();
