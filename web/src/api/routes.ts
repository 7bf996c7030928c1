// routes.ts: the generated route types, for features that name a request's shape.
export type { paths } from "./schema";
