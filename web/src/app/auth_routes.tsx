// auth_routes.tsx: the pages before a session, with what their addresses carry.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { InvitePage } from "@/features/identity/InvitePage";
import { LoginPage } from "@/features/identity/LoginPage";
import { RegisterPage } from "@/features/identity/RegisterPage";
import { SetupPage } from "@/features/identity/SetupPage";
import { paths } from "@/lib/paths";

function useText(name: string): string {
  const search = useSearch({ strict: false }) as Record<string, string>;
  return search[name] ?? "";
}

/** Only an address of our own may follow a log-in. */
export const safe_next = (next: string) => (/^\/(?![/\\])/.test(next) ? next : paths.home());

export function LoginRoute() {
  const navigate = useNavigate();
  const next = safe_next(useText("next"));
  return <LoginPage on_done={() => void navigate({ href: next })} />;
}

export function RegisterRoute() {
  const navigate = useNavigate();
  return <RegisterPage on_done={() => void navigate({ href: paths.home() })} />;
}

export function SetupRoute() {
  const navigate = useNavigate();
  return <SetupPage token={useText("token")} on_done={() => void navigate({ href: paths.home() })} />;
}

export function InviteRoute() {
  const navigate = useNavigate();
  return <InvitePage token={useText("token")} on_done={() => void navigate({ href: paths.home() })} />;
}
