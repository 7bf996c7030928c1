// Providers.tsx: theme, messages, server cache and router around everything.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { css_variables, theme } from "@/ui/theme";
import { query_client } from "./query_client";
import { router } from "./router";

const Notices = lazy(() => import("./Notices"));

export function Providers() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={css_variables} defaultColorScheme="auto">
      <QueryClientProvider client={query_client}>
        <RouterProvider router={router} />
        <Suspense>
          <Notices />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
