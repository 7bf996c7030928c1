// ProxyImportRoute.tsx: the proxy import at its address.
import { useNavigate } from "@tanstack/react-router";
import { ProxyImportPage } from "@/features/proxies/ProxyImportPage";
import { paths } from "@/lib/paths";

export function ProxyImportRoute() {
  const navigate = useNavigate();
  return <ProxyImportPage on_done={() => void navigate({ href: paths.proxies() })} />;
}
