// setup.ts: before every unit test.
import "@/lib/i18n";
