// paths.ts: every address of the application, so that no page spells one by hand.
export const HUB_TABS = ["overview", "available", "warmup", "proxies"] as const;
export type HubTab = (typeof HUB_TABS)[number];

export const paths = {
  home: () => "/",
  login: () => "/login",
  setup: () => "/setup",
  invite: () => "/invite",
  models: () => "/models",
  model_accounts: (id: number | string, tab?: HubTab) => `/models/${id}/accounts${tab ? `?tab=${tab}` : ""}`,
  accounts: () => "/accounts",
  account: (id: number | string) => `/accounts/${id}`,
  account_import: (model_id?: number) => `/accounts/import${model_id ? `?model_id=${model_id}` : ""}`,
  proxies: () => "/proxies",
  proxy: (id: number | string) => `/proxies?open=${id}`,
  proxy_import: () => "/proxies/import",
  bots: () => "/bots",
  review: () => "/review",
  team: () => "/team",
  audit_log: () => "/audit-log",
  settings: () => "/settings",
};
