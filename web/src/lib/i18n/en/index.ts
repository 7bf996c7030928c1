// index.ts: English, one file per feature. What the pages after log-in say is loaded with the first of them.
import { common, errors } from "./common";
import { identity } from "./identity";
import type { inside } from "./inside";

export const start = { common, errors, identity };
export type Catalogue = typeof start & typeof inside;
