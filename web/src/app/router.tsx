// router.tsx: every address and the page behind it; pages load when they are first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { PageFailure, PageMissing, PagePending } from "./page_states";
import { only_text, parse_search, stringify_search } from "./search";
import { require_session } from "./session_guard";
import { Shell } from "./shell/Shell";

const root = createRootRoute({ component: Outlet, validateSearch: only_text, notFoundComponent: PageMissing });

const before = () => import("./auth_routes");
const login = createRoute({ getParentRoute: () => root, path: "/login", component: lazyRouteComponent(before, "LoginRoute") });
const setup = createRoute({ getParentRoute: () => root, path: "/setup", component: lazyRouteComponent(before, "SetupRoute") });
const invite = createRoute({ getParentRoute: () => root, path: "/invite", component: lazyRouteComponent(before, "InviteRoute") });

const register = createRoute({ getParentRoute: () => root, path: "/register", component: lazyRouteComponent(before, "RegisterRoute") });

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: ({ location }) => require_session(location.href),
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("./home/HomePage"), "HomePage"),
});

const proxies = createRoute({
  getParentRoute: () => inside,
  path: "/proxies",
  component: lazyRouteComponent(() => import("./pages/ProxiesPage"), "ProxiesPage"),
});
const models = createRoute({
  getParentRoute: () => inside,
  path: "/models",
  component: lazyRouteComponent(() => import("./pages/ModelsRoute"), "ModelsRoute"),
});
const hub = createRoute({
  getParentRoute: () => inside,
  path: "/models/$modelId/accounts",
  component: lazyRouteComponent(() => import("./pages/ModelHubPage"), "ModelHubPage"),
});
const accounts = createRoute({
  getParentRoute: () => inside,
  path: "/accounts",
  component: lazyRouteComponent(() => import("./pages/AccountsPage"), "AccountsPage"),
});
const account = createRoute({
  getParentRoute: () => inside,
  path: "/accounts/$accountId",
  component: lazyRouteComponent(() => import("./pages/AccountPage"), "AccountPage"),
});
const account_import = createRoute({
  getParentRoute: () => inside,
  path: "/accounts/import",
  component: lazyRouteComponent(() => import("./pages/AccountImportPage"), "AccountImportPage"),
});
const proxy_import = createRoute({
  getParentRoute: () => inside,
  path: "/proxies/import",
  component: lazyRouteComponent(() => import("./pages/ProxyImportRoute"), "ProxyImportRoute"),
});
const bots = createRoute({
  getParentRoute: () => inside,
  path: "/bots",
  component: lazyRouteComponent(() => import("./pages/BotsPage"), "BotsPage"),
});
const team = createRoute({
  getParentRoute: () => inside,
  path: "/team",
  component: lazyRouteComponent(() => import("./pages/TeamPage"), "TeamPage"),
});
const audit = createRoute({
  getParentRoute: () => inside,
  path: "/audit-log",
  component: lazyRouteComponent(() => import("./pages/AuditPage"), "AuditPage"),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/SettingsRoute"), "SettingsRoute"),
});
const review = createRoute({
  getParentRoute: () => inside,
  path: "/review",
  component: lazyRouteComponent(() => import("./pages/ReviewPage"), "ReviewPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([login, register, setup, invite, inside.addChildren([home, models, hub, proxies, accounts, account, review, account_import, proxy_import, bots, team, audit, settings])]),
  parseSearch: parse_search,
  stringifySearch: stringify_search,
  defaultPreload: "intent",
  defaultPendingMs: 150,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailure,
  defaultNotFoundComponent: PageMissing,
});

interface Preloading {
  preload?: () => Promise<unknown> | undefined;
}

/** Loads the code of the page that the address asks for while the server is still asked who is there. */
export function preload_page(): void {
  for (const { routeId } of router.matchRoutes(router.latestLocation) as { routeId: keyof typeof router.routesById }[]) {
    const component = router.routesById[routeId].options.component as Preloading | undefined;
    // The router loads it again when it needs it, and then says what fails.
    component?.preload?.()?.catch(() => undefined);
  }
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
