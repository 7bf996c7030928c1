// main.tsx: where the browser starts.
import "@mantine/core/styles.css";
import "@/ui/base.css";
import "@/lib/i18n";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Providers } from "./Providers";
import { preload_page } from "./router";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
preload_page();
createRoot(root).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);
